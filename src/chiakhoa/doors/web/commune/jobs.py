"""Judges a workbook in a thread of this process, so that the page can show how far it is."""

from __future__ import annotations

import logging
from threading import Thread
from typing import IO

from django.conf import settings
from django.db import connection

from chiakhoa.doors.exchange.keeping import Keeper
from chiakhoa.doors.web import clock
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.review.assessment import actions
from chiakhoa.review.assessment.queries import Run

log = logging.getLogger(__name__)
BUSY = ("waiting", "running")


def keeper(request: PageRequest) -> Keeper:
    """Who works on the runs of this folder, on behalf of the viewer."""
    return Keeper(settings.MEDIA_ROOT, request.viewer.name, request.today, clock.now)


def begin(at: Keeper, run: Run) -> None:
    """Start judging in a thread; nothing happens when somebody is at work on the run already."""
    lock = at.hold(run)
    if lock:
        Thread(target=_work, args=(at, run, lock), name=f"run-{run.public_id}", daemon=True).start()


def begin_again(at: Keeper, run: Run) -> None:
    """Start once more a run whose work stopped in the middle."""
    if not at.is_at_work(run):
        actions.stop(by=at.by, on=at.on, at=at.clock(), run=run)
        begin(at, run)


def is_busy(at: Keeper, run: Run) -> bool:
    """Whether somebody is at work on the run; a run that should be worked on and is not has stopped."""
    return run.state in BUSY and at.is_at_work(run)


def _work(at: Keeper, run: Run, lock: IO[bytes]) -> None:
    with lock:
        try:
            at.judge(run)
        except Exception:
            log.exception("run %s stopped", run.public_id)
        finally:
            connection.close()

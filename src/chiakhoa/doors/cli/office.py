"""What every verb knows: the data folder, the language, the day, and how to answer."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from chiakhoa.foundation.access.values import NOBODY, PRACTICE, NotAllowed, Viewer
from chiakhoa.law.rules.refusals import Refused

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PASSWORD = "CHIAKHOA_PASSWORD"  # noqa: S105 (the name of a variable, no password)
TEXTS = Path(__file__).with_name("texts.toml")


@dataclass(frozen=True, slots=True)
class Office:
    """The global options of one call. `data` is None when no folder was named; `frozen` is the day of `--today`."""

    data: Path | None
    person: str
    lang: str
    as_json: bool
    frozen: date | None
    viewers: list[Viewer] = field(default_factory=list, compare=False)
    own_day: list[date] = field(default_factory=list, compare=False)

    @property
    def today(self) -> date:
        """The day given by `--today` or `--now`, else that of an opened practice folder, else today in Viet Nam."""
        return self.frozen or (self.own_day[0] if self.own_day else datetime.now(ZONE).date())

    def answer(self, document: Mapping[str, Any] | list[Any], lines: Callable[[], list[str]]) -> None:
        """One JSON document, or lines for people."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
        else:
            click.echo("\n".join(lines()))

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the catalogue in the caller's language."""
        return texts()[key][self.lang].format_map(values)

    def folder(self) -> Path:
        """The data folder; refuses (`cli.no_data`) when none was named."""
        if self.data is None:
            raise Refused("cli.no_data")
        return self.data

    def viewer(self) -> Viewer:
        """Who looks: the account of `--as`, free in a practice folder, elsewhere with its password; asked for once."""
        if not self.viewers:
            self.viewers.append(self.signed_in() if self.person != PRACTICE.name else self.unnamed())
        return self.viewers[0]

    def unnamed(self) -> Viewer:
        """Who looks without `--as`: everything is open in a practice folder, nothing elsewhere."""
        from django.conf import settings  # noqa: PLC0415 (needs the store)

        return PRACTICE if settings.PRACTICE else NOBODY

    def signed_in(self) -> Viewer:
        """The viewer behind the account of `--as`; not allowed (`access.sign_in`) without its password."""
        from django.conf import settings  # noqa: PLC0415 (needs the store)
        from django.contrib.auth import authenticate  # noqa: PLC0415

        from chiakhoa.foundation.access import queries  # noqa: PLC0415

        if settings.PRACTICE:
            account = queries.account(PRACTICE, self.person)
        else:
            given = os.environ.get(PASSWORD) or click.prompt(self.say("password"), hide_input=True, err=True)
            account = authenticate(username=self.person.lower(), password=given)
        if account is None or not account.is_active:
            raise NotAllowed("access.sign_in", where=self.person)
        return queries.viewer_of(account, self.today, practice=settings.PRACTICE)

    def open_store(self) -> None:
        """Connect to the store of the data folder, bringing its tables up to date; a changed table gets its guards."""
        os.environ["CHIAKHOA_DATA"] = str(self.folder())
        os.environ["DJANGO_SETTINGS_MODULE"] = "chiakhoa.config.settings"
        if self.frozen:
            os.environ["CHIAKHOA_TODAY"] = self.frozen.isoformat()
        import django  # noqa: PLC0415 (verbs without a store start without Django)
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        from django.conf import settings  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415
        from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

        from chiakhoa.foundation.audit.actions import ensure_guards  # noqa: PLC0415

        before = MigrationRecorder(connection).applied_migrations().keys()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if MigrationRecorder(connection).applied_migrations().keys() != before:
            ensure_guards()
        self.own_day[:] = filter(None, [settings.FROZEN_DAY])


@cache
def texts() -> dict[str, dict[str, str]]:
    """The sentences of the command in three languages."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))

"""Broken and hostile workbooks: no crash, nothing lost silently, bounded time and memory.

CHIAKHOA_HOSTILE gives the number (500 unless told); the whole run of 10,000 is `bench hostile`.
"""

from __future__ import annotations

import os
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.doors.practice.hostile import HostileRun, codes_in, hostile_run, hurt, losses
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.doors.practice.wounds import WOUNDS
from chiakhoa.law.rules.refusals import Refused
from tests.doors.exchange.conftest import ON

RUNS = int(os.environ.get("CHIAKHOA_HOSTILE", "500"))
SECONDS = 10.0
"""Longer than any single file of a few households may take, even on a busy machine."""


@pytest.fixture(scope="module")
def bases(tmp_path_factory, form) -> list[bytes]:
    """Three small workbooks: two clean ones and one with faults."""
    folder = tmp_path_factory.mktemp("bases")
    write = partial(write_answers, form=form)
    made = []
    for seed, faults in ((1, 0), (2, 0), (3, 6)):
        path = folder / f"{seed}.xlsx"
        practice_workbook(path, generate_households(8, seed, form, ON), seed=seed, faults=faults, write=write)
        made.append(path.read_bytes())
    return made


def test_hostile_workbooks(bases, form):
    run = hostile_run(RUNS, 2025, bases, partial(read_answers, form=form))
    assert (run.crashes, run.lost) == ([], [])
    assert run.runs == RUNS == run.taken + sum(run.refused.values())
    assert run.sound
    assert run.taken > RUNS / 10
    assert run.slowest_seconds < SECONDS
    assert run.wounds.keys() == {wound.__name__ for wound in WOUNDS}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wounds=st.lists(st.tuples(st.sampled_from(WOUNDS), st.randoms(use_true_random=False)), min_size=1, max_size=3))
def test_several_wounds_at_once(tmp_path, bases, form, wounds):
    data = bases[0]
    path = tmp_path / "a.xlsx"
    for wound, rng in wounds:
        try:
            data = wound(rng, data)
        except Exception:  # noqa: BLE001 - the wound could not be made on a file already broken
            break
    path.write_bytes(data)
    try:
        found = losses(data, read_answers(path, form))
    except Refused as refusal:
        found = [] if refusal.message() and refusal.todo() else [refusal.rule]
    assert found == []


def test_the_run_sees_a_crash_and_a_loss(bases, form):
    """A reader that falls over or forgets a household does not pass."""

    def falls(_):
        raise ValueError

    def forgets(path):
        answers = read_answers(path, form)
        answers.records[:1] = []
        return answers

    assert len(hostile_run(3, 1, bases, falls).crashes) == 3
    assert hostile_run(60, 1, bases, forgets).lost
    assert not HostileRun(crashes=["x"]).sound


def test_the_independent_count_sees_the_codes(bases):
    assert codes_in(bases[0]) == {f"H-{number:04}" for number in range(1, 9)}


def test_the_same_seed_hurts_alike(bases):
    from random import Random

    assert hurt(Random("a"), bases) == hurt(Random("a"), bases)

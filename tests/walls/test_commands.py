"""Every command as every role: what is kept of another place changes no answer, no file and no refusal.

The commands are discovered from the code; each is asked about the household and the commune over there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from django.db import transaction

from chiakhoa.doors.cli.main import cli
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.cli.reference import verbs
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.foundation.access.values import GIVEN
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.loader import STANDARDS
from tests.walls.world import EMPTY, HERE, LAW, ON, THERE, fill, found_places, in_role, somebody

pytestmark = pytest.mark.walls
WITHOUT_A_STORE = {
    "init": "makes a folder of its own",
    "serve": "never ends; its pages are asked in test_addresses.py",
    "bench": "measures in stores of its own",
    "practice workbook": "invents households",
    "place load": "writes the packaged list of places, open to all",
    "doctor": "looks at the machine; counts nothing of households",
    "assess": "judges a workbook that the asker hands in",
    "standard list": "the packaged law, open to all",
    "standard show": "the packaged law, open to all",
    "standard check": "the packaged law, open to all",
    "export answers-template": "an empty workbook",
}
"""Commands that are not asked here, each with its reason."""

WORDS: dict[str, tuple[str, ...]] = {
    "user": ("household-member.98001",),
    "role": ("helper",),
    "code": (THERE.new.number, str(THERE.home), THERE.commune),
    "text": ("Bên Kia",),
    "key": (LAW,),
    "row": (f"{LAW}:indicator:water",),
    "chain": (f"commune:{THERE.commune}",),
    "subject": (f"registry.household:{THERE.home}",),
    "commune": (THERE.commune,),
    "province": (THERE.province,),
    "kind": ("rural",),
    "folder": (str(STANDARDS / LAW),),
    "--unit": (THERE.commune,),
    "--place": (THERE.commune,),
    "--village": ("G01",),
    "--household": (THERE.new.number,),
    "--chain": (f"commune:{THERE.commune}",),
    "--year": ("2025",),
    "--compare": ("2024",),
    "--drill": ("poor",),
    "--reason": ("thử",),
    "--name": ("Người Mới",),
    "--from": (LAW,),
    "--to": ("2027-2030-nd-351-2025",),
    "--standard": (LAW,),
    "--page": ("trang 3",),
    "--decision": ("12/QĐ-UBND",),
    "--decided-on": (ON.isoformat(),),
}
"""What is said for each word and option. A word or a required option that is not named here fails the test."""

TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+|\d{1,2}:\d{2}(:\d{2})?")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workbook of one invented household."""
    path = tmp_path / "in.xlsx"
    write_answers(path, list(generate_households(1, 3, load_form(), ON)), load_form())
    return path


@pytest.fixture
def ask(chiakhoa: Any, monkeypatch: pytest.MonkeyPatch, db: None, settings: Any, file: Path) -> Callable[..., Any]:
    """Ask every command as somebody; what it writes is undone, what it says is kept."""
    monkeypatch.setattr(Office, "open_store", lambda _office: None)
    monkeypatch.setenv("CHIAKHOA_NEW_PASSWORD", "bốn con trâu đen")
    settings.PRACTICE = True
    settings.FROZEN_DAY = ON
    found_places()

    def run(who: str) -> dict[str, tuple[int, str]]:
        said = {}
        for words in lines(file):
            with transaction.atomic():
                ran = chiakhoa("--json", "--as", who, "--today", ON.isoformat(), "--data", file.parent, *words)
                transaction.set_rollback(True)
            written = "".join(sorted(path.name for path in file.parent.glob("out*")))
            for path in file.parent.glob("out*"):
                path.unlink()
            said[" ".join(words)] = (ran.code, TIMES.sub("", ran.out) + written)
        return said

    return run


def lines(file: Path) -> Iterator[list[str]]:
    """Every command with something said for each of its words and for every option that could ask about a place."""
    for path, command in verbs(cli, ""):
        name = path.strip()
        if name in WITHOUT_A_STORE:
            continue
        for at in range(max([1, *(len(WORDS.get(one.name or "", ())) for one in command.params)])):
            yield [*name.split(), *spoken(name, command, file, at)]


def spoken(name: str, command: click.Command, file: Path, at: int) -> list[str]:
    """The words of one command."""
    takes_in = name.startswith(("import", "assess", "standard compare", "standard load-points"))
    words: list[str] = []
    for one in command.params:
        if isinstance(one, click.Argument):
            values = (str(file if takes_in else file.with_name("out.xlsx")),) if one.name == "file" else None
            values = values or WORDS.get(one.name or "")
            assert values, f"{name}: say in WORDS what {one.name} may be"
            words.append(values[min(at, len(values) - 1)])
        elif one.opts[0] in WORDS:
            words += [one.opts[0], WORDS[one.opts[0]][0]]
        else:
            assert not one.required, f"{name}: say in WORDS what {one.opts[0]} may be"
    return words


STRANGERS = {
    **{f"{role} elsewhere": lambda role=role: in_role(role, EMPTY) for role in GIVEN if role != "administrator"},
    "without a grant": lambda: somebody("khong-vai"),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_from_elsewhere_nothing_is_there(ask: Callable[..., Any], who: str):
    name = STRANGERS[who]().username
    before = ask(name)
    fill(HERE)
    fill(THERE)
    after = ask(name)
    assert {words: said for words, said in before.items() if after[words] != said} == {}
    assert not [words for words, (_code, out) in after.items() if THERE.head in out or HERE.head in out]


@pytest.mark.parametrize("role", [role for role in GIVEN if role != "administrator"])
def test_from_the_right_place_the_other_is_not_there(ask: Callable[..., Any], role: str):
    fill(HERE)
    name = in_role(role, HERE).username
    before = ask(name)
    fill(THERE)
    after = ask(name)
    assert {words: said for words, said in before.items() if after[words] != said} == {}


def test_the_administrator_sees_no_household(ask: Callable[..., Any]):
    """Keeps accounts, places and the law book (ADR 0004); counts of the trail are the office's own health."""
    name = in_role("administrator", EMPTY).username
    fill(HERE)
    fill(THERE)
    told = [words for words, (_code, out) in ask(name).items() if THERE.head in out or THERE.new.phone in out]
    assert not told


def test_the_asking_finds_what_is_open(ask: Callable[..., Any]):
    """Without this the tests above would hold of a program that answers nobody."""
    name = in_role("commune_officer", THERE).username
    fill(THERE)
    said = ask(name)
    told = [words.split()[0] for words, (_code, out) in said.items() if THERE.head in out or THERE.new.number in out]
    assert set(told) >= {"household", "report"}

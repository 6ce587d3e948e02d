"""Refusals: every rule that says no has a stable id and one entry in the catalogue.

The catalogue is data (`law/standards/house/refusals/*.toml`): text and what to do next in three languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent.parent / "standards" / "house" / "refusals"
LANGUAGES = ("vi", "en", "id")


class Refused(Exception):
    """A rule said no. `rule` is the stable id, `where` names the place (file and line, row and column).

    A value that has a text for each language is told in the language asked for.
    """

    def __init__(self, rule: str, *, where: str = "", **values: Any) -> None:
        self.rule = rule
        self.where = where
        self.values = values
        super().__init__(f"{rule} {where} {values}".strip())

    def message(self, lang: str = "vi") -> str:
        """What is refused and why, in the language asked for."""
        return self._fill("message", lang)

    def todo(self, lang: str = "vi") -> str:
        """What to do next, in the language asked for."""
        return self._fill("todo", lang)

    def as_dict(self, lang: str = "vi") -> dict[str, str]:
        """The refusal as the commands print it under `--json`."""
        return {
            "rule": self.rule,
            "where": self.where,
            "message": self.message(lang),
            "todo": self.todo(lang),
        }

    def _fill(self, part: str, lang: str) -> str:
        told = {key: value[lang] if is_text(value) else value for key, value in self.values.items()}
        return str(catalogue()[self.rule][part][lang]).format_map(told)


def is_text(value: Any) -> bool:
    """Whether a value has a text for each language; any other table is a value like others."""
    return isinstance(value, Mapping) and set(value) == set(LANGUAGES)


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """All refusals by id: `message` and `todo` in three languages, `cite` where an article stands behind them."""
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted(CATALOGUE.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["refusal"]:
            if entry["id"] in entries:
                raise ValueError(f"{path.name}: refusal {entry['id']} is listed twice")
            entries[entry["id"]] = entry
    return entries

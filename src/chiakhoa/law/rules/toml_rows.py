"""TOML files read row by row, each refusal with the file and the line where the row stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.refusals import LANGUAGES, Refused

Made = TypeVar("Made")

MARKS = ("V", "V2", "M", "?")
"""How well a fact is known: V verified in a stored source; V2 second-hand; M from memory; ? looked for, not found."""


@dataclass(frozen=True, slots=True)
class TomlRow:
    """One table of a TOML file, with its place. Every key must be taken; what is left over is refused."""

    path: Path
    line: int
    values: dict[str, Any]

    @property
    def where(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}:{self.line}"

    def refuse(self, rule: str, **values: Any) -> Refused:
        return Refused(rule, where=self.where, **values)

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of a key, removed from the row; refuses a missing or wrongly typed one."""
        if key not in self.values:
            if default is ...:
                raise self.refuse("law.missing_key", key=key)
            return default
        value = self.values.pop(key)
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.refuse("law.wrong_type", key=key, value=value)
        return value

    def text(self, key: str, default: Any = ...) -> str:
        return str(self.take(key, str, default))

    def day(self, key: str) -> date:
        value: date = self.take(key, date)
        if type(value) is not date:
            raise self.refuse("law.wrong_type", key=key, value=value)
        return value

    def words(self, key: str) -> Text:
        """A text in three languages; refuses when one is missing or empty."""
        value: Mapping[str, str] = self.take(key, dict)
        if set(value) != set(LANGUAGES) or not all(str(text).strip() for text in value.values()):
            raise self.refuse("law.three_languages", key=key)
        return value

    def done(self) -> None:
        """Refuse keys that nobody took."""
        if self.values:
            raise self.refuse("law.unknown_key", key=", ".join(sorted(self.values)))


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file and the lines on which its tables begin."""

    path: Path
    values: dict[str, Any]
    lines: tuple[str, ...]

    def rows(self, name: str) -> Iterator[TomlRow]:
        """The tables `[[name]]`, in order."""
        starts = self.starts(rf"\[\[\s*{name}\s*\]\]")
        found = self.values.pop(name, [])
        if not isinstance(found, list) or not all(isinstance(values, dict) for values in found):
            raise TomlRow(self.path, self.line_of(name), {}).refuse("law.wrong_type", key=name, value=found)
        for position, values in enumerate(found):
            yield TomlRow(self.path, starts[position] if position < len(starts) else 1, dict(values))

    def each(
        self, name: str, read: Callable[[TomlRow], Made], *, key: Callable[[Made], Hashable], may_be_empty: bool = False
    ) -> tuple[Made, ...]:
        """The tables `[[name]]`, read; refuses (`law.double`) a key that stands twice and (`law.empty`) none at all."""
        found: dict[Hashable, Made] = {}
        for row in self.rows(name):
            made = read(row)
            known_as = key(made)
            if known_as in found:
                raise row.refuse("law.double", key=known_as)
            found[known_as] = made
        if not found and not may_be_empty:
            raise TomlRow(self.path, 1, {}).refuse("law.empty", name=name)
        return tuple(found.values())

    def starts(self, pattern: str) -> list[int]:
        """The lines that begin so."""
        return [number for number, line in enumerate(self.lines, 1) if re.match(rf"\s*{pattern}", line)]

    def line_of(self, key: str) -> int:
        """The first line that sets a key or opens a table of that name."""
        return next(iter(self.starts(rf"\[*\s*{re.escape(key)}\b")), 1)

    def done(self) -> None:
        """Refuse keys and tables that nobody took."""
        for key in self.values:
            raise TomlRow(self.path, self.line_of(key), {}).refuse("law.unknown_key", key=key)

    def head(self) -> TomlRow:
        """What stands outside `[[...]]` tables, as one row."""
        return TomlRow(self.path, 1, self.values)

    def table(self, name: str) -> TomlRow:
        """The single table `[name]`."""
        line = self.line_of(name)
        return TomlRow(self.path, line, dict(TomlRow(self.path, line, self.values).take(name, dict)))


def read_toml(path: Path) -> TomlFile:
    """Read one file; refuses (`law.no_file`, `law.not_toml`) with the file and, for syntax, the line."""
    if not path.is_file():
        raise Refused("law.no_file", where=f"{path.parent.name}/{path.name}", file=path.name)
    try:
        text = path.read_text(encoding="utf-8")
        return TomlFile(path, tomllib.loads(text), tuple(text.split("\n")))
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        row = TomlRow(path, int(line[1]) if line else 1, {})
        raise row.refuse("law.not_toml", problem=str(error)) from error

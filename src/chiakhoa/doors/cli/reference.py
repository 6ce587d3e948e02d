"""The reference pages, generated from the code: every verb with its options, and every refusal with what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from chiakhoa.doors.cli.main import cli
from chiakhoa.law.rules.refusals import catalogue

HEAD = """# The command, verb by verb

Generated from the code by `python -m chiakhoa.doors.cli.reference docs/reference`; a test keeps it true.
Global options may stand anywhere on the line.
Exit codes: 0 done; 2 refused by a rule or bad input; 3 not allowed; other = fault.

"""
REFUSALS_HEAD = """# Every refusal

Generated from the catalogue (`law/standards/house/refusals/`), which holds each text in three languages.
Words in braces are filled in. A refused order changes nothing.

"""
REPLACED: tuple[tuple[str, str], ...] = ()
"""Verbs of the contract that got a better name: (old, new)."""


def render() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, "## Global options\n", options(cli), "\n"]
    for path, command in verbs(cli, "chiakhoa"):
        parts.append(f"## `{' '.join([path, *arguments(command)])}`\n\n{command.get_short_help_str(200)}\n\n")
        parts.append(options(command))
    parts.append("\n## Replacements\n\n")
    parts.append(
        "\n".join(f"- `{old}` is now `{new}`" for old, new in REPLACED) or "None: all names are the contract's."
    )
    return "".join(parts).rstrip() + "\n"


def verbs(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every verb with its full name, in alphabetical order."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from verbs(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def arguments(command: click.Command) -> list[str]:
    """The words a verb takes."""
    return [(one.name or "").upper() for one in command.params if isinstance(one, click.Argument)]


def options(command: click.Command) -> str:
    """A verb's options as a list."""
    lines = []
    for one in command.params:
        if isinstance(one, click.Option):
            default = f" Default: {one.default}." if one.show_default and one.default is not None else ""
            lines.append(f"- `{', '.join(one.opts)}` {one.help or ''}{default}\n")
    return "".join(lines) + ("\n" if lines else "")


def render_refusals() -> str:
    """Every refusal by its stable id, in English: what is refused, and what to do next."""
    parts = [REFUSALS_HEAD]
    for key, entry in sorted(catalogue().items()):
        cite = f" Article: {entry['cite']}." if "cite" in entry else ""
        parts.append(f"- `{key}` {entry['message']['en']} *{entry['todo']['en']}*{cite}\n")
    return "".join(parts)


PAGES: dict[str, Callable[[], str]] = {"cli.md": render, "refusals.md": render_refusals}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(), encoding="utf-8")

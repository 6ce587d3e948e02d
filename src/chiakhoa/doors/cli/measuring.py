"""`bench NAME`: the product's own measurements; no data folder is needed."""

from __future__ import annotations

import click

from chiakhoa.doors.cli.bench import BENCHES
from chiakhoa.doors.cli.office import Office
from chiakhoa.law.rules.refusals import Refused


@click.command()
@click.argument("name")
@click.option("--size", type=click.IntRange(1), help="Households; each bench has its own default.")
@click.pass_obj
def bench(office: Office, name: str, *, size: int | None) -> None:
    """Measure: classify, explain, hostile, import, pages. Best of several runs, ratios to a peer of the same run."""
    if name not in BENCHES:
        raise Refused("cli.unknown_bench", where=name, name=name, known=", ".join(sorted(BENCHES)))
    document = BENCHES[name](size) if size else BENCHES[name]()
    office.answer(document, lambda: [f"{key}: {value}" for key, value in document.items()])

"""``policykg targets``: every target and sum of money as a table that can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import corpus_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.streams import note, write, write_bytes
from policykg.cli.tables import show, table

if TYPE_CHECKING:
    from policykg.analyse.targets import By, TargetRow

FORMATS = ("table", "csv", "xlsx", "json")


@click.command(short_help="List targets and funding by place, agency or year.")
@graph_option
@store_option
@click.option(
    "--by",
    type=click.Choice(["place", "agency", "year"]),
    default="place",
    show_default=True,
    help="A table for each place, leading body or year.",
)
@click.option("--year", metavar="YYYY", help="Only what is due in that year.")
@click.option("--agency", metavar="NAME", help="Only of items where that body leads, is responsible or assists.")
@click.option("--place", metavar="NAME", help="Only of that place's papers, or of items that name it.")
@click.option("--kind", type=click.Choice(["target", "funding"]), help="Only targets, or only funding.")
@click.option("--indicator", metavar="TEXT", help="Only what measures that: words of the indicator or the quote.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form.")
@output_option()
@quiet_option
@lang_option
@click.pass_context
def targets(
    ctx: click.Context,
    folder: Path,
    store: str | None,
    by: By,
    year: str | None,
    agency: str | None,
    place: str | None,
    kind: str | None,
    indicator: str | None,
    form: str,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """List targets and funding with value, deadline, bodies and the words that say so.

    A deadline with * is that of the item's time limit, where the text has none. csv, xlsx and json
    have all there is: base values for sums, giver, beneficiary, condition. The exit code is 1 when
    nothing was found.

    \b
    Example:
      policykg targets -g kg --year 2025 --by agency
      policykg targets -g kg --kind funding --format xlsx -o funding.xlsx
      policykg targets -g kg --agency 聊城市科技局 --format csv
    """  # noqa: D301
    from policykg.analyse import targets as found

    if year and not re.fullmatch(r"\d{4}", year):
        raise click.BadParameter(f"{year}: YYYY", param_hint="--year")
    corpus, _ = corpus_of(folder, store)
    rows = found.select(
        found.target_rows(corpus),
        kind=kind or "",
        year=year or "",
        agency=agency or "",
        place=place or "",
        indicator=indicator or "",
    )
    groups = found.group(rows, by)
    _write(groups, [r for _, some in groups for r in some] if by != "agency" else rows, by, form, output, lang)
    if not rows:
        note(word(lang, "nothing"), quiet)
        ctx.exit(NO)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def _write(
    groups: Sequence[tuple[str, Sequence[TargetRow]]],
    rows: Sequence[TargetRow],
    by: str,
    form: str,
    output: str,
    lang: str,
) -> None:
    from policykg.analyse import targets as found

    if form == "json":
        write((found.to_json(rows),), output)
    elif form == "csv":
        write(found.to_csv(rows), output)
    elif form == "xlsx":
        from policykg.analyse.sheets import to_xlsx

        write_bytes(to_xlsx(word(lang, "targets"), found.COLUMNS, map(found.values, rows)), output)
    elif groups:
        columns = [word(lang, k) for k in (by, "indicator", "amount", "due", "bodies", "paper")]
        show(
            table(columns, [_line(key, r, by, lang) for key, some in groups for r in some], numbers=(2,)), output=output
        )


def _line(key: str, row: TargetRow, by: str, lang: str) -> tuple[str, ...]:
    from policykg.analyse.targets import amount

    return (
        key or word(lang, "none"),
        row.indicator,
        amount(row) + (f"/{word(lang, 'per-' + row.frequency)}" if row.frequency else ""),
        row.due + ("*" if row.inherited else ""),
        "、".join(a for a in row.agencies if by != "agency" or a != key),
        " ".join(x for x in (row.document, row.part, row.ordinal) if x),
    )

"""Write a result as a table, CSV, workbook or page; its filters always go with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from policykg.cli.language import word
from policykg.cli.streams import note, plain_cell, write, write_bytes

if TYPE_CHECKING:
    from policykg.analyse.tables import Report, Value

F = TypeVar("F", bound=Callable[..., Any])

FORMS = ("table", "csv", "xlsx", "html")
WHOLE = ("csv", "xlsx")
"""Forms that machines read: no text is cut."""


def form_option(command: F) -> F:
    """Add ``--format`` (lines for people, CSV, a workbook, an offline page) and ``--table`` (which one a CSV holds)."""
    command = click.option(
        "--table",
        "wanted",
        metavar="N",
        default="1",
        show_default=True,
        callback=_wanted,
        help="With csv: which table; all: one behind the other, each below a line with its name.",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        default="table",
        show_default=True,
        help="Lines, CSV, a workbook, or an offline page.",
    )(command)


def _wanted(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value != "all" and not (value.isascii() and value.isdigit() and int(value)):
        raise click.BadParameter(f"{value!r} is no number of a table, and not all", ctx, param)
    return value


def write_report(
    report: Report, form: str, output: str, lang: str, quiet: bool, page: Callable[[], str], wanted: str = "1"
) -> None:
    """Write a result; ``page`` makes the page. The filters of a CSV go to standard error, also with ``quiet``.

    ``wanted`` is the table of a CSV, counted from 1, or all.
    """
    if form == "table":
        _table(report, output)
    elif form == "csv":
        for line in report.filters:
            note(line)
        text = _csv(report, wanted)
        if len(report.sheets) > 1:
            note(word(lang, "tables", "  ".join(f"{n} {s.name}" for n, s in enumerate(report.sheets, 1))), quiet)
        write((text,), output)
    elif form == "xlsx":
        _workbook(report, output)
    else:
        write((page(),), output)
    if output != "-":
        note(word(lang, "wrote", output), quiet)


def _table(report: Report, output: str) -> None:
    from rich.console import RenderableType
    from rich.text import Text

    from policykg.cli.tables import show, table

    parts: list[RenderableType] = [Text(report.title), *(Text(line) for line in report.filters)]
    for sheet in report.sheets:
        if not sheet.rows:
            continue
        numbers = [i for i in range(len(sheet.columns)) if all(isinstance(r[i], int | float) for r in sheet.rows)]
        rows = [tuple(str(v) for v in row) for row in sheet.rows]
        parts += [Text(""), Text(sheet.name), table(sheet.columns, rows, numbers)]
    show(*parts, output=output)


def _csv(report: Report, wanted: str) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    if wanted != "all" and int(wanted) > len(report.sheets):
        raise click.BadParameter(f"{wanted}: there are {len(report.sheets)} tables", param_hint="--table")
    chosen = report.sheets if wanted == "all" else report.sheets[int(wanted) - 1 : int(wanted)]
    for n, sheet in enumerate(chosen):
        if wanted == "all":
            lines.writerows(([], [f"# {sheet.name}"]) if n else ([f"# {sheet.name}"],))
        lines.writerow(sheet.columns)
        lines.writerows([plain_cell(v) if isinstance(v, str) else v for v in row] for row in sheet.rows)
    return out.getvalue()


def _stacked(report: Report) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of all sheets, one below the other, and the filters at the end."""
    yield from report.sheets[0].rows
    for sheet in report.sheets[1:]:
        yield ()
        yield (sheet.name,)
        yield sheet.columns
        yield from sheet.rows
    yield ()
    yield from ((line,) for line in report.filters)


def _workbook(report: Report, output: str) -> None:
    from policykg.analyse.sheets import to_xlsx

    main = report.sheets[0]
    wide = max(len(sheet.columns) for sheet in report.sheets)
    columns = (*main.columns, *[""] * (wide - len(main.columns)))
    write_bytes(to_xlsx(main.name, columns, _stacked(report)), output)

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


def form_option(command: F) -> F:
    """Add ``--format``: lines for people, CSV, a workbook or an offline page."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        default="table",
        show_default=True,
        help="Lines, CSV, a workbook, or an offline page.",
    )(command)


def write_report(report: Report, form: str, output: str, lang: str, quiet: bool, page: Callable[[], str]) -> None:
    """Write a result; ``page`` makes the page. The filters of a CSV go to standard error, also with ``quiet``."""
    if form == "table":
        _table(report, output)
    elif form == "csv":
        for line in report.filters:
            note(line)
        write((_csv(report),), output)
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


def _csv(report: Report) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    main = report.sheets[0]
    lines.writerow(main.columns)
    lines.writerows([plain_cell(v) if isinstance(v, str) else v for v in row] for row in main.rows)
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

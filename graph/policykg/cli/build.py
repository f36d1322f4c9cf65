"""``policykg build``: papers to a graph."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from policykg.cli.codes import NO
from policykg.cli.language import word
from policykg.cli.options import lang_option, quiet_option
from policykg.cli.streams import note, read_stdin, write
from policykg.errors import ISSUES, render

STDIN_NAME = "stdin.txt"
"""What a paper that came by standard input is called in the report."""


@click.command(short_help="Read papers, write a graph.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("kg"),
    show_default=True,
    help="The graph's folder.",
)
@click.option("--base-iri", "base", metavar="IRI", help="What the IRIs of all nodes begin with.")
@click.option(
    "--curation",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Decisions on names (CSV, as policykg review writes it) that overrule the reader.",
)
@click.option("--unread", is_flag=True, help="List role words that no rule used, and text that became nothing.")
@quiet_option
@lang_option
@click.pass_context
def build(
    ctx: click.Context,
    sources: Sequence[str],
    out: Path,
    base: str | None,
    curation: Path | None,
    unread: bool,
    quiet: bool,
    lang: str,
) -> None:
    """Read papers (files and folders of any format; - is standard input) and write them as a graph.

    Read are text, Markdown, HTML, PDF, DOCX, XLSX, CSV and ZIP archives of these; scans with the extra
    policykg[ocr], old office files where LibreOffice is installed.

    The exit code is 1 when the papers hold nothing that could be recognised, or a SOURCE is not there (the rest is
    built); 3 when nothing could be read, and nothing was written.

    A report tells for every file what was read and what was not, and why; FOLDER/report.json
    holds it too. The graph that was there before is replaced at the very end, in one step.

    \b
    Example:
      policykg build papers/ -o kg
      policykg build 聊政字〔2023〕12号.txt more/ -o kg --lang zh
      policykg build papers/ -o kg --curation decisions.csv
    """  # noqa: D301
    from policykg.build import build_graph
    from policykg.cli.report import report_lines
    from policykg.rdf.iri import check_base
    from policykg.rdf.vocab import BASE

    base = BASE if base is None else check_base(base)
    with _paths(sources) as paths, _progress(quiet, lang) as progress:
        report = build_graph(paths, out, base, progress, curation)
    if not quiet:
        write((line + "\n" for line in report_lines(report, out, lang, unread)), "-")
    else:
        for issue in (*report.issues, *(i for f in report.files for i in f.issues)):
            if ISSUES[issue.code].severity == "error":
                note(render(issue, lang))
    if any(i.code == "missing-path" for i in report.issues) or not dict(report.counts)["items"]:
        ctx.exit(NO)


@contextmanager
def _paths(sources: Sequence[str]) -> Iterator[list[Path]]:
    """Give the sources as paths; what comes by standard input lies in a file for that long."""
    if "-" not in sources:
        yield [Path(s) for s in sources]
        return
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / STDIN_NAME
        paper.write_bytes(read_stdin())
        yield [paper if s == "-" else Path(s) for s in sources]


@contextmanager
def _progress(quiet: bool, lang: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give what draws the bar on standard error: moving on a terminal, absent elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, highlight=False, emoji=False, markup=False)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[file]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(word(lang, "reading"), total=None, file="")

        def advance(name: str, done: int, total: int) -> None:
            last = done >= total
            bar.update(
                task,
                description=word(lang, "writing" if last else "reading"),
                completed=done,
                total=total,
                file=name,
                refresh=True,
            )

        yield advance

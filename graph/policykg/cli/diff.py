"""``policykg diff``: what differs between two papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykg.cli.codes import NO
from policykg.cli.language import word
from policykg.cli.options import lang_option, output_option
from policykg.cli.streams import write

if TYPE_CHECKING:
    from policykg.analyse.diff import Difference
    from policykg.records import Corpus


@click.command(short_help="Show what differs between two papers.")
@click.argument("old")
@click.argument("new")
@click.option(
    "-g",
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The graph that holds both papers; without it, OLD and NEW are files or folders.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Lines or data.",
)
@output_option()
@lang_option
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, folder: Path | None, form: str, output: str, lang: str) -> None:
    """Show what differs between OLD and NEW: number, title, issuer and date, then item by item words,
    bodies in roles, targets, deadlines; of two files also the words outside the items.

    Two files, two folders that policykg build wrote, or, with -g, two papers of one graph by
    number, title or short name. White space never counts. An annex filed separately is compared
    with that part of its paper. Exit code 0: equal; 1: they differ.

    \b
    Example:
      policykg diff 聊政字〔2023〕12号.txt 附件1.txt
      policykg diff kg-2023 kg-2024 --format csv
      policykg diff -g kg 聊政字〔2023〕12号 菏政办字〔2023〕56号
    """  # noqa: D301
    from policykg.analyse.diff import diff_corpora, diff_csv, diff_documents, diff_json

    if folder is not None:
        from policykg.cli.graph_folder import corpus_of

        found = diff_documents(corpus_of(folder)[0], old, new)
    else:
        found = diff_corpora(_corpus(Path(old)), _corpus(Path(new)))
    if form == "json":
        write((diff_json(found),), output)
    elif form == "csv":
        write((diff_csv(found),), output)
    else:
        write((line + "\n" for line in diff_lines(found, lang)), output)
    if found:
        ctx.exit(NO)


def _corpus(path: Path) -> Corpus:
    """Read a graph's folder, or a paper or a folder of papers."""
    from policykg.build import build_corpus
    from policykg.cli.graph_folder import corpus_of
    from policykg.store.folder import RECORDS

    return corpus_of(path)[0] if (path / RECORDS).is_file() else build_corpus([path])


def diff_lines(found: Sequence[Difference], lang: str) -> Iterator[str]:
    """Yield differences as lines, each item's under its name; changed signs stand in [-old-]{+new+}."""
    item = ("", "", False)
    for d in found:
        if item != (item := (d.part, d.ordinal, d.what == "item" and not d.old)) and any(item[:2]):
            yield " ".join(x for x in item[:2] if x)
        old, new = (f"[-{d.old}-]" if d.old else ""), (f"{{+{d.new}+}}" if d.new else "")
        before = f"…{d.before}" if d.before else ""
        behind = f"{d.behind}…" if d.behind else ""
        yield f"  {word(lang, f'diff-{d.what}')}  {before}{old}{new}{behind}"
    yield word(lang, "diff-count", len(found)) if found else word(lang, "diff-none")

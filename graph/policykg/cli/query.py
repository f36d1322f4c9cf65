"""``policykg query``: ask the graph, by name or in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import base_of, open_store
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option, output_option, quiet_option, store_option
from policykg.cli.streams import note, plain_cell, read_file, write
from policykg.cli.tables import show, table

if TYPE_CHECKING:
    from policykg.analyse.queries import NamedQuery
    from policykg.store import Answer, Store, Table

SHOWN = 1000
"""Rows of a table that are shown where no --limit says otherwise: laying out more takes longer than finding them."""

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")


class _Question(click.Command):
    """A command that also takes the parameters of the named questions as options: ``--agency X`` is ``-p agency=X``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {o for p in self.get_params(ctx) for o in (*p.opts, *p.secondary_opts)}
        return super().parse_args(ctx, list(_as_params(ctx, args, own)))


def _as_params(ctx: click.Context, args: Sequence[str], own: set[str]) -> Iterable[str]:
    left = iter(args)
    for arg in left:
        name, equals, value = arg.partition("=")
        if arg == "--":
            yield arg
            yield from left
        elif name.startswith("--") and name not in own and name[2:].replace("-", "_") in _parameters():
            if not equals and (value := next(left, "")) == "":
                raise click.BadOptionUsage(name, f"Option {name!r} requires an argument.", ctx)
            yield from ("--param", f"{name[2:].replace('-', '_')}={value}")
        else:
            yield arg


def _parameters() -> frozenset[str]:
    from policykg.analyse.queries import load_queries

    return frozenset(p.name for q in load_queries() for p in q.params)


@click.command(cls=_Question, short_help="Ask a question, by name or in SPARQL.")
@click.argument("question", required=False)
@graph_option
@store_option
@click.option("-f", "--file", "file", metavar="FILE", help="A file that holds a SPARQL query; - is standard input.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the questions that have names.")
@click.option("--show", "showing", is_flag=True, help="Print the SPARQL of the question and do not ask it.")
@click.option(
    "-p",
    "--param",
    "params",
    metavar="NAME=VALUE",
    multiple=True,
    help="A parameter of the question; --NAME VALUE does the same.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="At most so many rows; 0 is all. A table shows 1000 unless told.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query that takes longer.",
)
@output_option()
@quiet_option
@lang_option
@click.pass_context
def query(
    ctx: click.Context,
    question: str | None,
    folder: Path,
    store: str | None,
    file: str | None,
    listing: bool,
    showing: bool,
    params: Sequence[str],
    form: str,
    limit: int | None,
    timeout: float,
    output: str,
    quiet: bool,
    lang: str,
) -> None:
    """Ask the graph a QUESTION: the name of one, or a query in SPARQL.

    SPARQL sees all papers at once and knows the prefixes pol, eli, org, prov, skos, doc, item,
    agency, place and more. The exit code is 1 when nothing was found, or ASK says no.

    \b
    Example:
      policykg query --list
      policykg query -g kg leads-most --format csv
      policykg query -g kg bureau-tasks --body 聊城市财政局
      policykg query 'SELECT ?text { ?item pol:text ?text } LIMIT 5'
      policykg query -f mine.rq --format json -o answer.json
    """  # noqa: D301
    if listing:
        _list(lang)
        return
    if (question is None) == (file is None):
        raise click.UsageError("Give one question: a name (see --list), SPARQL, or a file with -f.", ctx)
    given = _given(params)
    name = question is not None and _is_name(question)
    if showing:
        write((_text_of(question or "") if name else _sparql(question, file),), output)
        return
    from policykg.analyse.queries import ask, find_query, parse_query, run_query

    asked = find_query(question or "") if name else None
    graph = open_store(folder, store)
    if asked is not None:
        answer: Answer = run_query(graph, asked, given, timeout=timeout, limit=limit)
    else:
        sparql = _sparql(question, file)
        asked = parse_query(Path(file or "SPARQL").stem, sparql)
        answer = ask(graph, sparql, given, timeout=timeout, limit=limit)
    _say_who(graph, asked, given, quiet, lang)
    _print(answer, form, output, base_of(graph), asked.title.get(lang, ""), lang, limit)
    if not answer if isinstance(answer, bool) else not len(answer):
        if not isinstance(answer, bool):
            note(word(lang, "nothing"), quiet)
        ctx.exit(NO)


def _say_who(graph: Store, asked: NamedQuery, given: Mapping[str, str], quiet: bool, lang: str) -> None:
    """Say on standard error which bodies, places or papers a short name (市科技局) means when it means several."""
    from policykg.analyse.names import CANDIDATES, find, label

    for param in asked.params:
        if param.kind in ("agency", "place", "function") and param.name in given:
            found = find(graph, param.kind, given[param.name])
            if len(found) > 1:
                shown = "、".join(label(graph, x, lang) for x in found[:CANDIDATES])
                note(word(lang, "several", given[param.name], shown, str(len(found))), quiet)


def _is_name(question: str) -> bool:
    """Tell a name from SPARQL, which always has white space or a brace."""
    return question != "-" and not any(c.isspace() or c == "{" for c in question.strip())


def _given(params: Sequence[str]) -> dict[str, str]:
    given = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{param!r} is not NAME=VALUE", param_hint="--param")
        given[name.strip()] = value
    return given


def _sparql(question: str | None, file: str | None) -> str:
    """Return the SPARQL that was given: as an argument, in a file, or on standard input."""
    return question if question is not None and question != "-" else read_file(file or "-")


def _text_of(name: str) -> str:
    """Return the file of a named question."""
    from policykg import resources
    from policykg.analyse.queries import find_query

    return resources.read_text("queries", f"{find_query(name).name}.rq")


def _print(answer: Answer, form: str, output: str, base: str, title: str, lang: str, limit: int | None) -> None:
    from policykg.rdf import iri
    from policykg.store import Table, Triples, results

    if form == "table" and isinstance(answer, bool):
        write((word(lang, "yes" if answer else "no"), "\n"), output)
        return
    if form == "table" and isinstance(answer, Table):
        if len(answer) > SHOWN and limit is None:
            note(word(lang, "first-rows", SHOWN, len(answer)))
            answer = answer.head(SHOWN)
        if answer.rows:
            show(results.rich_table(answer, lambda x: iri.short(x, base), title), output=output)
        return
    if form == "table" and isinstance(answer, Triples):
        form = "ttl"
    if form == "csv" and isinstance(answer, Table):
        answer = _harmless(answer)
    write((results.write(answer, form, iri.prefixes(base)).decode("utf-8"),), output)


def _harmless(answer: Table) -> Table:
    """Return a table whose texts no spreadsheet runs as formulas; numbers, minus sign and all, stay."""
    rows = (
        tuple(
            t
            if t is None or t.kind != "literal" or not isinstance(t.plain, str)
            else replace(t, value=plain_cell(t.value))
            for t in row
        )
        for row in answer.rows
    )
    return replace(answer, rows=tuple(rows))


def _list(lang: str) -> None:
    from policykg.analyse.queries import load_queries

    rows = [
        (
            q.name,
            q.title[lang],
            " ".join(f"--{p.name}" + (f" {p.default}" if p.default else "") for p in q.params),
            " ".join(q.tags),
        )
        for q in load_queries()
    ]
    show(table([word(lang, k) for k in ("name", "question", "parameters", "tags")], rows))

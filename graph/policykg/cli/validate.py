"""``policykg validate``: hold the graph against its shapes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policykg.cli.codes import NO
from policykg.cli.graph_folder import base_of
from policykg.cli.language import word
from policykg.cli.options import graph_option, lang_option
from policykg.cli.streams import one_line, write

if TYPE_CHECKING:
    from policykg.rdf.shacl import Finding


@click.command(short_help="Hold the graph against its shapes (SHACL).")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ttl"]), default="text", show_default=True, help="Form."
)
@lang_option
@click.pass_context
def validate(ctx: click.Context, folder: Path, form: str, lang: Literal["zh", "en"]) -> None:
    """Hold the graph against the SHACL shapes and say in plain words what is wrong.

    An error breaks a promise of the graph, and the exit code is 1; warnings
    and notes do not. Each stands with the file and the line it comes from.

    \b
    Example:
      policykg validate -g kg
      policykg validate -g kg --format ttl > report.ttl
    """  # noqa: D301
    from policykg.rdf import shacl
    from policykg.store import open_graph

    graph = open_graph(folder)
    base = base_of(graph)
    found = shacl.validate(graph.quads(), lang, base=base, text_of=graph.text)
    good = shacl.conforms(found)
    if form == "json":
        report = {"conforms": good, "findings": [asdict(f) for f in found]}
        write((json.dumps(report, ensure_ascii=False, indent=1), "\n"), "-")
    elif form == "ttl":
        write((turtle(found, good, base),), "-")
    else:
        write((line + "\n" for line in plain(found, good, lang)), "-")
    if not good:
        ctx.exit(NO)


def plain(found: Sequence[Finding], good: bool, lang: str) -> Iterator[str]:
    """Yield a line a finding, by document and line, then the verdict with its counts."""
    for f in found:
        value = f" ({word(lang, 'value')}: {f.value})" if f.value else ""
        path = f" {f.path}" if f.path else ""
        home = f" [{f.document}]" if f.document else ""
        place = f"{f.file}:{f.line}: " if f.line else f"{f.file}: " if f.file else ""
        yield one_line(f"{word(lang, f.severity)}: {place}{f.focus}{path}: {f.message}{value}{home}")
    count = Counter(f.severity for f in found)
    verdict = word(lang, "conforms" if good else "conforms-not")
    tally = word(lang, "findings", count["error"], count["warning"], count["info"])
    yield f"{verdict}: {tally}" if lang != "zh" else f"{verdict}：{tally}"


def turtle(found: Sequence[Finding], good: bool, base: str) -> str:
    """Return the findings as a validation report of SHACL (section 3.6 of the recommendation)."""
    import rdflib
    from rdflib import RDF, SH

    from policykg.rdf import iri
    from policykg.rdf.vocab import SHAPE

    severities = {"error": SH.Violation, "warning": SH.Warning, "info": SH.Info}
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in (iri.prefixes(base) | {"sh": str(SH), "shape": SHAPE}).items():
        graph.bind(prefix, namespace)
    report = rdflib.BNode("report")
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, rdflib.Literal(good)))
    for number, f in enumerate(found):
        node = rdflib.BNode(f"r{number}")
        graph.add((report, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, severities[f.severity]))
        graph.add((node, SH.focusNode, rdflib.URIRef(iri.expand(f.focus, base))))
        graph.add((node, SH.sourceShape, rdflib.URIRef(SHAPE + f.shape)))
        if f.path:
            graph.add((node, SH.resultPath, rdflib.URIRef(iri.expand(f.path, base))))
        if f.value:
            whole = iri.expand(f.value, base)
            graph.add((node, SH.value, rdflib.URIRef(whole) if whole != f.value else rdflib.Literal(f.value)))
        for text, lang in ((f.zh, "zh"), (f.en, "en")):
            if text:
                graph.add((node, SH.resultMessage, rdflib.Literal(text, lang)))
    return graph.serialize(format="turtle")

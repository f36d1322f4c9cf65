"""Answers in the forms that programs and people read.

JSON, XML, CSV and TSV are the W3C formats of SPARQL 1.1 results (pyoxigraph writes all but the first);
Turtle is for CONSTRUCT. ``rich_table`` is for the terminal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from policykg.errors import QueryError
from policykg.store.terms import Answer, Table, Term, Triples

if TYPE_CHECKING:
    from rich.table import Table as RichTable

_FORMATS = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")
"""What ``policykg query --format`` offers; all but table through ``write``."""

_XML_FORBIDS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), 65533)


def write(answer: Answer, form: str, prefixes: Mapping[str, str] | None = None) -> bytes:
    """Return an answer as UTF-8 bytes: tables as csv, tsv, json, xml; triples as ttl, nt, jsonld, rdfxml.

    ``prefixes`` (name -> namespace) shorten IRIs where the form can. Raises QueryError when the answer cannot take
    that form.
    """
    if form in _GRAPHS:
        if not isinstance(answer, Triples):
            raise QueryError(f"{form} holds triples, and the query is no CONSTRUCT; choose csv, tsv, json or xml")
        return rdf(answer, form, prefixes or {})
    if isinstance(answer, Triples):
        raise QueryError(f"{form} holds tables, and the query is a CONSTRUCT; choose ttl")
    if form == "json":
        return sparql_json(answer) + b"\n"
    if form not in _FORMATS:
        raise QueryError(f"{form!r} is no format; choose one of {', '.join(FORMATS)}")
    if isinstance(answer, bool):
        if form == "xml":
            return _reparsed(answer).serialize(format=_FORMATS[form]) or b""
        return b"true\n" if answer else b"false\n"
    return _reparsed(_for_xml(answer) if form == "xml" else answer).serialize(format=_FORMATS[form]) or b""


def sparql_json(answer: Table | bool) -> bytes:
    """Return a table or a truth as SPARQL 1.1 Query Results JSON."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    bindings = [{c: _json(t) for c, t in zip(answer.columns, row, strict=True) if t is not None} for row in answer.rows]
    out = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(out, ensure_ascii=False).encode()


def rdf(answer: Triples, form: str, prefixes: Mapping[str, str]) -> bytes:
    """Return triples as ttl, nt, jsonld or rdfxml; only prefixes that are used are written."""
    text = [t.value for triple in answer.triples for t in triple] + [t.datatype for x in answer.triples for t in x]
    used = {p: ns for p, ns in prefixes.items() if any(v.startswith(ns) for v in text)}
    triples = [ox.Triple(*(_node(t) for t in triple)) for triple in answer.triples]  # type: ignore[arg-type]
    named = used if form != "nt" else None
    return ox.serialize(triples, format=_GRAPHS[form], prefixes=named) or b""


def rich_table(table: Table, shorten: Callable[[str], str] = str, title: str = "") -> RichTable:
    """Return a table for the terminal, IRIs through ``shorten``; markup in cells shows as text."""
    from rich.table import Table as Rich
    from rich.text import Text

    out = Rich(title=title or None, title_justify="left", show_edge=False, pad_edge=False, header_style="bold")
    numeric = [
        bool(table.rows) and all(isinstance(v, int) or v is None for v in table.column(c)) for c in table.columns
    ]
    for name, number in zip(table.columns, numeric, strict=True):
        out.add_column(Text(name), justify="right" if number else "left", overflow="fold")
    for row in table.values(shorten):
        out.add_row(*("" if v is None else Text(str(v)) for v in row))
    return out


def _json(term: Term) -> dict[str, Any]:
    if term.kind != "literal":
        return {"type": "uri" if term.kind == "iri" else "bnode", "value": term.value}
    out = {"type": "literal", "value": term.value}
    if term.lang:
        out["xml:lang"] = term.lang
    elif term.datatype:
        out["datatype"] = term.datatype
    return out


def _node(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def _reparsed(answer: Table | bool) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(sparql_json(answer), ox.QueryResultsFormat.JSON)


def _for_xml(table: Table) -> Table:
    """Put U+FFFD for characters that XML 1.0 cannot hold."""
    rows = tuple(
        tuple(None if t is None else Term(t.value.translate(_XML_FORBIDS), t.kind, t.datatype, t.lang) for t in row)
        for row in table.rows
    )
    return Table(table.columns, rows)

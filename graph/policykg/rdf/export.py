"""A corpus in the forms that others read: item records (JSON Lines, CSV), RDF, graph files.

Every function returns text and depends on the corpus alone: same corpus, same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import networkx
import rdflib

from policykg.model import Issue, Quantity
from policykg.rdf import iri
from policykg.rdf.context import in_order
from policykg.rdf.network import to_networkx
from policykg.rdf.quads import corpus_quads
from policykg.rdf.vocab import BASE
from policykg.records import Assignment, CitedDocument, Corpus, DocumentInfo, Record, Upstream

JsonObject = dict[str, Any]

CSV_COLUMNS = (
    "iri", "document", "number", "document_title", "issuer", "level", "jurisdiction", "date", "part", "section",
    "ordinal", "title", "text", "deadline", "kind", "absence", "agency", "agency_iri", "printed", "role", "rule",
    "score", "upstream_iri", "upstream_ordinal", "upstream_text", "item", "upstream_item",
)  # fmt: skip

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def record_json(record: Record, documents: Mapping[str, DocumentInfo], base: str = BASE) -> JsonObject:
    """Return the item record of DESIGN.md section 5, its keys in that order.

    After them: ``kind``, ``continued``, ``absence``, ``deadline_date``, and ``appointment`` or ``event`` where the item is one.
    """
    document = documents[record.document]
    out: JsonObject = {
        "iri": iri.iri("item", record.key, base),
        "document": {
            "iri": iri.iri("doc", document.key, base),
            "number": document.number,
            "title": document.title,
            "issuer": document.issuer,
            "level": document.level,
            "jurisdiction": document.jurisdiction,
            "date": document.date,
        },
        "source": {"path": record.source.path, "sha256": record.source.sha256},
        "attested_by": [
            {"path": a.source.path, "sha256": a.source.sha256, "start": a.start, "end": a.end, "text": a.text}
            for a in record.attested_by
        ],
        "part": record.part,
        "section": record.section,
        "ordinal": record.ordinal,
        "printed_ordinal": record.printed_ordinal,
        "title": record.title,
        "text": record.text,
        "start": record.start,
        "end": record.end,
        "deadline": record.deadline,
        "roles": [_role(a, base) for a in record.roles],
        "upstream": _upstream(record.upstream, base) if record.upstream else None,
        "quantities": [_quantity(q) for q in record.quantities],
        "places": [
            {
                "iri": iri.iri("place", p.code, base),
                "code": p.code,
                "name": p.name,
                "printed": p.printed,
                "start": p.start,
                "end": p.end,
                "rule": p.rule,
                "score": p.score,
            }
            for p in record.places
        ],
        "projects": [
            {
                "iri": iri.project_iri(document.jurisdiction, p.name, base),
                "name": p.name,
                "start": p.start,
                "end": p.end,
                "rule": p.rule,
                "score": p.score,
            }
            for p in record.projects
        ],
        "cites": [_cited(c, base) for c in record.cites],
        "fields": _fields(record.fields),
        "issues": [_issue(i) for i in record.issues],
        "kind": record.kind,
        "continued": record.continued,
        "absence": record.absence,
        "deadline_date": record.deadline_date,
    }
    if (a := record.appointment) is not None:
        out["appointment"] = {
            "person": a.person,
            "post": a.post,
            "body": a.body,
            "agency": iri.iri("agency", a.agency, base) if a.agency else "",
            "action": a.action,
            "date": a.date,
            "note": a.note,
            "start": a.start,
            "end": a.end,
            "rule": a.rule,
        }
    if (e := record.event) is not None:
        out["event"] = {
            "date": e.date,
            "date_end": e.date_end,
            "officials": [
                {"person": o.person, "posts": list(o.posts), "start": o.start, "end": o.end} for o in e.officials
            ],
        }
    return out


def _role(a: Assignment, base: str) -> JsonObject:
    return {
        "agency": a.agency.name,
        "iri": iri.iri("agency", a.agency.key, base),
        "printed": a.printed,
        "role": a.role,
        "start": a.start,
        "end": a.end,
        "rule": a.rule,
        "score": a.score,
    }


def _upstream(upper: Upstream, base: str) -> JsonObject:
    return {
        "iri": iri.iri("item", upper.key, base),
        "document": iri.iri("doc", upper.document, base) if upper.document else "",
        "ordinal": upper.ordinal,
        "text": upper.text,
        "roles": [_role(a, base) for a in upper.roles],
        "kind": upper.kind,
        "score": upper.score,
    }


def _quantity(q: Quantity) -> JsonObject:
    return {
        "kind": q.kind,
        "column": q.column,
        "indicator": q.indicator,
        "comparator": q.comparator,
        "value": _number(q.value),
        "value_max": None if q.value_max is None else _number(q.value_max),
        "unit": q.unit,
        "deadline": q.deadline,
        "start": q.start,
        "frequency": q.frequency,
        "mode": q.mode,
        "quote": q.quote,
        "quote_start": q.quote_start,
        "quote_end": q.quote_end,
        "base_value": None if q.base_value is None else _number(q.base_value),
        "base_max": None if q.base_max is None else _number(q.base_max),
        "base_unit": q.base_unit,
        "deadline_inherited": q.deadline_inherited,
        "grant": None if q.grant is None else asdict(q.grant),
        "former_value": None if q.former_value is None else _number(q.former_value),
        "per": q.per,
    }


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _cited(c: CitedDocument, base: str) -> JsonObject:
    return {
        "iri": iri.iri("doc", c.key, base),
        "number": c.number,
        "title": c.title,
        "relation": c.citation.relation,
        "quote": c.citation.quote,
        "start": c.citation.start,
        "end": c.citation.end,
        "rule": c.citation.rule,
        "score": c.citation.score,
    }


def _fields(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return fields by header; a header that comes again is numbered, so that no text is lost."""
    out: dict[str, str] = {}
    for header, text in fields:
        name, n = header, 1
        while name in out:
            n += 1
            name = f"{header} ({n})"
        out[name] = text
    return out


def _issue(issue: Issue) -> JsonObject:
    return {
        "code": issue.code,
        "line": issue.line,
        "start": issue.start,
        "end": issue.end,
        "values": list(issue.values),
    }


def to_jsonl(corpus: Corpus, base: str = BASE) -> Iterator[str]:
    """Yield one JSON object an item, each with its line end."""
    documents = {d.key: d for d in corpus.documents}
    for record in in_order(corpus.records):
        yield json.dumps(record_json(record, documents, base), ensure_ascii=False) + "\n"


def to_csv(corpus: Corpus, base: str = BASE) -> Iterator[str]:
    """Yield CSV lines (RFC 4180): a header, then one row an item and role; an item without bodies has one.

    Quantities are no columns here: a row each in ``analyse.targets.to_csv``, whose ``item`` is that of a row or its ``upstream_item``.
    A cell that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    documents = {d.key: d for d in corpus.documents}
    yield _csv_line(CSV_COLUMNS)
    for record in in_order(corpus.records):
        document, upper = documents[record.document], record.upstream
        item = (
            iri.iri("item", record.key, base),
            iri.iri("doc", document.key, base),
            document.number,
            document.title,
            document.issuer,
            document.level,
            document.jurisdiction,
            document.date,
            record.part,
            record.section,
            record.ordinal,
            record.title,
            record.text,
            record.deadline,
            record.kind,
            record.absence,
        )
        above = (iri.iri("item", upper.key, base), upper.ordinal, upper.text) if upper else ("", "", "")
        keys = (record.key, upper.key if upper else "")
        for a in record.roles:
            agency = iri.iri("agency", a.agency.key, base)
            yield _csv_line((*item, a.agency.name, agency, a.printed, a.role, a.rule, str(a.score), *above, *keys))
        if not record.roles:
            yield _csv_line((*item, "", "", "", "", "", "", *above, *keys))


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([f"'{c}" if _FORMULA.match(c) else c for c in cells])
    return out.getvalue()


def to_nq(corpus: Corpus, base: str = BASE) -> Iterator[str]:
    """Yield N-Quads lines, each with its line end."""
    return (line + "\n" for line in corpus_quads(corpus, base))


def to_ttl(corpus: Corpus, base: str = BASE) -> str:
    """Return the union of all graphs as Turtle, the ontology excepted (it is published by itself)."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in iri.prefixes(base).items():
        graph.bind(prefix, namespace)
    for s, p, o, _ in _dataset(corpus, base).quads():
        graph.add((s, p, o))
    return graph.serialize(format="turtle")


def to_jsonld(corpus: Corpus, base: str = BASE) -> str:
    """Return all named graphs as JSON-LD with a context of our prefixes, the ontology excepted."""
    context = iri.prefixes(base)
    return _dataset(corpus, base).serialize(format="json-ld", context=context, indent=1, sort_keys=True)


def _dataset(corpus: Corpus, base: str) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data="\n".join(corpus_quads(corpus, base, ontology=False)) + "\n", format="nquads")
    return dataset


def to_graphml(corpus: Corpus, base: str = BASE) -> Iterator[str]:
    """Yield GraphML lines (for yEd, Gephi, Cytoscape), each with its line end."""
    return (line + "\n" for line in networkx.generate_graphml(_for_xml(corpus, base), named_key_ids=True))


def to_gexf(corpus: Corpus, base: str = BASE) -> Iterator[str]:
    """Yield GEXF 1.2 lines (for Gephi), each with its line end; without the date that networkx writes."""
    for line in networkx.generate_gexf(_for_xml(corpus, base)):
        yield re.sub(r' lastmodifieddate="[^"]*"', "", line) + "\n"


def _for_xml(corpus: Corpus, base: str) -> networkx.MultiDiGraph[str]:
    """Return the network without characters that XML 1.0 cannot hold."""
    graph = to_networkx(corpus, base)
    for _, attributes in graph.nodes(data=True):
        _clean(attributes)
    for *_, attributes in graph.edges(data=True):
        _clean(attributes)
    return graph


def _clean(attributes: dict[str, Any]) -> None:
    for key, value in attributes.items():
        if isinstance(value, str):
            attributes[key] = _NOT_XML.sub("\ufffd", value)


FORMATS: Mapping[str, Callable[[Corpus, str], Iterable[str]]] = {
    "jsonl": to_jsonl,
    "csv": to_csv,
    "ttl": lambda corpus, base: (to_ttl(corpus, base),),
    "nq": to_nq,
    "jsonld": lambda corpus, base: (to_jsonld(corpus, base),),
    "graphml": to_graphml,
    "gexf": to_gexf,
}

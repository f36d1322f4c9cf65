"""Exports: the item record key by key, and every other format read back by a library of its own."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from tests.sample_corpus import APPOINTMENT, CORPUS, EVENT, MARKUP, PLAN_INFO, PLAN_TEXT, ROW, ROW_TEXT

from policykg.analyse import targets
from policykg.rdf import iri
from policykg.rdf.export import (
    CSV_COLUMNS,
    FORMATS,
    record_json,
    to_csv,
    to_gexf,
    to_graphml,
    to_jsonl,
    to_jsonld,
    to_ttl,
)
from policykg.rdf.network import to_networkx
from policykg.rdf.quads import corpus_quads
from policykg.rdf.vocab import BASE, Pol
from policykg.records import Corpus

DOCUMENTS = {d.key: d for d in CORPUS.documents}

# DESIGN.md, section 5, in its order; then what the export adds.
KEYS = [
    "iri", "document", "source", "attested_by", "part", "section", "ordinal", "printed_ordinal", "title", "text",
    "start", "end", "deadline", "roles", "upstream", "quantities", "places", "projects", "cites", "fields", "issues",
    "kind", "continued", "absence", "deadline_date",
]  # fmt: skip
ROLE_KEYS = ["agency", "iri", "printed", "role", "start", "end", "rule", "score"]
QUANTITY_KEYS = [
    "kind", "column", "indicator", "comparator", "value", "value_max", "unit", "deadline", "start", "frequency", "mode",
    "quote", "quote_start", "quote_end", "base_value", "base_max", "base_unit", "deadline_inherited", "grant",
    "former_value", "per",
]  # fmt: skip


def test_the_record_has_exactly_the_keys_of_the_contract() -> None:
    record = record_json(ROW, DOCUMENTS)
    assert list(record) == KEYS
    assert list(record["document"]) == ["iri", "number", "title", "issuer", "level", "jurisdiction", "date"]
    assert list(record["source"]) == ["path", "sha256"]
    assert [list(r) for r in record["roles"]] == [ROLE_KEYS] * 3
    assert list(record["upstream"]) == ["iri", "document", "ordinal", "text", "roles", "kind", "score"]
    assert [list(r) for r in record["upstream"]["roles"]] == [ROLE_KEYS] * 2
    assert [list(q) for q in record["quantities"]] == [QUANTITY_KEYS]


def test_the_record_of_a_row() -> None:
    record = record_json(ROW, DOCUMENTS)
    assert record["iri"] == "https://w3id.org/policykg/item/聊政字-2023-12.附件1.5"
    assert record["document"]["number"] == "聊政字〔2023〕12号"
    assert record["attested_by"][0]["path"] == "annex.txt"
    assert record["text"] == ROW_TEXT == PLAN_TEXT[record["start"] : record["end"]]
    assert [(r["agency"], r["role"]) for r in record["roles"]] == [
        ("市发展改革委", "leads"),
        ("市财政局", "assists"),
        ("各县（市、区）人民政府", "responsible"),
    ]
    assert record["roles"][0]["iri"] == "https://w3id.org/policykg/agency/371500.发展改革委"
    assert PLAN_TEXT[record["roles"][0]["start"] : record["roles"][0]["end"]] == "市发展改\n革委"
    assert record["upstream"]["text"] == "建设充电设施。"
    assert [(r["agency"], r["role"]) for r in record["upstream"]["roles"]] == [
        ("省发展改革委", "leads"),
        ("省财政厅", "assists"),
    ]
    (quantity,) = record["quantities"]
    assert (quantity["value"], quantity["unit"], quantity["comparator"], quantity["deadline"]) == (
        15000,
        "个",
        ">=",
        "2025",
    )
    assert json.dumps(quantity["value"]) == "15000"
    assert [(p["code"], p["printed"]) for p in record["places"]] == [("371500", "聊城")]
    assert [p["iri"] for p in record["projects"]] == ["https://w3id.org/policykg/project/371500.聊城机场"]
    assert record["fields"] == {"进展情况": "=已开工", '备注"<i>"': "无"}
    assert (record["kind"], record["continued"], record["absence"]) == ("row", False, "")


def test_a_record_without_an_upper_level_says_null_and_types_its_absence() -> None:
    record = record_json(dataclasses.replace(MARKUP, upstream=None), DOCUMENTS)
    assert record["upstream"] is None
    assert record["absence"] == "NotAssigned"
    assert record["printed_ordinal"] == "S" and record["ordinal"] == "5"
    assert [(i["code"], i["values"]) for i in record["issues"]] == [("ordinal-misread", ["S", "5"])]


def test_appointments_and_events_come_last() -> None:
    appointment, event = record_json(APPOINTMENT, DOCUMENTS), record_json(EVENT, DOCUMENTS)
    assert list(appointment) == [*KEYS, "appointment"]
    assert appointment["appointment"]["person"] == "甲某"
    assert appointment["appointment"]["agency"] == "https://w3id.org/policykg/agency/371500.财政局"
    assert list(event) == [*KEYS, "event"]
    assert event["event"]["officials"][0]["posts"] == ["市长"]


def test_fields_of_the_same_header_are_both_kept() -> None:
    twice = dataclasses.replace(ROW, fields=(("备注", "甲"), ("备注", "乙")))
    assert record_json(twice, DOCUMENTS)["fields"] == {"备注": "甲", "备注 (2)": "乙"}


def test_jsonl_is_one_object_a_line_in_document_order() -> None:
    lines = list(to_jsonl(CORPUS))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line)["iri"] for line in lines] == [
        iri.iri("item", r.key) for r in (APPOINTMENT, EVENT, ROW, MARKUP)
    ]


def test_csv_has_one_row_an_item_and_role() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(to_csv(CORPUS)), newline="")))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [(r["ordinal"], r["agency"], r["role"]) for r in rows if r["number"] == PLAN_INFO.number] == [
        ("5", "市发展改革委", "leads"),
        ("5", "市财政局", "assists"),
        ("5", "各县（市、区）人民政府", "responsible"),
        ("5", "", ""),
    ]
    assert rows[-1]["text"] == '说明<b>"粗体"</b>内容。'
    assert rows[-1]["upstream_text"] == "建设充电设施。"


def test_csv_joins_the_numbers_that_targets_writes() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(to_csv(CORPUS)), newline="")))
    numbers = list(csv.DictReader(io.StringIO("".join(targets.to_csv(targets.target_rows(CORPUS))), newline="")))
    named = {r["iri"]: r["item"] for r in rows} | {r["upstream_iri"]: r["upstream_item"] for r in rows}
    assert numbers and {n["item"] for n in numbers} <= set(named.values())
    assert all(iri.iri("item", key) == name for name, key in named.items() if name)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_cells_that_a_spreadsheet_would_run_are_neutralised(text: str) -> None:
    corpus = dataclasses.replace(CORPUS, records=(dataclasses.replace(ROW, text=text, title=text),))
    for row in csv.DictReader(io.StringIO("".join(to_csv(corpus)), newline="")):
        assert (row["text"], row["title"]) == ("'" + text, "'" + text)
    assert json.loads("".join(to_jsonl(corpus)))["text"] == text


def test_nq_is_the_graph_line_by_line() -> None:
    assert [line.rstrip("\n") for line in FORMATS["nq"](CORPUS, BASE)] == list(corpus_quads(CORPUS))


def _triples(data: str, form: ox.RdfFormat) -> set[tuple[str, ...]]:
    """Return the triples as Oxigraph keeps them: numbers by value, not by spelling."""
    store = ox.Store()
    store.load(data.encode(), format=form)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in store}


def test_turtle_holds_the_union_of_the_graphs_with_readable_names() -> None:
    turtle = to_ttl(CORPUS)
    lines = "\n".join(corpus_quads(CORPUS, ontology=False))
    assert _triples(turtle, ox.RdfFormat.TURTLE) == _triples(lines, ox.RdfFormat.N_QUADS)
    assert "pol:leads item:聊政字-2023-12.附件1.5" in turtle
    assert "pol:jurisdiction place:371500" in turtle
    assert f"<{BASE}item/" not in turtle.replace(f"@prefix item: <{BASE}item/> .", "")


def test_jsonld_holds_the_named_graphs() -> None:
    text = to_jsonld(CORPUS)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    expected = rdflib.Dataset()
    expected.parse(data="\n".join(corpus_quads(CORPUS, ontology=False)) + "\n", format="nquads")
    assert {tuple(map(str, q)) for q in dataset.quads()} == {tuple(map(str, q)) for q in expected.quads()}
    assert json.loads(text)["@context"]["item"] == f"{BASE}item/"


def _same_network(graph: networkx.MultiDiGraph[str]) -> None:
    whole = to_networkx(CORPUS)
    assert {n: (d["label"], d["kind"]) for n, d in graph.nodes(data=True)} == {
        n: (d["label"], d["kind"]) for n, d in whole.nodes(data=True)
    }
    assert sorted(
        (s, t, d["relation"], d["quote"], d["rule"], d["score"]) for s, t, d in graph.edges(data=True)
    ) == sorted((s, t, d["relation"], d["quote"], d["rule"], d["score"]) for s, t, d in whole.edges(data=True))


def test_graphml_is_read_back_by_networkx() -> None:
    _same_network(networkx.parse_graphml("".join(to_graphml(CORPUS)), force_multigraph=True))


def test_gexf_is_read_back_by_networkx_and_has_no_date() -> None:
    text = "".join(to_gexf(CORPUS))
    _same_network(networkx.read_gexf(io.BytesIO(text.encode())))
    assert not re.search(r"lastmodifieddate|20\d\d-\d\d-\d\d\"", text)


def test_markup_stays_text_in_xml() -> None:
    for text in ("".join(to_graphml(CORPUS)), "".join(to_gexf(CORPUS))):
        assert "<b>" not in text
        assert "&lt;b&gt;" in text


def test_characters_that_xml_cannot_hold_do_not_break_the_graph_formats() -> None:
    corpus = dataclasses.replace(CORPUS, records=(dataclasses.replace(ROW, text="坏\x00\x0b字"),))
    graph = networkx.parse_graphml("".join(to_graphml(corpus)), force_multigraph=True)
    assert graph.nodes[iri.iri("item", ROW.key)]["text"] == "坏\ufffd\ufffd字"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_formats_do_not_depend_on_the_order_of_the_input(name: str) -> None:
    turned = Corpus(*(getattr(CORPUS, f.name)[::-1] for f in dataclasses.fields(Corpus)))
    assert "".join(FORMATS[name](turned, BASE)) == "".join(FORMATS[name](CORPUS, BASE))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_formats_follow_the_base(name: str) -> None:
    text = "".join(FORMATS[name](CORPUS, "http://example.org/kg/"))
    assert "http://example.org/kg/" in text
    assert f"{BASE}item/" not in text


def test_an_empty_corpus_exports() -> None:
    empty = Corpus((), (), (), ())
    sizes = {name: len("".join(export(empty, BASE))) for name, export in FORMATS.items()}
    assert sizes["jsonl"] == 0
    assert "".join(to_csv(empty)).count("\n") == 1
    assert str(Pol.LEADS) in "".join(FORMATS["nq"](empty, BASE))


def test_large_exports_stream() -> None:
    for name in ("jsonl", "csv", "nq", "graphml", "gexf"):
        assert isinstance(FORMATS[name](CORPUS, BASE), Iterator)

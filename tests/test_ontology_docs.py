"""The ontology as a published standard: its examples are true, its pages whole, its profile kept."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef

from policykg.rdf.iri import prefixes
from policykg.rdf.ontology import load_ontology, ontology_graph, ontology_written
from policykg.rdf.sparql import portable
from policykg.rdf.vocab import POL
from policykg.store import open_graph
from policykg.view.ontology_page import ontology_html

ROOT = Path(__file__).resolve().parent.parent
TERMS = load_ontology().terms


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ontology_docs", ROOT / "tests" / "tools" / "ontology_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- examples -----------------------------------------------------------------------------------


def test_every_example_stands_in_the_sample_papers(kg: Path, tool: ModuleType) -> None:
    graph = open_graph(kg, memory=True)
    told = [(t.name, e) for t in TERMS for e in t.examples]
    assert len(told) > 80
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in prefixes().items())
    wrong = []
    for name, said in told:
        subject, predicate, value = said.split(" ", 2)
        # datatypes are left out in examples: compare what is written
        query = portable(f"{prologue}SELECT ?o {{ {subject} {predicate} ?o }}")
        found = {tool.written(o) for (o,) in graph.select(query).rows if o is not None}
        if value not in found or f"pol:{name}" not in said:
            wrong.append(said)
    assert wrong == [], "run `make docs`"


def test_examples_name_no_person() -> None:
    assert not [e for t in TERMS for e in t.examples if "person:" in e]


# --- pages --------------------------------------------------------------------------------------


class Page(HTMLParser):
    VOID = frozenset(("meta", "link", "br", "hr", "img", "input"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        if tag == "a":
            self.links.add(str(values["href"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_has_every_term_once_and_no_dead_link(lang: str) -> None:
    page = Page(ontology_html(lang))
    assert page.open == [] and max(page.ids.values()) == 1
    assert {t.name for t in TERMS} <= set(page.ids)
    assert [x for x in page.links if x.startswith("#") and x[1:] not in page.ids] == []
    for term in TERMS:
        assert term.label[lang] in page.text and term.comment[lang] in page.text
    for scheme in load_ontology().lists:
        assert all(c.label[lang] in page.text for c in scheme.concepts)


def test_the_diagram_shows_who_does_what_in_each_language() -> None:
    zh, en = ontology_html("zh"), ontology_html("en")
    assert zh.count("<svg") == en.count("<svg") == 1
    svg_zh, svg_en = (re.search(r"<svg.*?</svg>", x, re.DOTALL)[0] for x in (zh, en))  # type: ignore[index]
    assert "牵头" in svg_zh and "leads" in svg_en and "牵头" not in svg_en
    assert svg_zh.count("<rect") == svg_en.count("<rect") >= 10


def test_the_tool_writes_both_pages(tool: ModuleType, tmp_path: Path) -> None:
    tool.write_pages(tmp_path / "docs")
    assert sorted(p.name for p in (tmp_path / "docs").iterdir()) == ["ontology.en.html", "ontology.zh.html"]


# --- version, changes, forms --------------------------------------------------------------------


def test_it_says_its_version_changes_and_how_terms_go() -> None:
    ontology = load_ontology()
    assert re.fullmatch(r"\d+\.\d+\.\d+", ontology.version) and ontology.version_iri.endswith("/" + ontology.version)
    assert ontology.changes[0]["en"].startswith(ontology.version) and ontology.changes[0]["zh"].startswith(
        ontology.version
    )
    assert "owl:deprecated" in ontology.rules["en"] and "owl:deprecated" in ontology.rules["zh"]


@pytest.mark.parametrize(
    ("form", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")]
)
def test_every_form_says_the_same(form: str, parser: str) -> None:
    assert set(rdflib.Graph().parse(data=ontology_written(form), format=parser)) == set(ontology_graph())


# --- OWL 2 RL -----------------------------------------------------------------------------------


def closed(*extra: tuple[URIRef, URIRef, URIRef]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in (*ontology_graph(), *extra):
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def errors(graph: rdflib.Graph) -> list[str]:
    found = [str(o) for s, p, o in graph if str(p).endswith("#error") or str(p).endswith("/error")]
    return found + [str(s) for s in graph.subjects(RDF.type, OWL.Nothing)]


def test_no_class_is_unsatisfiable() -> None:
    classes = [c for c in ontology_graph().subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)]
    members = [(URIRef(f"urn:x:{n}"), RDF.type, c) for n, c in enumerate(classes)]
    graph = closed(*members)
    assert len(classes) > 25 and errors(graph) == []
    # the closure did its work: a member of a class is one of the classes above it
    leads = closed((URIRef("urn:x:a"), URIRef(POL + "leads"), URIRef("urn:x:b")))
    assert (URIRef("urn:x:a"), URIRef(POL + "participatesIn"), URIRef("urn:x:b")) in leads
    assert (URIRef("urn:x:b"), RDF.type, URIRef(POL + "PolicyItem")) in leads


def test_a_contradiction_would_be_found() -> None:
    both = [(URIRef("urn:x:a"), RDF.type, URIRef(POL + c)) for c in ("Agency", "AgencyGroup")]
    assert errors(closed(*both)) != []


def test_no_class_lies_below_two_disjoint_ones() -> None:
    graph = closed()
    for a, b in ontology_graph().subject_objects(OWL.disjointWith):
        assert not set(graph.subjects(RDFS.subClassOf, a)) & set(graph.subjects(RDFS.subClassOf, b)) - {OWL.Nothing}

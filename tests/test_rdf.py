"""Quads: what they say, that every parser reads them, and that the order of the input does not matter."""

from __future__ import annotations

import dataclasses
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.plugins.sparql import prepareQuery
from tests.sample_corpus import (
    CORPUS,
    GAZETTE_INFO,
    MARKUP,
    MARKUP_TEXT,
    PLAN,
    PLAN_INFO,
    PLAN_TEXT,
    PROVINCIAL_REFORM,
    ROW,
    TARGET,
    UPPER_TEXT,
)

from policykg.build import build_corpus
from policykg.errors import InputError
from policykg.model import Issue
from policykg.rdf import iri, nquads, parse
from policykg.rdf.network import to_networkx
from policykg.rdf.quads import corpus_quads, ontology_quads
from policykg.rdf.shacl import validate
from policykg.rdf.sparql import portable, prologue
from policykg.rdf.vocab import BASE, CODE, KINDS, POL, VOCABULARIES, Ext, Pol
from policykg.records import Corpus, DocumentInfo, Record, Upstream
from policykg.store import open_graph

LINES = tuple(corpus_quads(CORPUS))
PLAN_GRAPH = f"<{iri.iri('doc', PLAN_INFO.key)}>"
SHARED = f"<{iri.shared_graph()}>"
UPPER_KEY = "鲁政发-2022-17.5"


def _store(lines: Iterable[str]) -> ox.Store:
    store = ox.Store()
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


STORE = _store(LINES)


def _rows(query: str, store: ox.Store = STORE) -> list[ox.QuerySolution]:
    return list(store.query(portable(prologue() + query), use_default_graph_as_union=True))  # type: ignore[arg-type]


def _ask(pattern: str, store: ox.Store = STORE) -> bool:
    return bool(_rows(f"SELECT * {{ {pattern} }} LIMIT 1", store))


def _count(pattern: str, store: ox.Store = STORE) -> int:
    return len(_rows(f"SELECT * {{ {pattern} }}", store))


# --- form -------------------------------------------------------------------------------------


def _plain(term: object) -> tuple[str, ...]:
    """Return a term of either library as its parts."""
    if isinstance(term, ox.Literal):
        return term.value, term.language or "", "" if term.language else term.datatype.value
    if isinstance(term, rdflib.Literal):
        datatype = "" if term.language else str(term.datatype or rdflib.XSD.string)
        return str(term), term.language or "", datatype
    return (term.value,) if isinstance(term, ox.NamedNode) else (str(term),)


def test_pyoxigraph_and_rdflib_read_the_same_quads() -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data="\n".join(LINES) + "\n", format="nquads")
    read = {tuple(map(_plain, quad)) for quad in dataset.quads()}
    assert {tuple(map(_plain, (q.subject, q.predicate, q.object, q.graph_name))) for q in STORE} == read
    assert len(STORE) == len(LINES) == len(set(LINES)) == len(read)


def test_our_own_parser_reads_what_rdflib_reads() -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data="\n".join(LINES) + "\n", format="nquads")
    assert set(parse.quads(LINES)) == {(s, p, o, str(g)) for s, p, o, g in dataset.quads()}


def test_lines_the_plain_form_does_not_cover_go_to_rdflib() -> None:
    blank, plain = parse.quads(
        ['_:b <http://example.org/p> "x" .', "", "# note", "<http://example.org/s> <http://example.org/p> _:c ."]
    )
    assert isinstance(blank[0], rdflib.BNode)
    assert str(blank[2]) == "x"
    assert (str(plain[0]), isinstance(plain[2], rdflib.BNode)) == ("http://example.org/s", True)


def test_order_of_the_input_does_not_matter() -> None:
    for seed in range(5):
        pick = random.Random(seed)
        fields = {
            f.name: tuple(pick.sample(getattr(CORPUS, f.name), len(getattr(CORPUS, f.name))))
            for f in dataclasses.fields(Corpus)
        }
        assert tuple(corpus_quads(Corpus(**fields))) == LINES


def test_graphs_are_contiguous_and_sorted() -> None:
    graphs = [line.rsplit(" ", 2)[1] for line in LINES]
    runs = [g for i, g in enumerate(graphs) if i == 0 or graphs[i - 1] != g]
    assert runs == [f"<{iri.iri('doc', key)}>" for key in (GAZETTE_INFO.key, PLAN_INFO.key)] + [SHARED]
    for graph in runs:
        run = [line for line, g in zip(LINES, graphs, strict=True) if g == graph]
        assert run == sorted(run)


def test_no_triple_stands_in_two_graphs() -> None:
    triples = Counter(line.rsplit(" ", 2)[0] for line in LINES)
    assert [t for t, n in triples.items() if n > 1] == []


def test_the_base_can_be_changed() -> None:
    base = "http://example.org/kg/"
    lines = tuple(corpus_quads(CORPUS, base))
    fixed = (POL, CODE, BASE + "ontology")
    ours = {part for line in lines for part in line.split(" ") if part.startswith(f"<{BASE}")}
    assert all(part.strip("<>").startswith(fixed) for part in ours)
    assert len(lines) == len(LINES)
    assert sum(base in line for line in lines) == len(lines)


@pytest.mark.parametrize(
    "base", ["", "kg/", "http://example.org/kg", "http://example.org/a b/", "http://example.org/<x>/"]
)
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="--base-iri"):
        tuple(corpus_quads(CORPUS, base))


# --- IRIs -------------------------------------------------------------------------------------


def test_every_iri_of_ours_has_a_prefixed_name_that_sparql_and_turtle_read() -> None:
    ours = {p.strip("<>") for line in LINES for p in line.split(" ") if p.startswith(f"<{BASE}")}
    names = {x: iri.short(x) for x in ours if not x.startswith(BASE + "ontology")}
    assert names and all(name != x and "\\" not in name for x, name in names.items())
    assert {iri.expand(name) for name in names.values()} == set(names)
    turtle = "".join(f"@prefix {k}: <{v}> .\n" for k, v in iri.prefixes().items())
    turtle += "".join(f"{name} a {name} .\n" for name in names.values())
    read = {t.subject.value for t in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}  # type: ignore[union-attr]
    assert read == set(names)
    assert {str(s) for s in rdflib.Graph().parse(data=turtle, format="turtle").subjects()} == set(names)
    assert _ask(f"VALUES ?x {{ {' '.join(names.values())} }} ?x ?p ?o")
    prepareQuery(prologue() + f"ASK {{ VALUES ?x {{ {' '.join(names.values())} }} }}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("聊政字-2023-12.附件1.6", "聊政字-2023-12.附件1.6"),
        ("聊政字〔2023〕12号", "聊政字202312号"),
        ("各县（市、区）人民政府", "各县市区人民政府"),
        ("《关于<b>“双碳”</b>的意见》", "关于b双碳b的意见"),
        (" ..a..b-. ", "a.b"),
        ("Ａ１", "A1"),
    ],
)
def test_slug_keeps_cjk_letters_digits_hyphens_and_inner_dots(text: str, expected: str) -> None:
    assert iri.slug(text) == expected


@given(st.text(max_size=40))
def test_any_text_makes_a_legal_local_name(text: str) -> None:
    name = iri.slug(text)
    assert iri.slug(name) == name
    made = iri.iri("item", text)
    assert iri.short(made) == f"item:{name}"
    query = f"PREFIX item: <{BASE}item/> SELECT * {{ item:{name} ?p ?o }}"
    prepareQuery(query)
    ox.Store().query(portable(query))
    turtle = f"@prefix item: <{BASE}item/> . item:{name} a item:{name} ."
    (triple,) = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    assert triple.subject.value == made  # type: ignore[union-attr]


def test_oxigraph_still_needs_portable_names() -> None:
    # When this fails, Oxigraph reads what the grammar allows, and policykg.rdf.sparql.portable can go.
    with pytest.raises(SyntaxError):
        ox.Store().query(prologue() + "ASK { item:聊政字-2023-12.附件1.6 ?p ?o }")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("item:a.b.c", f"<{BASE}item/a.b.c>"),
        ("item:a.b item:a", "item:a.b item:a"),
        ("?x a pol:PolicyItem.", "?x a pol:PolicyItem."),
        ("{?a pol:leads item:甲.附件1.6.}", f"{{?a pol:leads <{BASE}item/甲.附件1.6>.}}"),
        ('\'item:a.b.c\' "item:a.b.c" """item:a.b.c""" # item:a.b.c', None),
        ("<http://example.org/item:a.b.c>", None),
        ("PREFIX item: <http://e/> item:a.b.c", "PREFIX item: <http://e/> <http://e/a.b.c>"),
        ("other:a.b.c", None),
        ("agency:𠮷.a", f"<{BASE}agency/𠮷.a>"),
    ],
)
def test_portable_writes_out_only_what_it_must(query: str, expected: str | None) -> None:
    assert portable(query) == (query if expected is None else expected)


def test_texts_without_a_letter_keep_apart() -> None:
    assert iri.slug("（）") != iri.slug("《》")


def test_prefixes_of_kinds_and_vocabularies_do_not_clash() -> None:
    assert not KINDS.keys() & VOCABULARIES.keys()


# --- literals ---------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_literals_survive_a_round_trip(value: str) -> None:
    line = nquads.line(
        ("<http://example.org/s>", "<http://example.org/p>", nquads.text(value)), "<http://example.org/g>"
    )
    assert len(line.splitlines()) == 1
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    assert quad.object.value == value  # type: ignore[union-attr]
    ((_, _, literal, graph),) = parse.quads([line])
    assert (str(literal), graph) == (value, "http://example.org/g")


@pytest.mark.parametrize(
    "value", ['"', "\\", "\\n", "\n", "\r\n", "\t", '<b>"粗体"</b>\\', "\u2028\x85\x00\x7f", "𠮷", "\\u0041", '"@en']
)
def test_awkward_literals_read_alike_everywhere(value: str) -> None:
    line = nquads.line(
        ("<http://example.org/s>", "<http://example.org/p>", nquads.label(value)), "<http://example.org/g>"
    )
    dataset = rdflib.Dataset()
    dataset.parse(data=line + "\n", format="nquads")
    ((_, _, literal, _),) = dataset.quads()
    assert literal == rdflib.Literal(value, lang="zh")
    ((_, _, own, _),) = parse.quads([line])
    assert own == literal


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert nquads.text("a\ud800b") == '"a\ufffdb"'


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4).map(float))
def test_numbers_survive_a_round_trip_without_an_exponent(value: float) -> None:
    term = nquads.decimal(value)
    lexical = term.partition('"^^')[0].strip('"')
    assert "e" not in lexical.lower()
    assert float(lexical) == value


@given(st.text(st.sampled_from(' <>"{}|^`\\\x00\n\x7f\x9fa甲'), max_size=20))
def test_characters_that_iris_forbid_are_percent_encoded(value: str) -> None:
    term = nquads.ref("http://example.org/" + value)
    (triple,) = ox.parse(f"{term} <http://example.org/p> {term} .".encode(), format=ox.RdfFormat.N_QUADS)
    assert unquote(triple.subject.value) == "http://example.org/" + value  # type: ignore[union-attr]


# --- what the graph says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        # the paper
        'doc:聊政字-2023-12 a pol:PolicyDocument ; eli:id_local "聊政字〔2023〕12号" ; pol:level code:city',
        'doc:聊政字-2023-12 eli:date_document "2023-02-28"^^xsd:date ; eli:passed_by agency:371500.人民政府',
        "doc:聊政字-2023-12 eli:jurisdiction place:371500 ; pol:documentKind code:act",
        # of the gazette only the month is known: eli:date_document would have to be a day
        'doc:聊城市人民政府公报-2019-2 pol:date "2019-04"^^xsd:gYearMonth',
        # the item
        'item:聊政字-2023-12.附件1.5 a pol:PolicyItem ; pol:ordinal "5" ; pol:part "附件1" ; pol:section "一、基础设施"',
        'item:聊政字-2023-12.附件1.5 eli:is_part_of doc:聊政字-2023-12 ; pol:deadline "2025-12-31"^^xsd:date',
        'item:聊政字-2023-12.附件1.5 pol:field [ pol:header "进展情况" ; pol:text "=已开工" ]',
        "item:聊政字-2023-12.附件1.5-2 pol:absence pol:NotAssigned",
        # roles, short and qualified
        "agency:371500.发展改革委 pol:leads item:聊政字-2023-12.附件1.5",
        "agency:371500.财政局 pol:assists item:聊政字-2023-12.附件1.5",
        "agency:371500.各县市区人民政府 pol:responsibleFor item:聊政字-2023-12.附件1.5",
        'assignment:聊政字-2023-12.附件1.5.1 pol:agency agency:371500.发展改革委 ; pol:role code:leads ; pol:printed "市发展改革委"',
        'assignment:聊政字-2023-12.附件1.5.1 nif:anchorOf "市发展改\\n革委" ; pol:rule "column" ; pol:score 0.9',
        # repairs
        'repair:聊政字-2023-12.附件1.5.1 pol:repairs assignment:聊政字-2023-12.附件1.5.1 ; pol:corrected "市发展改革委"',
        'repair:聊政字-2023-12.附件1.5-2.ordinal pol:printed "S" ; pol:corrected "5" ; nif:anchorOf "S"',
        # the upper level
        "item:聊政字-2023-12.附件1.5 pol:derivesFrom item:鲁政发-2022-17.5",
        "derivation:聊政字-2023-12.附件1.5 pol:upstreamItem item:鲁政发-2022-17.5 ; pol:derivationKind code:quoted",
        "derivation:聊政字-2023-12.附件1.5-2 pol:inherited true",
        'item:鲁政发-2022-17.5 pol:text "建设充电设施。" ; eli:is_part_of doc:鲁政发-2022-17',
        "agency:370000.发展改革委 pol:leads item:鲁政发-2022-17.5",
        # quantities
        "item:聊政字-2023-12.附件1.5 pol:targets quantity:聊政字-2023-12.附件1.5.1",
        'quantity:聊政字-2023-12.附件1.5.1 pol:value 15000.0 ; pol:unit "个" ; pol:comparator code:at-least',
        'quantity:聊政字-2023-12.附件1.5.1 pol:deadline "2025"^^xsd:gYear ; nif:anchorOf "充电桩保有量达到1.5万个"',
        # places and projects
        "item:聊政字-2023-12.附件1.5 pol:concerns place:371500 , project:371500.聊城机场",
        'concern:聊政字-2023-12.附件1.5.2 pol:about project:371500.聊城机场 ; nif:anchorOf "聊城机场"',
        "place:371502 pol:within place:371500",
        "place:371502 pol:within+ place:000000",
        "place:371500 a pol:City",
        # citations
        "doc:聊政字-2023-12 eli:based_on doc:鲁政发-2022-17",
        "citation:聊政字-2023-12.1 pol:cited doc:鲁政发-2022-17 ; pol:citationKind code:based-on",
        'doc:鲁政发-2022-17 a pol:PolicyDocument ; eli:id_local "鲁政发〔2022〕17号" ; eli:title "山东省示例行动计划"',
        # people and events
        'appointment:聊城市人民政府公报-2019-2.任免.1 org:member ?p ; pol:post "副局长" ; pol:action code:appointed',
        "appointment:聊城市人民政府公报-2019-2.任免.1 org:organization agency:371500.财政局",
        'event:聊城市人民政府公报-2019-2.大事记.1 pol:date "2019-03-05"^^xsd:date ; pol:participant [ skos:prefLabel "乙某"@zh ]',
        'event:聊城市人民政府公报-2019-2.大事记.1 pol:holding [ pol:post "市长" ]',
        # bodies
        'agency:371500.财政局 a pol:Agency ; skos:prefLabel "聊城市财政局"@zh ; skos:altLabel "市财政局"@zh',
        "agency:371500.财政局 pol:function function:财政 . agency:370000.财政厅 pol:function function:财政",
        "agency:371500.各县市区人民政府 a pol:AgencyGroup ; org:hasMember agency:371502.人民政府",
        # sources
        f'item:聊政字-2023-12.附件1.5 pol:attestedBy [ pol:sha256 "{"b" * 64}" ; pol:path "annex.txt" ]',
        # issues
        'item:聊政字-2023-12.附件1.5-2 pol:issue [ pol:issueCode "ordinal-misread" ; pol:severity "info" ]',
        # the ontology goes with it
        "pol:leads rdfs:subPropertyOf pol:participatesIn . pol:derivesFrom rdfs:subPropertyOf eli:applies",
    ],
)
def test_the_graph_says(pattern: str) -> None:
    assert _ask(pattern)


def test_markup_and_quotes_stay_text() -> None:
    (row,) = _rows("SELECT ?text { item:聊政字-2023-12.附件1.5-2 pol:text ?text }")
    assert row["text"].value == MARKUP_TEXT == '说明<b>"粗体"</b>内容。'


def test_spans_reproduce_the_source_text() -> None:
    rows = _rows("SELECT * { ?n nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?a ; pol:source/pol:sha256 ?h }")
    texts = {source.sha256: text for source, text in CORPUS.texts}
    assert len(rows) >= 15
    for row in rows:
        text = texts[row["h"].value]
        assert text[int(row["b"].value) : int(row["e"].value)] == row["a"].value


def test_every_direct_statement_has_its_evidence() -> None:
    for role, term in (("leads", "leads"), ("assists", "assists"), ("responsible", "responsibleFor")):
        assert _ask(f"?a pol:{term} ?i")
        qualified = f"?x pol:agency ?a ; pol:item ?i ; pol:role code:{role} ; nif:anchorOf ?w"
        assert not _ask(f"?a pol:{term} ?i FILTER NOT EXISTS {{ {qualified} }}")
        assert not _ask(f"{qualified} FILTER NOT EXISTS {{ ?a pol:{term} ?i }}")
    for direct, qualified in (
        ("?i pol:derivesFrom ?u", "?x a pol:Derivation ; pol:item ?i ; pol:upstreamItem ?u ; nif:anchorOf ?w"),
        ("?i pol:concerns ?o", "?x a pol:Concern ; pol:item ?i ; pol:about ?o ; nif:anchorOf ?w"),
        ("?d eli:based_on|eli:cites ?c", "?x a pol:CitationEvidence ; pol:citing ?d ; pol:cited ?c ; nif:anchorOf ?w"),
        ("?i pol:targets|pol:funds ?q", "?q nif:anchorOf ?w"),
    ):
        assert _ask(direct)
        assert not _ask(f"{direct} FILTER NOT EXISTS {{ {qualified} }}")


def test_merged_upper_cells_count_once() -> None:
    # two rows quote the item; its lead and its assistance are printed once
    assert _count("?d pol:upstreamItem item:鲁政发-2022-17.5") == 2
    assert _count("?x pol:item item:鲁政发-2022-17.5 ; pol:role ?r") == 2
    upper = dataclasses.replace(TARGET, column="upstream")
    rows = tuple(dataclasses.replace(r, quantities=(upper,)) for r in (ROW, MARKUP))
    store = _store(corpus_quads(dataclasses.replace(CORPUS, records=rows)))
    assert _count("item:鲁政发-2022-17.5 pol:targets ?q", store) == 1
    assert not _ask("item:聊政字-2023-12.附件1.5 pol:targets ?q", store)


def _with_province(upstream: Upstream | None = None) -> Corpus:
    """Return the sample with the provincial paper read too; it says less than its quote does."""
    info = DocumentInfo(
        "鲁政发-2022-17",
        "act",
        "鲁政发〔2022〕17号",
        "山东省示例行动计划",
        "",
        "",
        "province",
        "370000",
        "2022-12-20",
        (PLAN,),
    )
    start = PLAN_TEXT.index(UPPER_TEXT)
    item = Record(
        UPPER_KEY, "task", info.key, PLAN, (), "正文", "", "5", "5", "", UPPER_TEXT, start, start + len(UPPER_TEXT), "",
        roles=ROW.upstream.roles[:1] if ROW.upstream else (),
    )  # fmt: skip
    row = dataclasses.replace(ROW, upstream=upstream or ROW.upstream)
    return dataclasses.replace(CORPUS, documents=(*CORPUS.documents, info), records=(row, MARKUP, item))


def test_a_cited_paper_becomes_the_same_node_the_day_it_is_read() -> None:
    lines = tuple(corpus_quads(_with_province()))
    own = f"<{iri.iri('doc', '鲁政发-2022-17')}>"
    upper = f"<{iri.iri('item', UPPER_KEY)}>"
    homes = {line.rsplit(" ", 2)[1] for line in lines if line.startswith((f"{own} ", f"{upper} "))}
    assert homes == {own}, "no longer described among the shared facts"
    leads = [line for line in lines if line.endswith(f"<{Pol.LEADS}> {upper} {own} .")]
    assert len(leads) == 1 and not any(f"<{Pol.LEADS}> {upper} {SHARED}" in line for line in lines)
    # what only the quote says is kept
    assert any(f"<{Pol.ASSISTS}> {upper} {SHARED}" in line for line in lines)
    triples = Counter(line.rsplit(" ", 2)[0] for line in lines)
    assert max(triples.values()) == 1


def test_inferred_links_stand_in_their_own_graph() -> None:
    aligned = Upstream(UPPER_KEY, "鲁政发-2022-17", "5", UPPER_TEXT, 0, 7, (), "aligned", 0.7)
    lines = tuple(corpus_quads(_with_province(aligned)))
    links = [line for line in lines if line.rsplit(" ", 2)[1] == f"<{iri.links_graph()}>"]
    item = f"<{iri.iri('item', ROW.key)}>"
    assert any(line.startswith(f"{item} <{Pol.DERIVES_FROM}> ") for line in links)
    assert all(line.startswith((f"{item} ", f"<{iri.iri('derivation', ROW.key)}> ")) for line in links)
    # the other row still quotes it, in the graph of its paper
    assert sum(f"<{Pol.DERIVES_FROM}> <{iri.iri('item', UPPER_KEY)}>" in line for line in lines) == 2


def test_persons_have_nothing_but_a_name() -> None:
    rows = _rows("SELECT ?p { ?x a pol:Person ; ?p ?o }")
    assert {row["p"].value for row in rows} == {str(Ext.TYPE), str(Ext.PREF_LABEL)}  # type: ignore[union-attr]


def test_an_issue_of_an_unknown_code_is_kept() -> None:
    odd = dataclasses.replace(ROW, issues=(Issue("plan.txt", 4, "not-in-the-table", values=("x",)),))
    store = _store(corpus_quads(dataclasses.replace(CORPUS, records=(odd,))))
    assert _ask('item:聊政字-2023-12.附件1.5 pol:issue [ pol:issueCode "not-in-the-table" ; pol:line 4 ]', store)


def test_an_empty_corpus_is_the_ontology_alone() -> None:
    lines = tuple(corpus_quads(Corpus((), (), (), ())))
    assert lines and all(line.endswith(f" {SHARED} .") for line in lines)
    assert tuple(corpus_quads(Corpus((), (), (), ()), ontology=False)) == ()


# --- the network ------------------------------------------------------------------------------


def test_the_network_has_the_same_roles_and_links() -> None:
    graph = to_networkx(CORPUS)
    item, upper = iri.iri("item", ROW.key), iri.iri("item", UPPER_KEY)
    edges = {(s, d["relation"], t) for s, t, d in graph.edges(data=True)}
    assert (iri.iri("agency", "371500.发展改革委"), "leads", item) in edges
    assert (iri.iri("agency", PROVINCIAL_REFORM.key), "leads", upper) in edges
    assert (item, "derivesFrom", upper) in edges
    assert (item, "targets", iri.iri("quantity", f"{ROW.key}.1")) in edges
    assert (iri.iri("person", f"{GAZETTE_INFO.key}.甲某"), "holds", iri.iri("agency", "371500.财政局")) in edges
    for relation in ("leads", "assists", "responsibleFor", "derivesFrom", "concerns", "targets"):
        term = f"<{POL}{relation}>"
        stated = {
            tuple(p.strip("<>") for p in (x[0], x[2])) for x in (line.split(" ") for line in LINES) if x[1] == term
        }
        assert {(s, t) for s, r, t in edges if r == relation} == stated, relation


def test_the_network_does_not_depend_on_the_order_of_the_input() -> None:
    turned = dataclasses.replace(
        CORPUS, records=CORPUS.records[::-1], documents=CORPUS.documents[::-1], agencies=CORPUS.agencies[::-1]
    )
    one, other = to_networkx(CORPUS), to_networkx(turned)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


# --- the five papers --------------------------------------------------------------------------


def _typed(lines: Iterable[str]) -> tuple[dict[str, set[str]], list[tuple[str, str, str]], rdflib.Graph]:
    """Return node -> asserted classes with their superclasses, all triples, and the ontology."""
    ontology = rdflib.Graph()
    for s, p, o, _ in parse.quads(ontology_quads()):
        ontology.add((s, p, o))
    above = {
        str(c): {str(x) for x in ontology.transitive_objects(c, RDFS.subClassOf)}
        for c in ontology.subjects(RDF.type, OWL.Class)
    }
    types: dict[str, set[str]] = {}
    triples = [(str(s), str(p), str(o)) for s, p, o, _ in parse.quads(lines)]
    for s, p, o in triples:
        if p == Ext.TYPE:
            types.setdefault(s, set()).update(above.get(o, {o}))
    return types, triples, ontology


def _check_domains_and_ranges(lines: Iterable[str]) -> int:
    types, triples, ontology = _typed(lines)
    domains = {str(s): str(o) for s, o in ontology.subject_objects(RDFS.domain)}
    ranges = {str(s): str(o) for s, o in ontology.subject_objects(RDFS.range)}
    concepts = {str(s) for s in ontology.subjects(RDF.type, SKOS.Concept)}
    checked = 0
    for s, p, o in triples:
        if (domain := domains.get(p, "")).startswith(POL):
            assert domain in types.get(s, ()), (s, p)
            checked += 1
        if (wanted := ranges.get(p, "")).startswith(POL):
            assert wanted in types.get(o, ()), (p, o)
        elif wanted == str(SKOS.Concept):
            assert o in concepts, (p, o)
    return checked


def test_the_sample_keeps_domains_and_ranges() -> None:
    assert _check_domains_and_ranges(corpus_quads(CORPUS, ontology=False)) > 100


def test_an_owl_2_rl_reasoner_finds_what_it_should_and_no_contradiction() -> None:
    graph = rdflib.Graph()
    for s, p, o, _ in parse.quads(LINES):
        graph.add((s, p, o))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert not [t for t in graph if "ErrorMessage" in str(t)]
    # three roles on the row, two on the item it quotes
    assert len(set(graph.subject_objects(rdflib.URIRef(Pol.PARTICIPATES_IN)))) == 5
    # district - city - province - country
    assert len(set(graph.subject_objects(rdflib.URIRef(Pol.WITHIN)))) == 3 + 2 + 1


@pytest.fixture(scope="module")
def real() -> tuple[str, ...]:
    return tuple(corpus_quads(build_corpus([Path(__file__).parent.parent / "data" / "corpus"])))


def test_the_five_papers_keep_domains_and_ranges(real: tuple[str, ...]) -> None:
    assert _check_domains_and_ranges(real) > 10_000


def test_the_five_papers_conform(real: tuple[str, ...]) -> None:
    assert [f for f in validate(real) if f.severity == "error"] == []


def test_no_triple_of_the_five_papers_stands_in_two_graphs(real: tuple[str, ...]) -> None:
    assert len({line.rsplit(" ", 2)[0] for line in real}) == len(real)


def test_names_of_the_five_papers_are_legal(real: tuple[str, ...]) -> None:
    ours = {p for line in real for p in re.findall(f"<({BASE}[^>]*)>", line) if not p.startswith(BASE + "ontology")}
    assert [x for x in ours if iri.short(x) == x] == []
    prepareQuery(prologue() + f"ASK {{ VALUES ?x {{ {' '.join(sorted(map(iri.short, ours)))} }} }}")


def test_what_is_printed_stands_at_its_span_in_the_five_papers(real: tuple[str, ...]) -> None:
    store = _store(real)
    rows = _rows("SELECT ?n ?w ?p { ?n nif:anchorOf ?w ; pol:printed ?p ; a pol:Assignment }", store)
    assert len(rows) > 1000
    assert [r["n"].value for r in rows if "".join(r["w"].value.split()) != "".join(r["p"].value.split())] == []


def test_units_that_qudt_has_are_named_by_it(kg: Path) -> None:
    graph = open_graph(kg)
    prologue = "".join(f"PREFIX {p}: <{n}>\n" for p, n in iri.prefixes().items())

    def named(said: str) -> list[str]:
        rows = graph.select(f"{prologue}SELECT DISTINCT ?unit {{ ?q {said} OPTIONAL {{ ?q qudt:hasUnit ?unit }} }}")
        return [iri.short(str(u)) if u else "" for u in rows.column("unit")]

    # 聊政发〔2019〕1号 七: 高速公路里程163.2公里
    assert named("pol:value 163.2 ; pol:unit '公里' .") == ["unit:KiloM"]
    assert named("pol:unit '%' .") == ["unit:PERCENT"]
    # 亩 and 元 are none of QUDT's units of measure, a count (个) is none at all
    assert [named(f"pol:unit '{u}' .") for u in ("亩", "元", "个")] == [[""]] * 3

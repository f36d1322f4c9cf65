"""The store: swapped in whole, never over what is not ours, and able to stop a query."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from decimal import Decimal
from pathlib import Path

import pytest
from tests.sample_corpus import CORPUS, PLAN, PLAN_TEXT

from policykg.errors import GraphError, QueryError
from policykg.rdf.export import to_jsonl
from policykg.rdf.quads import corpus_quads
from policykg.store import Graph, Table, Term, Triples, open_graph, publish, results
from policykg.store.queries import bind, check_closed, check_offline
from policykg.store.terms import iri

P = "PREFIX pol: <https://w3id.org/policykg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
LEADERS = P + "SELECT ?body ?item WHERE { ?body pol:leads ?item }"
# every pair of every pair of statements: longer than anybody waits
HOSTILE = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def write(folder: Path, quads=None, **other) -> None:
    parts = {
        "nquads": corpus_quads(CORPUS) if quads is None else quads,
        "records": to_jsonl(CORPUS),
        "texts": {s.sha256: t for s, t in CORPUS.texts},
        "report": {"issues": []},
        "meta": {"extractor": "1", "base": "https://w3id.org/policykg/"},
    }
    publish(folder, **{**parts, **other})


def quad(subject: str, value: str = "v") -> str:
    escaped = value.replace('"', '\\"')
    return f'<http://x/{subject}> <http://x/p> "{escaped}" <http://x/g> .'


@pytest.fixture
def kg(tmp_path: Path) -> Path:
    write(tmp_path / "kg")
    return tmp_path / "kg"


def beside(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.parent.iterdir())


# --- writing ------------------------------------------------------------------------------------


def test_folder_holds_what_it_promises(kg):
    assert sorted(p.name for p in kg.iterdir()) == [
        "graph.nq", "meta.json", "records.jsonl", "report.json", "store", "texts",
    ]  # fmt: skip
    assert beside(kg) == ["kg"]
    graph = open_graph(kg)
    assert len(graph) == len(list(corpus_quads(CORPUS))) == graph.meta["quads"]
    assert [r["ordinal"] for r in graph.records()] == ["1", "1", "5", "5"]
    assert graph.text(PLAN.sha256) == PLAN_TEXT
    assert graph.report() == {"issues": []}
    assert graph.base == "https://w3id.org/policykg/"
    assert [line.rstrip("\n") for line in graph.quads()] == list(corpus_quads(CORPUS))


def test_same_input_same_bytes(kg, tmp_path):
    write(tmp_path / "again")
    for name in ("graph.nq", "meta.json", "records.jsonl", "report.json", f"texts/{PLAN.sha256}.txt"):
        assert (kg / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_swap_replaces_the_whole_graph(kg):
    write(kg, [quad("new")], texts={}, records=[])
    graph = open_graph(kg)
    assert graph.select("SELECT ?s WHERE { ?s ?p ?o }").values() == (("http://x/new",),)
    assert list((kg / "texts").iterdir()) == []
    assert beside(kg) == ["kg"]


def test_open_graph_survives_a_swap(kg):
    graph = open_graph(kg)
    before = graph.select(LEADERS)
    write(kg, [quad("new")])
    assert graph.select(LEADERS) == before


def test_files_of_the_user_are_kept(kg):
    (kg / "net.html").write_text("mine")
    write(kg, [quad("new")])
    assert (kg / "net.html").read_text() == "mine"


def test_interrupted_build_leaves_the_last_graph(kg):
    before = {p: p.read_bytes() for p in sorted(kg.rglob("*")) if p.is_file()}

    def broken():
        yield quad("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(kg, broken())
    assert {p: p.read_bytes() for p in sorted(kg.rglob("*")) if p.is_file()} == before
    assert beside(kg) == ["kg"]
    assert len(open_graph(kg).select(LEADERS)) == 2


def test_killed_build_leaves_the_last_graph_and_the_next_one_cleans_up(kg):
    program = f"""
        import os, signal
        from pathlib import Path
        from policykg.store import publish
        def lines():
            yield {quad("a")!r}
            os.kill(os.getpid(), signal.SIGKILL)
        publish(Path({str(kg)!r}), nquads=lines(), records=[], texts={{}}, report={{}}, meta={{}})
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode == -9
    assert len(beside(kg)) == 2  # the half-built folder lies beside it
    assert len(open_graph(kg).select(LEADERS)) == 2
    write(kg, [quad("new")])
    assert beside(kg) == ["kg"]


def test_build_of_another_living_process_is_left_alone(kg):
    other = kg.with_name(f".kg.building-{os.getppid()}")
    other.mkdir()
    write(kg)
    assert other.is_dir()


def test_swap_cut_off_between_its_renames_is_mended(kg):
    kg.rename(kg.with_name(".kg.previous"))
    assert len(open_graph(kg).select(LEADERS)) == 2


def test_lines_that_are_no_quads_are_refused(kg):
    with pytest.raises(GraphError, match="not N-Quads"):
        write(kg, ["<http://x/a> <b> ."])
    assert len(open_graph(kg).select(LEADERS)) == 2


def test_text_that_utf8_cannot_hold_keeps_its_offsets(tmp_path):
    write(tmp_path / "kg", texts={PLAN.sha256: "甲\ud800乙"})
    assert open_graph(tmp_path / "kg").text(PLAN.sha256) == "甲?乙"


def test_folder_through_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert len(open_graph(tmp_path / "real")) > 0


@pytest.mark.parametrize("name", ["thesis.docx", "meta.json"])
def test_foreign_folder_is_refused(tmp_path, name):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / name).write_text('{"format": "something else"}')
    with pytest.raises(GraphError, match=r"home: holds files but no graph; nothing was written; choose another"):
        write(tmp_path / "home")
    assert [p.name for p in (tmp_path / "home").iterdir()] == [name]


def test_file_is_refused_and_an_empty_folder_taken(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(GraphError, match="is a file"):
        write(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty")
    assert len(open_graph(tmp_path / "empty")) > 0


# --- opening ------------------------------------------------------------------------------------


def test_opening_says_what_is_wrong_and_what_to_do(tmp_path, kg):
    with pytest.raises(GraphError, match=r"none: no such folder; make it with: policykg build"):
        open_graph(tmp_path / "none")
    with pytest.raises(GraphError, match=r"is not a graph \(no meta.json\)"):
        open_graph(tmp_path)
    meta = json.loads((kg / "meta.json").read_text())
    (kg / "meta.json").write_text(json.dumps({**meta, "format_version": 99}))
    with pytest.raises(GraphError, match="version 99 of the format, not 1; build it again"):
        open_graph(kg)


def test_missing_store_is_a_graph_error(kg):
    (kg / "store").rename(kg / "elsewhere")
    with pytest.raises(GraphError, match="cannot be opened"):
        open_graph(kg)


def test_disk_and_memory_answer_alike(kg):
    disk, memory = open_graph(kg), open_graph(kg, memory=True)
    assert disk.select(LEADERS).sorted_by() == memory.select(LEADERS).sorted_by()
    assert len(memory) == len(disk)


# --- questions ----------------------------------------------------------------------------------


def test_queries_see_the_union_and_each_graph(kg):
    graph = open_graph(kg)
    pattern = "{ ?body pol:leads ?item . ?item pol:part ?part . ?body skos:prefLabel ?label }"
    assert graph.ask(P + f"ASK {pattern}")
    assert not graph.ask(P + f"ASK {{ GRAPH ?g {pattern} }}")


def test_values_come_as_python_values():
    graph = Graph.of([
        '<http://x/a> <http://x/n> "7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> <http://x/g> .',
        '<http://x/a> <http://x/d> "0.9"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/g> .',
        '<http://x/a> <http://x/t> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <http://x/g> .',
        '<http://x/a> <http://x/y> "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> <http://x/g> .',
        '<http://x/a> <http://x/l> "甲"@zh <http://x/g> .',
    ])  # fmt: skip
    table = graph.select(
        "SELECT ?n ?d ?t ?y ?l ?none WHERE { ?a <http://x/n> ?n ; <http://x/d> ?d ; <http://x/t> ?t ; <http://x/y> ?y ; <http://x/l> ?l }"
    )
    assert table.values() == ((7, Decimal("0.9"), True, "2025", "甲", None),)
    assert list(table) == [{"n": 7, "d": Decimal("0.9"), "t": True, "y": "2025", "l": "甲", "none": None}]
    assert table.column("l") == ("甲",)


def test_rows_sort_as_people_count():
    rows = [(Term(x), Term(str(n), datatype="http://www.w3.org/2001/XMLSchema#integer")) for x, n in
            (("附件10", 2), ("附件2", 10), ("附件2", 9))]  # fmt: skip
    table = Table(("part", "n"), (*rows, (Term("附件1"), None)))
    assert table.sorted_by().values() == (("附件1", None), ("附件2", 9), ("附件2", 10), ("附件10", 2))
    assert table.sorted_by([("n", True)]).column("n") == (10, 9, 2, None)


def test_ties_fall_to_the_other_columns_and_not_to_the_store():
    table = Table(("n", "a"), tuple((Term("1"), Term(x)) for x in "丙乙甲"))
    assert table.sorted_by([("n", True)]).column("a") == tuple(sorted("丙乙甲"))


def test_values_are_bound_and_cannot_break_out():
    graph = Graph.of([quad("a", 'x" } #'), quad("b")])
    query = 'SELECT ?s WHERE { VALUES ?text { "v" } ?s ?p ?text }'
    assert graph.select(query).values() == (("http://x/b",),)
    assert graph.select(query, {"text": Term('x" } #')}).values() == (("http://x/a",),)
    assert len(graph.select(query, {"text": (Term("v"), Term('x" } #'))})) == 2
    with pytest.raises(QueryError, match=r"no block VALUES \?other"):
        graph.select(query, {"other": Term("v")})
    with pytest.raises(QueryError, match="no legal iri"):
        bind(query, {"text": iri("http://x/> } DROP ALL")})


@pytest.mark.parametrize("limit", [None, 30])
def test_malformed_query_is_one_line_of_error(kg, limit):
    with pytest.raises(QueryError, match="the query is malformed") as caught:
        open_graph(kg).select("SELECT\n WHERE", timeout=limit)
    assert "\n" not in str(caught.value)


def test_updates_are_no_queries(kg):
    with pytest.raises(QueryError):
        open_graph(kg).query("DELETE WHERE { ?s ?p ?o }")


def test_wrong_form_is_named(kg):
    graph = open_graph(kg)
    with pytest.raises(QueryError, match="no SELECT"):
        graph.select("ASK {}")
    with pytest.raises(QueryError, match="no CONSTRUCT"):
        graph.construct("ASK {}")
    with pytest.raises(QueryError, match="no ASK"):
        graph.ask(LEADERS)


@pytest.mark.parametrize("query", [
    "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * WHERE { service\n SILENT ?where { ?s ?p ?o } }",
])  # fmt: skip
def test_no_query_leaves_the_store(query):
    with pytest.raises(QueryError, match="SERVICE"):
        Graph.of([quad("a")]).query(query)


# Ways to write SERVICE past a check by words; Oxigraph called the address of each but the last two (tried).
CALL = "SERVICE<http://127.0.0.1:9/>{ ?x ?y ?z }"
HIDDEN = [
    "ASK { ?s ?p ?o ." + CALL + " }",
    "ASK { ?s ?p 1" + CALL + " }",
    "ASK { ?s <http://e/p> 1 #x\r" + CALL + " }",
    "PREFIX e: <http://e/> ASK { ?s e:a\\#b ?o " + CALL + " }",
    "ASK { BIND(<http://e/\\u0041#x> AS ?k) " + CALL + " }",
    "ASK { BIND(<http://e/\u3000#x> AS ?k) " + CALL + " }",
    "ASK { ?s ?p ?o .SERVICE#\n#\nSILENT<http://127.0.0.1:9/>{ ?x ?y ?z } }",
    "ASK { ?s ?p true" + CALL + " }",
    "ASK { VALUES ?u { <http://127.0.0.1:9/> } SERVICE ?u { ?x ?y ?z } }",
]


@pytest.mark.parametrize("query", HIDDEN)
def test_a_hidden_service_is_found(query):
    with pytest.raises(QueryError, match="SERVICE"):
        check_offline(query)
    with pytest.raises(QueryError, match="SERVICE"):
        check_closed(query)


def test_strangers_cannot_hide_a_service_in_what_looks_like_a_string():
    # by the regular expression of check_offline an IRI and a string; for Oxigraph a comparison, a comment and a call
    query = "ASK { ?s ?p ?o FILTER(1<?o||true)#>'''\n" + CALL + "#'''\n}"
    with pytest.raises(QueryError, match="SERVICE"):
        check_closed(query)
    assert check_closed('ASK { ?service <http://x/SERVICE> "their service" }')


@pytest.mark.parametrize("query", [
    'SELECT ?service WHERE { ?service ?p "SERVICE <http://x> {" } # SERVICE',
    "PREFIX service: <http://x/SERVICE> SELECT ?s WHERE { ?s service:service ?o }",
    'SELECT ?s WHERE { ?s ?p """a "SERVICE" b""" }',
])  # fmt: skip
def test_the_word_service_alone_is_no_harm(query):
    assert check_offline(query) == query
    assert Graph.of([quad("a")]).query(query).rows == ()


# --- the time-out -------------------------------------------------------------------------------


def test_hostile_query_is_stopped_and_its_process_gone(kg, monkeypatch):
    started = []
    popen = subprocess.Popen

    def watch(*args, **kwargs):
        started.append(popen(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watch)
    with pytest.raises(QueryError, match=r"took longer than 1\.5 s and was stopped"):
        open_graph(kg).query(HOSTILE, timeout=1.5)
    assert [p.returncode for p in started] == [-9]


def test_worker_answers_as_the_process_itself(kg):
    graph = open_graph(kg)
    construct = P + "CONSTRUCT { ?i pol:leads ?b } WHERE { ?b pol:leads ?i }"
    labels = P + "SELECT ?b ?l ?score WHERE { ?a pol:agency ?b ; pol:score ?score . ?b skos:prefLabel ?l }"
    for query in (LEADERS, labels, construct, "ASK { ?s ?p ?o }", "ASK { ?s <http://none/> ?o }"):
        here, there = graph.query(query), graph.query(query, timeout=60)
        if isinstance(here, Table):
            here, there = here.sorted_by(), there.sorted_by()
        assert here == there


def test_answer_without_bound_is_cut(kg):
    with pytest.raises(QueryError, match="broke off"):
        open_graph(kg).query("SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=300)


def test_memory_graph_has_no_timeout():
    with pytest.raises(QueryError, match="write it to a folder"):
        Graph.of([quad("a")]).query(LEADERS, timeout=1)


# --- answers ------------------------------------------------------------------------------------

TABLE = Table(("body", "label", "n"), (
    (iri("http://x/a"), Term('甲,"乙"', lang="zh"), Term("3", datatype="http://www.w3.org/2001/XMLSchema#integer")),
    (iri("http://x/b"), None, Term("a\x01\tb")),
))  # fmt: skip


def test_csv():
    assert (
        results.write(TABLE, "csv").decode() == 'body,label,n\r\nhttp://x/a,"甲,""乙""",3\r\nhttp://x/b,,a\x01\tb\r\n'
    )


def test_tsv():
    assert results.write(TABLE, "tsv").decode().splitlines()[:2] == [
        "?body\t?label\t?n",
        '<http://x/a>\t"甲,\\"乙\\""@zh\t3',
    ]


def test_json():
    got = json.loads(results.write(TABLE, "json"))
    assert got["head"]["vars"] == ["body", "label", "n"]
    assert got["results"]["bindings"][0] == {
        "body": {"type": "uri", "value": "http://x/a"},
        "label": {"type": "literal", "value": '甲,"乙"', "xml:lang": "zh"},
        "n": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    }
    assert "label" not in got["results"]["bindings"][1]


def test_xml_can_be_parsed():
    from xml.etree import ElementTree

    root = ElementTree.fromstring(results.write(TABLE, "xml"))
    assert [e.text for e in root.iter() if e.tag.endswith("}literal")] == ['甲,"乙"', "3", "a\ufffd\tb"]


def test_truth():
    assert results.write(True, "csv") == b"true\n"
    assert json.loads(results.write(False, "json")) == {"head": {}, "boolean": False}
    assert b"<boolean>true</boolean>" in results.write(True, "xml")


def test_turtle_of_a_construct(kg):
    answer = open_graph(kg).construct(P + "CONSTRUCT { ?b pol:leads ?i } WHERE { ?b pol:leads ?i }")
    assert isinstance(answer, Triples)
    prefixes = {
        "pol": "https://w3id.org/policykg/ontology#",
        "agency": "https://w3id.org/policykg/agency/",
        "x": "http://x/",
    }
    text = results.write(answer, "ttl", prefixes).decode()
    assert "@prefix pol:" in text and "@prefix x:" not in text
    assert "agency:371500.发展改革委 pol:leads" in text


def test_forms_that_do_not_fit_are_refused(kg):
    answer = open_graph(kg).construct("CONSTRUCT WHERE { ?s <http://none/> ?o }")
    with pytest.raises(QueryError, match="choose ttl"):
        results.write(answer, "csv")
    with pytest.raises(QueryError, match="ttl holds triples"):
        results.write(TABLE, "ttl")
    with pytest.raises(QueryError, match="choose one of"):
        results.write(TABLE, "docx")


def test_terminal_shows_markup_as_text():
    import io

    from rich.console import Console

    console = Console(file=io.StringIO(), width=100)
    table = Table(("a",), ((Term("[bold]甲[/bold]"),), (iri("http://x/a"),)))
    console.print(results.rich_table(table, lambda x: x.replace("http://x/", "x:")))
    assert "[bold]甲[/bold]" in console.file.getvalue()
    assert "x:a" in console.file.getvalue()


@pytest.mark.parametrize("timeout", [None, 30])
def test_a_query_chooses_its_own_dataset(kg, timeout):
    graph = open_graph(kg)
    named = str(graph.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1").column("g")[0])

    def count(dataset, pattern):
        return graph.select(f"SELECT (COUNT(*) AS ?n) {dataset} {{ {pattern} }}", None, timeout).column("n")[0]

    every, one = count("", "?s ?p ?o"), count("", f"GRAPH <{named}> {{ ?s ?p ?o }}")
    assert count(f"FROM <{named}>", "?s ?p ?o") == one < every
    # SPARQL 1.1 Query, 13.2: a graph that is not there is empty; without FROM, FROM NAMED leaves the default graph empty
    assert count("FROM <http://example.org/none>", "?s ?p ?o") == 0
    assert count(f"FROM NAMED <{named}>", "?s ?p ?o") == 0
    assert count(f"FROM NAMED <{named}>", "GRAPH ?g { ?s ?p ?o }") == one

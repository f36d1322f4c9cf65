"""A trace as one graph, and its page: cards once, upper levels left, what text says is alike beside."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

from policykg.analyse.dag import Dag, Edge, dag
from policykg.analyse.trace import Node, trace
from policykg.build import build_corpus
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.store import Graph
from policykg.view.dag_page import dag_html

CORPUS = Path(__file__).parents[1] / "data" / "corpus"


@cache
def graph() -> Graph:
    return Graph.of(corpus_quads(build_corpus([CORPUS])))


def of(start: str) -> Dag:
    return dag(graph(), trace(graph(), start))


def test_two_rows_under_one_upper_item_share_its_card() -> None:
    """liaocheng-2023-12.txt, annex 1, item 4: one provincial item in two rows."""
    found = of("鲁政字-2023-18.积极争取中央革命老区转移")
    upper = iri("item", "鲁政字-2023-18.积极争取中央革命老区转移")
    assert [n.iri for n in found.nodes].count(upper) == 1
    quoting = {e.lower for e in found.edges if e.upper == upper and e.relation == "quoted"}
    assert quoting == {iri("item", f"聊政字-2023-12.附件1.{n}") for n in ("4", "4-2")}


def test_the_narrative_brings_its_annex_rows_and_what_is_above_them() -> None:
    """liaocheng-2023-12.txt: 二（四）1 speaks of the airport; annex 3 row 3 quotes the province."""
    found = of("聊政字-2023-12.正文.二.四.1")
    row = iri("item", "聊政字-2023-12.附件3.3")
    assert any(e.relation == "aligned" and row in (e.lower, e.upper) and (e.score or 0) >= 0.5 for e in found.edges)
    assert any(e.lower == row and e.relation == "quoted" for e in found.edges)


def test_a_paper_shows_its_items_without_their_likes() -> None:
    found = of("菏政办字-2023-56")
    assert not any(e.relation in ("aligned", "part_of") for e in found.edges)
    assert sum(e.relation == "quoted" for e in found.edges) == 35


def test_cards_and_edges_fit() -> None:
    for start in ("东阿县人民政府", "革命老区", "聊政字-2023-12.附件2.5"):
        found = of(start)
        iris = [n.iri for n in found.nodes]
        assert len(iris) == len(set(iris))
        assert {x for e in found.edges for x in (e.lower, e.upper)} <= set(iris)
        assert set(found.starts) <= set(iris)


def test_upper_levels_stand_left_of_lower_ones() -> None:
    nodes = tuple(Node("item", f"x:{level}", level, level) for level in ("county", "country", "city", "province"))
    edges = tuple(Edge(f"x:{a}", f"x:{b}", "quoted") for a, b in (("county", "city"), ("city", "province")))
    page = dag_html(Dag("x", ("x:county",), nodes, edges), "en")
    at = {m[2]: int(m[1]) for m in re.finditer(r'<foreignObject x="(\d+)".*?<strong>(\w+)</strong>', page, re.S)}
    assert at["country"] < at["province"] < at["city"] < at["county"]


def test_cards_of_one_column_do_not_overlap() -> None:
    page = dag_html(of("东阿县人民政府"))
    boxes = [
        tuple(map(int, m)) for m in re.findall(r'<foreignObject x="(\d+)" y="(\d+)" width="\d+" height="(\d+)"', page)
    ]
    assert len(boxes) > 5
    for x in {b[0] for b in boxes}:
        column = sorted((y, h) for bx, y, h in boxes if bx == x)
        assert all(y + h <= below for (y, h), (below, _) in itertools.pairwise(column))


def test_page_is_offline_and_escapes() -> None:
    node = Node("item", "x:1", "<script>alert(1)</script>", "city", text="<img src=x onerror=y>")
    page = dag_html(Dag("<b>", ("x:1",), (node,), ()))
    assert "<script" not in page and "<img" not in page
    assert "https://" not in page.replace("http://www.w3.org/1999/xhtml", "")


def test_same_graph_same_page() -> None:
    assert dag_html(of("革命老区")) == dag_html(of("革命老区"))

"""What lies around a node and the ways between two, on the papers themselves and on a graph made by hand."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import pytest
from tests.sample_corpus import CORPUS

from policykg.analyse import neighbours
from policykg.analyse.neighbours import PAGE, RELATIONS, around, way
from policykg.build import build_corpus
from policykg.errors import LimitError, QueryError
from policykg.rdf.iri import iri
from policykg.rdf.quads import corpus_quads
from policykg.store import Graph
from policykg.view.legend import KINDS
from policykg.view.legend import RELATIONS as LOOKS

PAPERS = Path(__file__).parents[1] / "data" / "corpus"
ROW, UPPER = iri("item", "聊政字-2023-12.附件1.5"), iri("item", "鲁政发-2022-17.5")
FINANCE, REFORM = iri("agency", "371500.财政局"), iri("agency", "371500.发展改革委")


@cache
def sample() -> Graph:
    return Graph.of(corpus_quads(CORPUS))


@cache
def papers() -> Graph:
    return Graph.of(corpus_quads(build_corpus([PAPERS])))


def test_a_row_has_its_paper_its_bodies_its_target_and_what_it_quotes() -> None:
    """The plan of sample_corpus, row 5: lead, assisting and responsible body, one target, a place and a project."""
    found = around(sample(), ROW)
    assert found.centre.kind == "item" and found.centre.label.startswith("5 到2025年")
    assert dict(found.relations) == {
        "leads": 1, "assists": 1, "responsible": 1, "derivesFrom": 1, "targets": 1, "concerns": 2, "partOf": 1,
    }  # fmt: skip
    assert {(t.relation, t.source == ROW) for t in found.ties if ROW in (t.source, t.target)} == {
        ("leads", False), ("assists", False), ("responsible", False), ("derivesFrom", True), ("targets", True),
        ("concerns", True), ("partOf", True),
    }  # fmt: skip
    assert {d.kind for d in found.dots} == {"agency", "group", "item", "target", "place", "project", "document"}
    assert found.more == 0


def test_ties_among_neighbours_are_told() -> None:
    """The three bodies that act on row 5 lie in the city that the row concerns."""
    city = iri("place", "371500")
    ties = {(t.source, t.relation, t.target) for t in around(sample(), ROW).ties}
    assert (FINANCE, "jurisdiction", city) in ties


def test_a_page_holds_25_and_says_how_many_come_after() -> None:
    """68 leads, 34 assists of 聊城市财政局: question 1 and 4 of the README."""
    pages, start = [], 0
    while True:
        page = around(papers(), FINANCE, relations={"leads", "assists"}, start=start)
        assert len(page.dots) <= PAGE and page.start == start
        pages.append(page)
        start += len(page.dots)
        if not page.more:
            break
    iris = [d.iri for page in pages for d in page.dots]
    assert len(iris) == len(set(iris)) == pages[0].total
    assert dict(pages[0].relations)["leads"] == 68 and dict(pages[0].relations)["assists"] == 34
    assert {t.relation for page in pages for t in page.ties} == {"leads", "assists"}


def test_filters_choose_kinds() -> None:
    found = around(sample(), ROW, kinds={"agency"})
    assert {d.kind for d in found.dots} == {"agency"} and found.total == len(found.dots) == 2


def test_ties_to_what_is_shown_already_come_along() -> None:
    known = around(sample(), ROW, known=()).dots
    other = around(sample(), iri("place", "371500"), known=[d.iri for d in known])
    assert any({t.source, t.target} <= {d.iri for d in known} | {other.centre.iri} for t in other.ties)


def test_no_names_but_those_of_the_table() -> None:
    for wrong in ({"relations": {"hates"}}, {"kinds": {"unicorn"}}):
        with pytest.raises(QueryError, match="is none of"):
            around(sample(), ROW, **wrong)
    with pytest.raises(QueryError, match="is none of"):
        way(sample(), ROW, UPPER, relations={"} ?s ?p ?o {"})


def test_relations_and_kinds_are_those_of_the_legend() -> None:
    assert set(RELATIONS) <= set(LOOKS)
    assert set(neighbours.KINDS) <= set(KINDS)


def test_a_way_goes_through_the_item_that_both_act_on() -> None:
    found = way(sample(), REFORM, FINANCE, relations={"leads", "assists"})
    assert [d.iri for d in found.dots] == [REFORM, ROW, FINANCE]
    assert {(t.source, t.relation, t.target) for t in found.ties} == {
        (REFORM, "leads", ROW),
        (FINANCE, "assists", ROW),
    }


def test_a_way_is_as_short_as_it_can_be() -> None:
    """The way round a ring of bodies and items that the papers make is no longer than what breadth-first search finds."""
    import networkx

    from policykg.rdf.network import to_networkx

    corpus = build_corpus([PAPERS])
    graph = networkx.Graph(
        (a, b)
        for a, b, d in to_networkx(corpus).edges(data=True)
        if d["relation"] in ("leads", "assists", "derivesFrom", "alignedWith")
    )
    kept = {"leads", "assists", "derivesFrom", "alignedWith"}
    for one, other in (("371500.财政局", "371700.科技局"), ("371500.财政局", "370000.发展改革委")):
        ends = iri("agency", one), iri("agency", other)
        found = way(papers(), *ends, relations=kept)
        assert len(found.dots) == networkx.shortest_path_length(graph, *ends) + 1
        for a, b in itertools.pairwise(found.dots):
            assert any({t.source, t.target} == {a.iri, b.iri} for t in found.ties)


def test_there_may_be_no_way() -> None:
    assert way(sample(), REFORM, FINANCE, relations={"within"}).dots == ()
    assert [d.iri for d in way(sample(), FINANCE, FINANCE).dots] == [FINANCE]


def test_a_search_that_goes_too_far_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "REACH", 3)
    with pytest.raises(LimitError, match="fewer relations"):
        way(papers(), FINANCE, iri("agency", "371700.科技局"))


def test_long_and_hostile_names_are_cut_and_stay_text() -> None:
    markup = next(d for d in around(sample(), UPPER).dots if "粗体" in d.label)
    assert '<b>"粗体"</b>' in markup.label
    assert all(len(d.label) <= neighbours.LABEL for d in around(papers(), FINANCE).dots)

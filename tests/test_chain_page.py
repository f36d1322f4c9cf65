"""/chain as a page without scripts: the nested list, and the data for the script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from policykg.analyse.dag import Dag, Edge
from policykg.analyse.trace import Node
from policykg.serve import create_app
from policykg.serve.service import Settings
from policykg.view.chain_page import branches, cut, drawn, spots

ZH = {"accept": "text/html", "accept-language": "zh"}


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=1)), follow_redirects=False) as client:
        yield client


def node(iri: str, kind: str = "item", level: str = "city", text: str = "") -> Node:
    return Node(kind, iri, iri.upper(), level, text=text)


def told(site: TestClient, of: str) -> dict:
    page = site.get("/chain", params={"of": of}, headers=ZH).text
    block = re.search(r'<script type="application/json" id="chain-data">(.*?)</script>', page, re.S)
    assert block is not None
    return json.loads(block[1])


def test_upper_levels_stand_outside_and_lower_ones_inside(site: TestClient) -> None:
    """liaocheng-2023-12.txt, annex 3, row 10: the province's item on 阿胶, the city's, and the county that shares it."""
    page = site.get("/chain", params={"of": "东阿县人民政府"}, headers=ZH).text
    tree = page[page.index("chain-tree") :]
    upper, row = tree.index("支持东阿县建设“阿胶及阿胶+”产业集群"), tree.index("聊政字〔2023〕12号 附件3.10")
    assert upper < row < tree.index("</ul>", row)
    assert "聊城市发展改革委" in tree and 'href="/id/agency/' in tree


def test_columns_run_from_the_province_to_the_countys_bodies(site: TestClient) -> None:
    data = told(site, "东阿县人民政府")
    assert data["columns"] == ["省", "市", "县 · 机构"]
    column = {c["id"]: c["column"] for c in data["cards"]}
    assert all(column[line["upper"]] < column[line["lower"]] for line in data["lines"])
    assert column["agency:371523.人民政府"] == 2 if "agency:371523.人民政府" in column else True


def test_a_name_of_several_offers_them(site: TestClient) -> None:
    page = site.get("/chain", params={"of": "市财政局"}, headers=ZH).text
    assert "agency:371500.财政局" in page and "agency:371700.财政局" in page and "chain-data" not in page


def test_nothing_found_and_nothing_asked(site: TestClient) -> None:
    none = site.get("/chain", params={"of": "<i>没有"}, headers=ZH)
    assert none.status_code == 200 and "&lt;i&gt;没有" in none.text
    first = site.get("/chain", headers=ZH).text
    assert re.search(r'<a href="/chain\?of=', first)


def test_addresses_of_entity_pages_are_understood(site: TestClient) -> None:
    assert told(site, "/id/agency/371500.财政局")["cards"] == told(site, "agency:371500.财政局")["cards"]


def test_cards_with_several_above_have_their_branches_once() -> None:
    found = Dag(
        "x",
        ("b",),
        (node("a", level="province"), node("a2", level="province"), node("b"), node("c", level="county")),
        (Edge("b", "a", "quoted"), Edge("b", "a2", "quoted"), Edge("c", "b", "quoted")),
    )
    first, second = branches(found, "en")
    assert [x.card.iri for x in first.below] == ["b"] and [x.card.iri for x in first.below[0].below] == ["c"]
    assert second.below[0].again and not second.below[0].below


def test_tasks_of_a_body_stand_above_it() -> None:
    found = Dag("b", ("b",), (node("b", "agency"), node("i")), (Edge("i", "b", "leads"),))
    assert spots(found)["i"] < spots(found)["b"]
    (tree,) = branches(found, "en")
    assert tree.card.iri == "i" and tree.below[0].card.iri == "b" and tree.below[0].relation == "leads"
    (line,) = drawn(found, "en", str, str, {})["lines"]
    assert (line["upper"], line["lower"]) == ("i", "b")


def test_rings_end() -> None:
    found = Dag("a", ("a",), (node("a"), node("b")), (Edge("a", "b", "cited"), Edge("b", "a", "cited")))
    assert len(branches(found, "zh")) == 1


def test_a_long_chain_is_cut_around_what_was_asked_for() -> None:
    nodes = tuple(node(f"n{i}") for i in range(50))
    edges = tuple(Edge(f"n{i + 1}", f"n{i}", "quoted") for i in range(49))
    found = cut(Dag("n25", ("n25",), nodes, edges), 11)
    assert {n.iri for n in found.nodes} == {f"n{i}" for i in range(20, 31)} and found.more == 39
    assert len(found.edges) == 10


def test_markup_stays_text(site: TestClient) -> None:
    data = drawn(Dag("x", ("x",), (node("</script><b>", text="<img src=x>"),), ()), "zh", str, str, {})
    from policykg.view.page import safe_json

    assert "<" not in safe_json(data)


def test_a_row_whose_columns_may_have_slipped_says_so(site: TestClient) -> None:
    """liaocheng-2023-12.txt, annex 1: the text beside row 4 (县级基本财力奖补机制 …) speaks of the province's row 3."""
    data = told(site, "item:聊政字-2023-12.附件1.4")
    doubts = {c["id"]: c["doubt"] for c in data["cards"] if c["doubt"]}
    assert list(doubts) == ["item:聊政字-2023-12.附件1.4"]
    assert "第 3 行" in doubts["item:聊政字-2023-12.附件1.4"]
    page = site.get("/chain", params={"of": "item:聊政字-2023-12.附件1.4"}, headers=ZH).text
    assert "两栏可能错行" in page[page.index("chain-tree") :]


def test_an_item_without_a_number_goes_by_its_words(site: TestClient) -> None:
    """The province's items are only quoted, without their numbers: the cut words of an identifier name nothing."""
    data = told(site, "item:聊政字-2023-12.附件3.10")
    upper = [c for c in data["cards"] if c["column"] == 0]
    assert [c["paper"] for c in upper] == ["鲁政字〔2023〕18号"]
    assert all(c["label"].startswith("支持东阿县建设“阿胶及阿胶+”产业集群") and len(c["label"]) <= 32 for c in upper)
    assert all(c["text"] == "" for c in upper)

"""/network and the data behind it, asked as a browser without scripts and as a program would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from policykg.serve import create_app
from policykg.serve.network import LONGEST, SHOWN
from policykg.serve.service import Settings
from policykg.view.network_words import WORDS

BUREAU, ITEM = "agency:371500.财政局", "item:聊政字-2023-12.附件1.6"
HTML = {"accept": "text/html"}
ZH = {**HTML, "accept-language": "zh"}


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=1)), follow_redirects=False) as client:
        yield client


def near(site: TestClient, **asked: object) -> dict:
    answer = site.get("/data/neighbours", params={"lang": "zh", **asked})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_the_first_page_offers_bodies_to_start_from(site: TestClient) -> None:
    page = site.get("/network", headers=ZH).text
    starts = re.findall(r'href="/network\?of=agency[^"]*">([^<]+)<', page)
    assert starts[0] == "聊城市财政局" and len(starts) == 12  # 68 leads, README question 1
    assert "network.js" not in page


def test_a_body_is_found_by_its_name_and_lists_25_neighbours(site: TestClient) -> None:
    page = site.get("/network", params={"of": "聊城市财政局"}, headers=ZH).text
    assert "聊城市财政局的关系网络" in page and "<h3>牵头</h3>" in page
    assert page.count(WORDS["net-walk"][0] + "</a>") == 25
    more = re.search(r'href="([^"]*start=25[^"]*)">还有 (\d+) 个', page)
    assert more is not None
    after = site.get(more[1].replace("&amp;", "&"), headers=ZH).text
    assert "第 26–50 个" in after


def test_a_name_of_several_and_a_name_of_none(site: TestClient) -> None:
    page = site.get("/network", params={"of": "市财政局"}, headers=ZH).text
    assert "agency:371500.财政局" in page and "agency:371700.财政局" in page
    none = site.get("/network", params={"of": "<b>无此单位</b>"}, headers=ZH)
    assert none.status_code == 200 and "&lt;b&gt;无此单位" in none.text and "<b>无此" not in none.text


def test_a_way_stands_in_the_page(site: TestClient) -> None:
    page = site.get("/network", params={"of": "聊城市财政局", "to": "菏泽市科技局"}, headers=ZH).text
    steps = re.search(r"<ol>(<li>.*?)</ol>\s*</section>", page, re.S)
    assert steps is not None
    names = re.findall(r">([^<]+)</a></li>", steps[1])
    assert names[0] == "聊城市财政局" and names[-1] == "菏泽市科技局" and len(names) >= 3


def test_data_of_the_page_for_its_script(site: TestClient) -> None:
    page = site.get("/network", params={"of": ITEM}, headers=ZH).text
    block = re.search(r'<script type="application/json" id="network-data">(.*?)</script>', page, re.S)
    assert block is not None
    told = json.loads(block[1])
    assert told["of"] == ITEM and told["relations"]["leads"]["label"] == "牵头" and told["kinds"]["item"]["fill"]
    assert "unsafe" not in site.get("/network").headers["content-security-policy"]


def test_neighbours_come_25_at_a_time(site: TestClient) -> None:
    first, seen = near(site, of=BUREAU), set()
    assert len(first["nodes"]) == 25 and first["more"] == first["total"] - 25
    start = 0
    while True:
        page = near(site, of=BUREAU, start=start)
        seen |= {n["id"] for n in page["nodes"]}
        start += len(page["nodes"])
        if not page["more"]:
            break
    assert len(seen) == first["total"] == start


def test_neighbours_by_iri_prefixed_name_and_page_address(site: TestClient) -> None:
    whole = near(site, of="https://w3id.org/policykg/agency/371500.财政局")
    assert whole == near(site, of=BUREAU) == near(site, of="/id/agency/371500.财政局")
    assert all(n["href"].startswith("/id/") for n in whole["nodes"])


def test_neighbours_of_chosen_kinds_and_relations(site: TestClient) -> None:
    assert {n["kind"] for n in near(site, of=ITEM, kind=["agency", "target"])["nodes"]} <= {"agency", "target"}
    told = near(site, of=BUREAU, relation="assists")
    assert {t["relation"] for t in told["ties"]} == {"assists"} and told["total"] == 34  # README question 4


def test_what_is_shown_already_is_tied_in(site: TestClient) -> None:
    shown = [n["id"] for n in near(site, of=ITEM)["nodes"]]
    told = near(site, of="place:371500", kind="agency", known=shown)
    ends = {frozenset((t["source"], t["target"])) for t in told["ties"]}
    assert any(end & set(shown) for end in ends)


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("neighbours", {}, 400),
        ("neighbours", {"of": "agency:无"}, 404),
        ("neighbours", {"of": "a b<>"}, 400),
        ("neighbours", {"of": "x" * (LONGEST + 1)}, 400),
        ("neighbours", {"of": BUREAU, "start": "-1"}, 400),
        ("neighbours", {"of": BUREAU, "start": "٣"}, 400),
        ("neighbours", {"of": BUREAU, "start": "9" * 30}, 400),
        ("neighbours", {"of": BUREAU, "kind": "unicorn"}, 400),
        ("neighbours", {"of": BUREAU, "relation": "> ?p ?o"}, 400),
        ("neighbours", {"of": BUREAU, "known": [ITEM] * (SHOWN + 1)}, 400),
        ("path", {"from": BUREAU}, 400),
        ("path", {"from": BUREAU, "to": "item:无"}, 404),
        ("network.gexf", {}, 400),
        ("network.gexf", {"node": [ITEM] * (SHOWN + 1)}, 400),
    ],
)
def test_wrong_requests_are_told_so_in_one_line(site: TestClient, path: str, asked: dict, status: int) -> None:
    answer = site.get(f"/data/{path}", params=asked)
    assert answer.status_code == status and answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text.splitlines()) == 1 and "Traceback" not in answer.text


def test_only_reading_is_possible(site: TestClient) -> None:
    for path in ("/network", "/data/neighbours", "/data/path", "/data/network.gexf"):
        assert site.post(path, data={"of": BUREAU}).status_code == 405


def test_a_way_as_data(site: TestClient) -> None:
    told = site.get("/data/path", params={"from": BUREAU, "to": "agency:371700.科技局"}).json()
    assert told["nodes"][0]["id"] == BUREAU and told["nodes"][-1]["id"] == "agency:371700.科技局"
    assert len(told["ties"]) >= len(told["nodes"]) - 1
    none = site.get("/data/path", params={"from": BUREAU, "to": ITEM, "relation": "within"}).json()
    assert none == {"nodes": [], "ties": []}


def test_gexf_holds_what_was_asked_for(site: TestClient) -> None:
    nodes = [n["id"] for n in near(site, of=ITEM)["nodes"]] + [ITEM]
    answer = site.get("/data/network.gexf", params={"node": nodes})
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content == site.get("/data/network.gexf", params={"node": nodes}).content
    tree = ElementTree.fromstring(answer.content)
    space = {"g": tree.tag[1:].partition("}")[0]}
    assert len(tree.findall(".//g:node", space)) == len(nodes)
    assert len(tree.findall(".//g:edge", space)) >= len(nodes) - 1
    assert {n.get("label") for n in tree.findall(".//g:node", space)} >= {"聊城市财政局"}


def test_the_page_speaks_english_too(site: TestClient) -> None:
    page = site.get("/network", params={"of": BUREAU, "lang": "en"}, headers=HTML).text
    assert "Network around 聊城市财政局" in page and "<h3>leads</h3>" in page
    site.cookies.clear()

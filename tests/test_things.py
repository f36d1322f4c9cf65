"""The pages of bodies, items, papers, places, projects and targets; values are those of the papers."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.sample_corpus import CORPUS
from tests.test_site import Outline

from policykg.analyse import body_page, place_page
from policykg.analyse.item_page import Span, item_page, stretches
from policykg.analyse.shown import Question
from policykg.rdf.quads import corpus_quads
from policykg.resolve.curation import read_decisions
from policykg.serve import create_app
from policykg.serve.service import Settings
from policykg.store import open_graph, publish
from policykg.store.worklist import Worklist

HTML = {"accept": "text/html"}
ROW = r'<li class="item"><p>(?:<span[^>]*>[^<]*</span> )?<a href="(/id/item/[^"]+)"'
ITEM = "/id/item/聊政字-2023-12.附件1.6"
BASE = "https://w3id.org/policykg/"
PAGES = {
    "body": "/id/agency/371500.财政局.html",
    "body of old": "/id/agency/371500.银监分局.html",
    "group": "/id/agency/371500.各县市区人民政府.html",
    "item": ITEM,
    "item of prose": "/id/item/聊政字-2023-12.正文.二.一.1",
    "upper item": "/id/item/鲁政字-2023-18.健全奖优促先激励机制实施",
    "paper": "/id/doc/聊政字-2023-12",
    "paper cited": "/id/doc/鲁政字-2023-18",
    "place": "/id/place/371524.html",
    "city": "/id/place/371500.html",
    "project": "/id/project/371500.聊城机场.html",
    "target": "/id/quantity/聊政字-2023-12.附件1.6.1",
}


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=1)), follow_redirects=False) as client:
        yield client


def look(site: TestClient, path: str, lang: str = "zh") -> str:
    answer = site.get(quote(path, safe="/?=&#"), headers={**HTML, "accept-language": lang})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def text_of(page: str) -> str:
    """Return what a reader sees, without white space."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", main[0])).split())


def section(page: str, start: str, end: str = "<h2") -> str:
    return page.partition(start)[2].partition(end)[0]


# --- every page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_and_light(site: TestClient, name: str, lang: str) -> None:
    page = look(site, PAGES[name], lang)
    outline = Outline(page)
    assert outline.open == [] and outline.wrong == [], outline.wrong[:5]
    assert len(page.encode()) < 200_000
    assert page.count("<h1") == 1 and f'<html lang="{"zh-Hans" if lang == "zh" else "en"}"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_the_sparql_behind_a_page_can_be_asked(site: TestClient, name: str) -> None:
    behind = section(look(site, PAGES[name]), '<details class="behind', "</details>")
    queries = [html.unescape(q) for q in re.findall(r"<code>(.*?)</code>", behind, re.DOTALL)]
    links = [html.unescape(x) for x in re.findall(r'href="(/sparql\?[^"]+)"', behind)]
    assert len(queries) == len(links) >= 1
    for link in links:
        answer = site.get(link, headers={"accept": "application/sparql-results+json"})
        assert answer.status_code == 200 and "results" in answer.json()
    assert site.get(links[0], headers={"accept": "application/json"}).json()["results"]["bindings"]


def test_all_properties_are_one_link_away(site: TestClient) -> None:
    page = look(site, ITEM)
    address = re.search(r'href="([^"]+view=all)"', page)
    assert address and "序号" in site.get(html.unescape(address[1]), headers=HTML).text


# --- body -------------------------------------------------------------------------------------------


def test_a_body_shows_its_tasks_by_role_and_paper(kg: Path, site: TestClient) -> None:
    import json

    records = [json.loads(x) for x in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    body = BASE + "agency/371500.财政局"
    led = {r["iri"] for r in records for a in r["roles"] if a["iri"] == body and a["role"] == "leads"}
    page = look(site, PAGES["body"])
    assert f'href="#leads">{len(led)} 条' in page and len(led) > 20
    found: set[str] = set()
    for n in range(1, -(-len(led) // 20) + 1):
        shown = section(look(site, f"{PAGES['body']}?leads={n}"), '<h2 id="leads"', "</section>")
        rows = re.findall(ROW, shown)
        assert len(rows) == (20 if n <= len(led) // 20 else len(led) % 20) and not found & set(rows)
        found |= set(rows)
    assert found == {quote("/id/" + iri.removeprefix(BASE)) for iri in led}
    assert f"另有 {len(led) - 20} 条" in page


def test_what_became_of_a_body_is_dated(site: TestClient) -> None:
    told = text_of(look(site, PAGES["body of old"]))
    assert "2018-12聊城银监分局更名为聊城银保监分局" in told
    assert "2023-07-20聊城银保监分局更名为国家金融监督管理总局聊城监管分局" in told


def test_a_change_says_by_what_and_where_the_sentence_stands(site: TestClient) -> None:
    page = look(site, PAGES["body of old"], "en")
    assert "institutional reform plan of the State Council" in page and "see the sentence" in page
    link = re.search(r'聊城银监分局</span> <a href="([^"]+)">see the sentence', page)
    assert link and "聊城银监分局" in look(site, html.unescape(link[1]))


def test_counterparts_stand_above_and_elsewhere(site: TestClient) -> None:
    told = text_of(look(site, PAGES["body"]))
    assert "上级山东省财政厅" in told and "历城区财政局" in told
    assert "下级" in text_of(look(site, "/id/agency/370000.财政厅.html"))


def test_a_government_answers_for_what_its_group_is_charged_with(site: TestClient) -> None:
    page = look(site, "/id/agency/371524.人民政府.html")
    assert "经由“聊城市各县（市、区）人民政府”" in page  # 聊政发〔2019〕1号 9: 各县（市、区）人民政府


# --- item -------------------------------------------------------------------------------------------


def test_every_span_is_marked_in_place_and_explained(kg: Path, site: TestClient) -> None:
    page = look(site, ITEM)
    source = section(page, '<figure class="source">', "</figure>")
    for words, relation in (
        ("现代农业强县2个", "targets"),
        ("奖励资金2亿元", "targets"),
        ("市农业农村局", "responsible"),
    ):
        assert re.search(f'<a class="span r-{relation}" href="#s[0-9]+" title="[^"]+">{words}</a>', source), words
    found = item_page(open_graph(kg), BASE + "item/聊政字-2023-12.附件1.6")
    assert found is not None and len(found.spans) == page.count('<li id="s') == 6
    (passage,) = found.passages
    text = (kg / "texts" / "e57a629ee14ae3ed9ebb85ce9a3a11a0d0e947811de0072285ca04054742d205.txt").read_text()
    whole = "".join(s.text for s in passage.stretches)
    assert whole in text and text[: text.index(whole)].count("\n") + 1 == passage.line == 175


def test_nested_and_overlapping_spans_are_all_drawn() -> None:
    def span(number: int, start: int, end: int) -> Span:
        return Span(number, "leads", f"s{number}", "", "", "", "f", 1, start, end, "r", 1.0)

    text = "一二三四五六七八九"
    spans = [span(1, 0, 6), span(2, 1, 3), span(3, 4, 8)]  # 2 within 1, 3 over its end
    found = list(stretches(text, 0, 9, spans))
    assert "".join(s.text for s in found) == text
    assert [(s.text, [x.number for x in s.spans], [x.number for x in s.ending]) for s in found] == [
        ("一", [1], []),
        ("二三", [2, 1], [2]),
        ("四", [1], []),
        ("五六", [3, 1], [1]),
        ("七八", [3], [3]),
        ("九", [], []),
    ]


def test_upper_and_lower_items_lead_to_each_other(site: TestClient) -> None:
    upper = PAGES["upper item"]
    assert quote(upper) in section(look(site, ITEM), '<h2 id="chain"')
    assert quote(ITEM) in section(look(site, upper), '<h2 id="chain"')


def test_this_is_wrong_gives_a_line_that_a_build_takes(site: TestClient) -> None:
    links = re.findall(r'href="(/curation\?[^"]+)"', look(site, ITEM))
    assert len(links) == 3  # three bodies
    answer = site.get(html.unescape(links[0]))
    assert "attachment" in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["mention"], row["where"], row["read_as"]) == ("市财政局", "聊政字-2023-12.附件1.6", "聊城市财政局")
    (decision,) = read_decisions(answer.text, "d.csv")
    assert (decision.decision, decision.value) == ("not-same", "371500.财政局")


@pytest.mark.parametrize(("of", "status"), [("", 400), ("assignment:nothing.1", 404), ("item:x", 404), ("<>", 400)])
def test_a_wrong_mention_is_told(site: TestClient, of: str, status: int) -> None:
    assert site.get("/curation", params={"of": of}).status_code == status


def test_the_line_overrules_the_reader_in_a_build(run_cli, site: TestClient, corpus: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = look(site, "/id/doc/历城区贯彻落实省2023年稳中向好进中提质政策清单第一批任务分工表")
    first = html.unescape(re.findall(ROW, page)[0])
    link = re.findall(r'href="(/curation\?[^"]+)"', site.get(first, headers=HTML).text)[0]
    line = site.get(html.unescape(link))
    (tmp_path / "decisions.csv").write_bytes(line.content)
    (row,) = csv.DictReader(io.StringIO(line.text.removeprefix("\ufeff")))
    paper = corpus / "licheng-2023-policy-list.txt"
    done = run_cli("build", paper, "-o", tmp_path / "kg", "-q", "--curation", tmp_path / "decisions.csv")
    assert done.returncode == 0, done.stderr
    found = item_page(open_graph(tmp_path / "kg"), BASE + "item/" + row["where"])
    assert found is not None
    assert [s.name for s in found.spans if s.rule == "curation"] != []
    assert all(s.other != BASE + "agency/" + row["value"] for s in found.spans if s.rule == "curation")


# --- paper, place, project, target ------------------------------------------------------------------


def test_a_paper_has_its_outline_and_what_was_not_read(site: TestClient) -> None:
    page = look(site, PAGES["paper"])
    told = text_of(page)
    assert "聊政字〔2023〕12号" in told and "2023-08-25" in told and "鲁政字〔2023〕18号" in told
    for part in ("正文", "附件1", "附件2", "附件3"):
        assert part in section(page, '<h2 id="outline"')
    assert "加强科技创新主体培育" in told and "没有读出的文字" in told and "liaocheng-2023-12.txt" in told
    assert quote(ITEM) in page or quote(ITEM) in look(site, PAGES["paper"] + "?page=2")


def test_a_paper_that_was_only_cited_says_so(site: TestClient) -> None:
    page = look(site, PAGES["paper cited"])
    assert "语料中没有这份文件" in page and quote(PAGES["paper"]) in page


def test_papers_that_are_only_cited_are_told_from_those_that_were_read(site: TestClient) -> None:
    for page in (look(site, PAGES["paper"]), look(site, "/id/place/370000.html")):
        assert re.search(r"鲁政字〔2023〕18号[^<]*</a> <span[^>]*>仅被引用", page)
    assert "仅被引用" not in section(look(site, PAGES["paper cited"]), "<dl>", "</dl>")  # who takes it up was read
    found = site.get("/search?q=鲁西崛起三年行动计划&kind=paper", headers=HTML).text
    assert found.count("仅被引用") == 1 and found.count('<li class="k-paper">') == 2


def test_a_row_whose_columns_may_have_slipped_warns_its_readers(site: TestClient) -> None:
    """liaocheng-2023-12.txt, annex 1: the text beside row 4 speaks of the province's row 3."""
    page = look(site, "/id/item/聊政字-2023-12.附件1.4")
    assert "请核对" in page and "更像第 3 行的上级条目" in page
    assert "columns may have slipped" in look(site, "/id/item/聊政字-2023-12.附件1.4", "en")
    assert "更像第" not in look(site, "/id/item/聊政字-2023-12.附件1.3")
    bureau = look(site, "/id/doc/聊政字-2023-12")
    assert bureau.count("可能错行") == 1


def test_an_item_says_all_its_deadlines_and_its_way_through_the_outline(site: TestClient) -> None:
    # 附件2 第17项: 到2023年,创建省级乡村振兴齐鲁样板示范区2个 …; 到2025年,力争创建 …
    page = text_of(look(site, "/id/item/聊政字-2023-12.附件2.17"))
    assert re.search(r"期限 *2023、 *2025", page)
    assert "二.五.2" in look(site, "/id/item/聊政字-2023-12.正文.二.五.2")
    assert re.search(r">二\.五\.2</span> <a", look(site, PAGES["paper"]))


def test_a_county_shows_what_it_must_do_and_who_leads(site: TestClient) -> None:
    page = look(site, PAGES["place"])
    charged = text_of("<main>" + section(page, '<h2 id="charged"', '<h2 id="concerned"') + "</main>")
    # 附件2 第5项: 市文化和旅游局、市财政局、市自然资源和规划局、东阿县人民政府
    assert "在市区打造杂技传承演绎发展基地" in charged and "聊城市文化和旅游局" in charged
    assert "东阿县人民政府" in charged and "聊城市各县（市、区）人民政府" in charged
    assert "构建综合立体交通体系" in section(page, '<h2 id="concerned"')


def test_the_targets_of_a_city_are_counted_by_year_and_one_click_away(site: TestClient) -> None:
    page = look(site, PAGES["city"])
    found = re.search(r'href="([^"]+year=2025)">2025 年到期 ([0-9]+) 个</a>', page)
    assert found is not None
    listed = look(site, html.unescape(found[1]))
    assert f"找到 {found[2]} 条" in listed and "现代农业强县" in text_of(
        look(site, html.unescape(found[1]) + "&q=强县")
    )


def test_a_target_shows_value_deadline_words_and_item(site: TestClient) -> None:
    told = text_of(look(site, PAGES["target"]))
    assert "数值2个" in told and "期限2025" in told and "现代农业强县2个" in told and "第175行" in told
    assert "聊城市财政局" in told


def test_a_graph_that_is_swapped_under_a_page_is_no_error_of_ours(kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kg"
    shutil.copytree(kg, copy)
    statement = "/id/assignment/" + quote("聊政字-2023-12.附件1.6.1") + ".html"
    with TestClient(create_app(copy, Settings(workers=1)), raise_server_exceptions=False) as client:
        assert client.get(PAGES["target"], headers=HTML).status_code == 200
        assert client.get(statement, headers=HTML).status_code == 200
        for text in (copy / "texts").iterdir():  # as in the second between a build and the server that follows it
            text.unlink()
        (copy / "meta.json").write_text("{}", encoding="utf-8")
        (copy / "search.sqlite").unlink()
        for page in (PAGES["target"], statement):
            assert client.get(page, headers=HTML).status_code == 200
        told = client.get("/search?q=人才", headers=HTML)
        assert told.status_code == 503 and told.headers["retry-after"] and "重建" in told.text


@pytest.mark.parametrize(
    "node", ["agency/371500.财政局", "agency/371524.人民政府", "agency/371500.各县市区人民政府", "agency/nowhere"]
)
def test_the_lists_of_a_body_are_what_the_sparql_beside_them_answers(kg: Path, node: str) -> None:
    lists = Worklist(kg / "search.sqlite")
    rows = list(body_page.WORK.answer(open_graph(kg), BASE + node))
    for role in body_page.ROLES:
        wanted = {str(r["item"]): str(r["date"] or "") for r in rows if r["role"] == role}
        pages = [lists.of_body(BASE + node, role, n, 20) for n in range(1, len(wanted) // 20 + 2)]
        there = [i for p in dict.fromkeys(x.items for x in pages) for i in p]
        assert len(there) == pages[0].total == len(wanted) and set(there) == set(wanted)
        dates = [wanted[i] for i in there]
        assert dates == sorted(dates, reverse=True)
        through = {(i, b) for p in pages for i, bodies in p.through.items() for b, _ in bodies}
        assert through == {(str(r["item"]), str(r["body"])) for r in rows if r["role"] == role}


@pytest.mark.parametrize("place", ["371500", "371524", "370000", "100000"])
def test_the_lists_of_a_place_are_what_the_sparql_beside_them_answers(kg: Path, place: str) -> None:
    lists, graph, node = Worklist(kg / "search.sqlite"), open_graph(kg), f"{BASE}place/{place}"
    charged = list(place_page.CHARGED.answer(graph, node))
    found = lists.of_place(node, 1, 10_000)
    assert set(found.items) == {str(r["item"]) for r in charged}
    assert {(i, b) for i, bodies in found.through.items() for b, _ in bodies} == {
        (str(r["item"]), str(r["body"])) for r in charged
    }
    assert set(lists.about(node, 1, 10_000).items) == {str(r["item"]) for r in place_page.CONCERNED.answer(graph, node)}
    counted = {
        (str(r["body"]), str(r["role"]), int(str(r["items"])))
        for r in place_page.BODIES.answer(graph, node)
        if r["role"]
    }
    assert {(b, role, n) for b, _, roles in lists.bodies(node) for role, n in roles.items()} == counted


def test_pages_behind_the_last_are_the_last_and_wrong_ones_are_told(site: TestClient) -> None:
    assert site.get(quote(PAGES["body"]) + "?leads=9999", headers=HTML).status_code == 200
    assert site.get(quote(PAGES["body"]) + "?leads=0", headers=HTML).status_code == 400
    assert site.get(quote(PAGES["city"]) + "?charged=x", headers=HTML).status_code == 400


# --- markup, long names, nothing ----------------------------------------------------------------------

NASTY = "<script>alert('1')</script>\"'>&{{ 7*7 }}"


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The hand-made corpus with markup and long names wherever a name can stand."""
    long = "很长的名称" * 40
    documents = tuple(replace(d, title=d.title + NASTY, number=d.number) for d in CORPUS.documents)
    agencies = tuple(replace(a, label=a.label + NASTY + long) for a in CORPUS.agencies)
    by_key = {a.key: a for a in agencies}
    records = tuple(
        replace(
            r,
            title=NASTY,
            section=NASTY,
            roles=tuple(replace(a, agency=by_key.get(a.agency.key, a.agency), rule=NASTY) for a in r.roles),
            quantities=tuple(replace(q, indicator=NASTY + long, unit=NASTY) for q in r.quantities),
            fields=((NASTY, NASTY),),
        )
        for r in CORPUS.records
    )
    made = replace(CORPUS, documents=documents, agencies=agencies, records=records)
    folder = tmp_path_factory.mktemp("nasty") / "kg"
    texts = {s.sha256: t for s, t in CORPUS.texts}
    report = {"files": [{"path": NASTY, "documents": ["聊政字-2023-12"],
                         "unread": {"share": 0.5, "texts": [], "words": [{"line": 1, "word": NASTY, "context": NASTY}]}}]}  # fmt: skip
    publish(folder, nquads=corpus_quads(made), records=[], texts=texts, report=report, meta={"base": BASE})
    with TestClient(create_app(folder, Settings(workers=1)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/", "/search?q=alert", "/search?q=很长的名称", "/id/doc/聊政字-2023-12", "/id/item/聊政字-2023-12.附件1.5",
        "/id/item/聊政字-2023-12.附件1.5?view=all", "/id/agency/371500.财政局.html", "/id/place/371500.html",
        "/id/place/371502.html", "/id/project/371500.聊城机场.html", "/id/quantity/聊政字-2023-12.附件1.5.1",
        "/id/item/鲁政发-2022-17.5",
    ],
)  # fmt: skip
def test_names_with_markup_stay_text(nasty: TestClient, path: str) -> None:
    page = look(nasty, path)
    outline = Outline(page)
    assert outline.open == [] and outline.wrong == [], (outline.open, outline.wrong)
    assert "<script>alert" not in page
    assert "alert" in html.unescape(page) or "很长的名称" in page


def test_an_empty_graph_has_pages_too(tmp_path: Path) -> None:
    empty = replace(CORPUS, documents=(), records=(), agencies=(), places=(), texts=(), alignments=(), successions=())
    publish(tmp_path / "kg", nquads=corpus_quads(empty), records=[], texts={}, report={}, meta={})
    with TestClient(create_app(tmp_path / "kg", Settings(workers=1)), follow_redirects=False) as client:
        for path in ("/", "/search", "/search?q=人才", "/sparql"):
            for lang in ("zh", "en"):
                assert Outline(look(client, path, lang)).wrong == []
        assert client.get("/id/item/x", headers=HTML).status_code == 404


def test_a_question_names_the_node_it_is_about() -> None:
    asked = Question("甲", "a", "SELECT ?x WHERE {\n  VALUES ?it { }\n  ?it ?p ?x }").about("http://x/1")
    assert "VALUES ?it { <http://x/1> }" in asked

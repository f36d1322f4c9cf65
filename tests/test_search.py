"""The search: its index, its page, its files."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from policykg.errors import GraphError
from policykg.serve import create_app
from policykg.serve.service import Settings
from policykg.store.search import Entry, Index, write_index
from policykg.store.words import asked, hits, spaced

HTML = {"accept": "text/html"}
NASTY = "=HYPERLINK(\"http://x\")<script>alert('名')</script>&"


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=1)), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def index(kg: Path) -> Index:
    return Index(kg / "search.sqlite")


def made(tmp_path: Path, *entries: Entry) -> Index:
    write_index(tmp_path / "s.sqlite", entries)
    return Index(tmp_path / "s.sqlite")


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "question", "found"),
    [
        ("培养人才，引进人才", "人才", ["人才", "人才"]),
        ("人、才", "人才", []),
        ("聊政字〔2023〕12号", "聊政字[2023]12号", ["聊政字〔2023〕12号"]),
        ("增长2.5%", "2.5", ["2.5"]),
        ("推进PPP项目", "ppp", ["PPP"]),
        ("推进ＰＰＰ项目", "pp", ["ＰＰＰ"]),
        ("财政厅", "財政", ["财政"]),
        ("到2025年", "2025年", ["2025年"]),
        ("向\n5市倾斜", "向5市", ["向\n5市"]),
        ("一二三", "三二", []),
    ],
)
def test_words_stand_where_the_text_has_them(text: str, question: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in hits(text, asked(question))] == found


def test_every_question_is_a_legal_expression(tmp_path: Path) -> None:
    index = made(tmp_path, Entry("i:1", "item", "", 'a "b" OR c* NEAR(d) ^e -f {g} 人才'))
    for question in ('"', "a OR", "NEAR(", "*", "a*b", "^a", "-f", "{name} : a", "'; DROP TABLE entry", "\0", "|", "《》",
                     "a" * 500, "人" * 500):  # fmt: skip
        assert index.find(question).total <= 1, question
    assert index.find("人才").total == 1


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [Entry(f"i:{n}", "item", f"第{n}项", "推进人才工作" * n, facets=(("year", "2025"),)) for n in range(200)]
    for name in ("a", "b"):
        write_index(tmp_path / name, rows, [("place", "371500", "聊城市")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# --- ranking and narrowing --------------------------------------------------------------------------


def test_names_come_before_texts_and_whole_names_first(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        Entry("i:text", "item", "", "财政局 财政局 财政局"),
        Entry("b:part", "body", "聊城市财政局"),
        Entry("b:head", "body", "财政局办公室"),
        Entry("b:whole", "body", "财政局"),
    )
    assert [h.iri for h in index.find("财政局").hits] == ["b:whole", "b:head", "b:part", "i:text"]


def test_a_body_of_that_very_name_comes_first_and_numbers_last(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        Entry("q:whole", "target", "财政局"),
        Entry("q:part", "target", "财政局经费"),
        Entry("p:whole", "paper", "财政局"),
        Entry("b:head", "body", "财政局办公室某某某某某某"),
        Entry("b:whole", "body", "财政局"),
    )
    assert [h.iri for h in index.find("财政局").hits] == ["b:whole", "p:whole", "q:whole", "b:head", "q:part"]


def test_words_apart_are_shown_only_when_none_stand_in_a_row(tmp_path: Path) -> None:
    index = made(tmp_path, Entry("p:1", "paper", "稳中向好、进中提质政策清单"), Entry("p:2", "paper", "提质"))
    found = index.find("稳中向好进中提质")
    assert found.loose and [h.iri for h in found.hits] == ["p:1"]
    assert not index.find("进中提质").loose


def test_facets_count_what_the_other_choices_leave(index: Index) -> None:
    everything = index.find("人才")
    kinds = {v: n for v, _, n in everything.facets["kind"]}
    items = index.find("人才", {"kind": ["item"]})
    assert items.total == kinds["item"] and sum(kinds.values()) == everything.total
    assert {v: n for v, _, n in items.facets["kind"]} == kinds  # so that another kind can be chosen
    both = index.find("人才", {"kind": ["item", "target"]})
    assert both.total == kinds["item"] + kinds["target"]
    city = next(n for v, _, n in items.facets["place"] if v == "371500")
    assert index.find("人才", {"kind": ["item"], "place": ["371500"]}).total == city


@pytest.mark.parametrize(
    "question", ["人才", "税", "机场", "聊政字〔2023〕12号", "聊政字(2023)12号", "PPP", "聊城银监分局"]
)
def test_words_of_the_papers_are_found(index: Index, question: str) -> None:
    found = index.find(question)
    assert found.total and not found.loose
    wanted = spaced(question).split()
    assert any(wanted[0] in spaced(h.name + h.text + h.note) for h in found.hits)


def test_all_that_hold_a_word_are_found(kg: Path, index: Index) -> None:
    """Counted in the records, whatever the index makes of them."""
    records = [json.loads(line) for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    holding = {r["iri"] for r in records if "高质量发展" in "".join(r["text"].split())}
    found = {h.iri for h in index.find("高质量发展", {"kind": ["item"]}, None).hits}
    assert len(holding) > 10 and holding <= found


def test_targets_of_a_city_that_fall_due_in_a_year(kg: Path, index: Index) -> None:
    records = [json.loads(line) for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    due = [
        "".join(q["quote"].split())
        for r in records
        if r["document"]["jurisdiction"] == "371500"
        for q in r["quantities"]
        if q["kind"] == "target" and (q["deadline"] or q["deadline_inherited"] or "")[:4] == "2025"
    ]
    found = index.find("", {"kind": ["target"], "place": ["371500"], "year": ["2025"]}, None)
    assert sorted("".join(h.text.split()) for h in found.hits) == sorted(due) and len(due) > 20


# --- page -------------------------------------------------------------------------------------------


def test_a_page_shows_hits_in_context_with_links(site: TestClient) -> None:
    page = site.get("/search?q=人才", headers=HTML).text
    assert "<mark>人才</mark>" in page and 'href="/id/item/' in page and 'value="人才"' in page
    assert "/search?q=%E4%BA%BA%E6%89%8D&amp;kind=item" in page
    chosen = site.get("/search?q=人才&kind=item", headers=HTML).text
    assert 'aria-current="true">条目' in chosen and 'href="/search?q=%E4%BA%BA%E6%89%8D"' in chosen


def test_pages_of_hits_are_disjoint_and_complete(site: TestClient) -> None:
    def names(page: int) -> list[str]:
        found = site.get(f"/search?q=人才&page={page}&kind=item", headers=HTML).text
        return [x.partition('"')[0] for x in found.split('<span class="chip">条目</span> <a href="')[1:]]

    first, second, third = names(1), names(2), names(3)
    assert len(first) == len(second) == 20 and third and not set(first) & set(second) & set(third)
    assert names(99) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_question_and_no_hit_are_helpful(site: TestClient, lang: str) -> None:
    empty = site.get("/search", headers={**HTML, "accept-language": lang}).text
    assert "人才" in empty and "kind=paper" in empty
    none = site.get("/search?q=没有这样的词语&kind=item", headers={**HTML, "accept-language": lang})
    assert none.status_code == 200 and ("空格" in none.text or "spaces" in none.text)
    assert f'href="/search?q={quote("没有这样的词语")}"' in none.text  # without the filter


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=９", "page=99999999", "format=exe",
                                   "kind=x", "level=x", "place=999999", "year=1066", "role=x", "paper=x"])  # fmt: skip
def test_a_wrong_parameter_is_told(site: TestClient, query: str) -> None:
    assert site.get(f"/search?q=人才&{query}", headers=HTML).status_code == 400


def test_what_is_asked_is_escaped(site: TestClient) -> None:
    for query in ("q=", "q=人才&kind=", "q=人才&place=", "q=人才&paper="):
        page = site.get(
            f"/search?{query}" + quote('"><script>alert(1)</script>'), headers=HTML
        ).text  # found or refused
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_names_with_markup_stay_text(kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kg"
    shutil.copytree(kg, copy)
    (copy / "search.sqlite").unlink()
    write_index(copy / "search.sqlite", [Entry("https://x.example/<b>", "item", NASTY, NASTY, note=NASTY)])
    with TestClient(create_app(copy, Settings(workers=1))) as client:
        page = client.get("/search?q=名", headers=HTML).text
        assert "<script>" not in page and "&lt;script&gt;" in page and "<mark>名</mark>" in page
        cells = next(csv.DictReader(io.StringIO(client.get("/search?q=名&format=csv").text.removeprefix("\ufeff"))))
        assert cells["名称"] == "'" + NASTY and cells["文字"] == "'" + NASTY


# --- files ------------------------------------------------------------------------------------------


def test_all_results_are_exported_in_both_forms(site: TestClient) -> None:
    answer = site.get("/search?q=人才&kind=item&format=csv")
    assert answer.content.startswith(b"\xef\xbb\xbf") and "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    told = site.get("/search?q=人才&kind=item&format=json").json()
    assert told["total"] == len(told["results"]) == len(rows) > 20
    assert [r["标识（IRI）"] for r in rows] == [r["iri"] for r in told["results"]]
    assert {r["类型"] for r in rows} == {"条目"} and {r["kind"] for r in told["results"]} == {"item"}
    assert (
        site.get("/search?q=人才&format=csv", headers={"accept-language": "en"}).text[1:].startswith("kind,name,text")
    )
    assert told["question"] == "人才" and told["filters"] == {"kind": ["item"]}


def test_a_graph_without_an_index_gets_one_when_it_is_served(kg: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kg"
    shutil.copytree(kg, copy)
    (copy / "search.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(GraphError):
        Index(copy / "search.sqlite")
    for step in ("broken", "missing"):
        with TestClient(create_app(copy, Settings(workers=1))) as client:
            assert "<mark>人才</mark>" in client.get("/search?q=人才", headers=HTML).text, step
        (copy / "search.sqlite").unlink(missing_ok=True)
    assert sorted(p.name for p in copy.iterdir()) == sorted({p.name for p in kg.iterdir()} - {"search.sqlite"})

"""The first page and the pages of the named questions."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.test_site import Outline

from policykg.analyse.glance import Box, glance
from policykg.analyse.queries import load_queries, run_query
from policykg.resources import read_table
from policykg.serve import create_app
from policykg.serve.service import Settings
from policykg.store import open_graph
from policykg.view.answer_words import COLUMNS
from policykg.view.home_words import QUESTIONS

HTML = {"accept": "text/html"}
NAMES = [q.name for q in load_queries()]


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg, Settings(workers=2)), follow_redirects=False) as client:
        yield client


def records(kg: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (kg / "records.jsonl").read_text(encoding="utf-8").splitlines()]


# --- the corpus at a glance ---------------------------------------------------------------------------


def test_the_counts_are_those_of_the_records(kg: Path) -> None:
    found = glance(open_graph(kg, memory=True))
    rows = records(kg)
    assert found.counts["items"] == len(rows)
    # the gazette itself is a paper without items of its own
    papers = {r["document"]["iri"] for r in rows}  # type: ignore[index]
    assert papers <= {p.ref.iri for p in found.papers} and found.counts["papers"] == len(found.papers)
    by_paper = Counter(r["document"]["iri"] for r in rows)  # type: ignore[index]
    assert {p.ref.iri: p.items for p in found.papers if p.items} == dict(by_paper)
    assert sum(total for _, _, total in found.table) == len(found.papers)
    liaocheng = next(row for place, row, _ in found.table if place and place.name == "聊城市")
    assert dict(zip(found.years, liaocheng, strict=True))["2019"] == 4  # four acts of the gazette of 2019, no. 2


def test_places_lie_in_each_other(kg: Path) -> None:
    def walk(boxes: tuple[Box, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for box in boxes:
            yield (*above, box.ref.name)
            yield from walk(box.inside, (*above, box.ref.name))

    found = glance(open_graph(kg, memory=True))
    paths = set(walk(found.boxes))
    assert (
        ("山东省", "聊城市", "东阿县") in paths
        and ("山东省", "菏泽市") in paths
        and ("山东省", "济南市", "历城区") in paths
    )
    assert found.boxes[0].ref.name == "山东省"
    assert len(paths) == len({p[-1] for p in paths})  # each place once


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_is_whole(site: TestClient, kg: Path, lang: str) -> None:
    page = site.get("/", headers={**HTML, "accept-language": lang}).text
    outline = Outline(page)
    assert outline.open == [] and outline.wrong == []
    for paper in glance(open_graph(kg, memory=True)).papers:
        assert paper.title in html.unescape(page)
    assert f">{len(records(kg))}</span>" in page
    for name in QUESTIONS:
        assert f'href="/questions/{name}"' in page
    assert 'href="/search?q=%E4%BA%BA%E6%89%8D"' in page and quote("/id/place/371524") in page


def test_the_figures_are_measured(root: Path, kg: Path, site: TestClient) -> None:
    """Every figure is in the table file with its command; where the gold is at hand it is measured anew."""
    rows = read_table("accuracy.csv", "figures")
    page = site.get("/", headers=HTML).text
    for row in rows:
        assert row["command"] and row["source"] and re.fullmatch(r"\d{4}-\d\d-\d\d", row["measured"])
        assert row["what_zh"] in page and row["measured"] in page
    shared = root.parent / "shared"
    if not (shared / "tools" / "score.py").is_file():
        pytest.skip(f"no gold annotations: {shared} is absent (it lies beside the checkout, not in it)")

    def score(*args: Path | str) -> dict[str, str]:
        told = subprocess.run(
            [sys.executable, shared / "tools" / "score.py", kg / "records.jsonl", *args],
            capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip
        return dict(pair.split("=", 1) for pair in told.splitlines()[-1].split())

    roles = score(*sorted((shared / "gold" / "roles").glob("*.jsonl")))
    for row, key in zip(rows, ("roles", "upstream"), strict=False):
        assert [row[x] for x in ("n", "precision", "recall", "f1")] == [
            roles[f"{key}_{x}"] for x in ("n", "p", "r", "f1")
        ]
    parts = []
    for file in sorted((shared / "gold" / "quantities").glob("*.jsonl")):
        parts.append(score(shared / "gold" / "roles" / file.name, "--quantities", file))
    assert int(rows[2]["n"]) == sum(int(p["quant_n"]) for p in parts)
    assert {p[f"quant_{x}"] for p in parts for x in ("p", "r", "f1")} == {rows[2]["f1"]}  # all the same


# --- questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_questions_are_listed_with_a_subject(site: TestClient, lang: str) -> None:
    page = site.get("/questions", headers={**HTML, "accept-language": lang}).text
    assert Outline(page).wrong == [] and [n for n in NAMES if f'href="/questions/{n}"' not in page] == []
    assert not re.search(r"<h2>[a-z]", page)  # every first tag has a name


@pytest.mark.parametrize("name", NAMES)
def test_every_question_answers(site: TestClient, name: str) -> None:
    answer = site.get(f"/questions/{name}", headers=HTML)
    assert answer.status_code == 200 and len(answer.content) < 200_000
    outline = Outline(answer.text)
    assert outline.open == [] and outline.wrong == []


def test_every_column_of_a_question_has_a_name(site: TestClient, kg: Path) -> None:
    told = {
        c
        for n in NAMES
        for c in site.get(f"/questions/{n}?format=csv").text.splitlines()[0].lstrip("\ufeff").split(",")
    }
    assert told - set(COLUMNS) == set()


def test_answers_are_names_and_words_of_the_reader(site: TestClient) -> None:
    """liaocheng-2023-12.txt, annex 2, row 28: the county answers for it; its paper goes by its number."""
    page = site.get("/questions/county-shared-tasks", headers={**HTML, "accept-language": "zh"}).text
    table = page[page.index("<table>") : page.index("</table>")]
    assert ">角色</th>" in table and "<td>负责</td>" in table and "responsible" not in table
    assert ">聊政字〔2023〕12号</a>" in table and ">doc:" not in table and ">item:" not in table


def test_values_of_parameters_can_be_chosen(site: TestClient) -> None:
    page = site.get("/questions/county-shared-tasks", headers=HTML).text
    assert '<input name="county" value="东阿县人民政府" maxlength="200" list="choose-county"' in page
    assert '<option value="冠县人民政府">' in page
    years = site.get("/questions/targets-due", headers=HTML).text
    assert '<option value="2025">' in years and '<option value="2023年' not in years


def test_a_question_gives_the_rows_of_the_command(site: TestClient, kg: Path) -> None:
    expected = run_query(open_graph(kg), "leads-most")
    rows = list(csv.reader(io.StringIO(site.get("/questions/leads-most?format=csv").text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == expected.columns
    assert rows[1:] == [["" if v is None else str(v) for v in row] for row in expected.values()]
    told = site.get("/questions/leads-most?format=json").json()
    assert [list(r.values()) for r in told["results"]] == rows[1:]


def test_another_body_can_be_named(site: TestClient) -> None:
    page = site.get("/questions/county-shared-tasks?county=冠县人民政府", headers=HTML).text
    assert 'value="冠县人民政府"' in page and "<tbody>" in page
    unknown = site.get("/questions/county-shared-tasks?county=<b>没有</b>", headers=HTML)
    assert unknown.status_code == 200 and "&lt;b&gt;没有&lt;/b&gt;" in unknown.text and "<b>没有" not in unknown.text


def test_no_such_question(site: TestClient) -> None:
    assert site.get("/questions/none", headers=HTML).status_code == 404
    assert site.get("/questions/leads-most?format=exe", headers=HTML).status_code == 400

"""The pages that compare: coverage, ladder, changes, workload, calendar and copies, as a reader asks for them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from policykg.analyse.drift import Load
from policykg.analyse.workload import workload_report
from policykg.serve import create_app
from policykg.serve.reports import PAGES

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def site(kg: Path) -> Iterator[TestClient]:
    with TestClient(create_app(kg)) as client:
        yield client


def page(site: TestClient, address: str, lang: str = "zh") -> str:
    answer = site.get(address, headers={**HTML, "accept-language": lang})
    assert answer.status_code == 200, address
    return answer.text


def table(site: TestClient, address: str) -> list[dict[str, str]]:
    answer = site.get(address, headers=HTML)
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_has_filters_in_words_a_table_and_the_query_behind_it(
    site: TestClient, name: str, lang: str
) -> None:
    text = page(site, f"/{name}", lang)
    assert ("筛选条件" if lang == "zh" else "Filters") in text
    assert "<form" in text and "SELECT" in text
    assert len(text.encode()) < 200_000


def test_the_heat_map_can_be_narrowed_to_what_a_city_dropped(site: TestClient) -> None:
    every = table(site, "/coverage?format=csv")
    dropped = table(site, "/coverage?format=csv&place=371700&state=none")
    assert len(every) > len(dropped)
    assert {r["菏泽市"] for r in dropped} <= {"无本级任务"}
    assert len(dropped) == sum(r["菏泽市"] == "无本级任务" for r in every)
    text = page(site, "/coverage?place=371700&state=none")
    assert "状态：无本级任务" in text and "地区：菏泽市" in text


def test_a_cell_of_the_heat_map_leads_to_the_local_item(site: TestClient) -> None:
    text = page(site, "/coverage?place=371700")
    links = re.findall(r'href="(/id/item/[^"]+)"', text)
    assert len(links) > 20
    for link in links[:4]:
        assert site.get(link, headers=HTML).status_code == 200


def test_a_paper_leads_to_what_it_takes_up(site: TestClient) -> None:
    rows = table(site, "/coverage?format=csv&of=doc:菏政办字-2023-56")
    assert len(rows) == 35  # the rows of the Heze division of work
    assert "菏泽市" in rows[0] and "聊城市" not in rows[0]


def test_the_ladder_sets_a_county_against_the_province(site: TestClient) -> None:
    # paper 5: 省级开发城乡公益性岗位60万个; 历城区…城乡公益性岗位1918个
    text = page(site, "/ladder?q=公益性岗位")
    assert "600,000" in text and "1,918" in text and "历城区" in text
    assert "<svg" in text


def test_values_nobody_answers_are_folded_behind_those_that_are_answered(site: TestClient) -> None:
    """heze-2023-56.txt repeats the province's 20 薄弱县; for its 10 工业强县 nobody says a number."""
    text = page(site, "/ladder")
    shown, _, folded = text.partition('<details class="folded"><summary>下级均未提出的指标')
    assert "未提出" not in re.sub(r'<ul class="legend.*?</ul>', "", shown.partition("<main")[2], flags=re.S)
    assert "工业强县" in folded and "工业强县" not in shown
    answered = table(site, "/ladder?format=csv")
    assert {r["变化"] for r in answered if r["对应"]} >= {"持平"}
    numbers = {r["号"] for r in answered}
    assert {r["对应"] for r in answered} - {""} <= numbers


def test_the_calendar_can_be_taken_away(site: TestClient) -> None:
    ics = site.get("/calendar?year=2025&format=ics")
    assert ics.headers["content-type"].startswith("text/calendar")
    assert ics.text.count("BEGIN:VEVENT") == len(table(site, "/calendar?year=2025&format=csv")) > 0
    assert all(r["期限"].startswith("2025") for r in table(site, "/calendar?year=2025&format=csv"))


def test_a_table_comes_as_a_workbook(site: TestClient) -> None:
    from openpyxl import load_workbook

    answer = site.get("/drift?format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None and sheet.max_row > 2
    assert "attachment" in answer.headers["content-disposition"]


def test_copies_are_filtered_and_paged(site: TestClient) -> None:
    first, second = page(site, "/copy-map?state=new"), page(site, "/copy-map?state=new&page=2")
    assert "类型：" in first
    assert first != second
    assert set(re.findall(r'<span class="m m-(\w+)">', first)) == {"new"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/coverage?of=没有这份文件", 400),
        ("/drift?of=没有这份文件", 400),
        ("/copy-map?of=没有这份文件", 400),
        ("/workload?of=没有这份文件", 400),
        ("/workload?of=聊政字〔2023〕12号", 200),
        ("/workload?year=1066", 400),
        ("/workload?body=x", 400),
        ("/workload?body=371500.财政局&quarter=2025Q5", 400),
        ("/coverage?place=x", 400),
        ("/coverage?state=x", 400),
        ("/coverage?min_score=2", 400),
        ("/coverage?min_score=nan", 400),
        ("/copy-map?state=x", 400),
        ("/calendar?year=x", 400),
        ("/calendar?place=x", 400),
        ("/calendar?place=371524", 200),
        ("/calendar?after=tomorrow", 400),
        ("/coverage?min_score=x", 400),
        ("/drift?format=exe", 400),
        ("/workload?over=-5", 400),
        ("/copy-map?page=99999", 200),
        ("/ladder?q=%00%ff", 200),
        ("/drift?format=csv&table=99", 400),
    ],
)
def test_odd_filters_are_told_and_break_nothing(site: TestClient, address: str, status: int) -> None:
    assert site.get(address, headers=HTML).status_code == status


@pytest.mark.parametrize("name", ["ladder?q=", "workload?agency=", "calendar?agency=", "calendar?place="])
def test_what_is_typed_stays_text(site: TestClient, name: str) -> None:
    text = site.get(f"/{name}<script>alert(1)</script>", headers=HTML).text
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_the_workload_puts_the_heaviest_body_first_and_marks_what_is_over() -> None:
    loads = (
        Load("1.甲局", "甲局", "2024Q1", 3, 1, 0, 2, 100.0),
        Load("1.甲局", "甲局", "", 1, 0, 0, 0, 0.0),
        Load("1.乙局", "乙局", "2024Q1", 4, 2, 8, 0, 0.0),
        Load("1.丙局", "丙局", "2025Q4", 0, 2, 0, 0, 0.0),
    )
    report, keys, quarters = workload_report(loads, over=10)
    sheet = report.sheets[0]
    assert keys == ("1.乙局", "1.甲局", "1.丙局")
    assert sheet.columns[1:4] == ("2024Q1", "2025Q4", "未定时限")
    assert [row[1:5] for row in sheet.rows] == [
        ("12 + 2", "", "", "12 + 2"),
        ("3 + 1", "", "1", "4 + 1"),
        ("", "0 + 2", "", "0 + 2"),
    ]
    assert quarters == ("2024Q1", "2025Q4", "none")
    assert [m[1] for m in sheet.marks] == ["over", "w2", ""]
    assert [m[3] for m in sheet.marks] == ["", "undated", ""]  # no date, no quarter to be over in
    only, _, _ = workload_report(loads, body="丙", year="2025")
    assert [row[0] for row in only.sheets[0].rows] == ["丙局"]


def test_a_cell_of_the_workload_leads_to_its_items(site: TestClient) -> None:
    text = page(site, "/workload")
    link = re.search(r'<a href="(/workload\?body=371500[^"]+quarter=2025Q4)">3 \+ 6</a>', text)
    assert link, "the bureau of finance, fourth quarter of 2025"
    rows = table(site, link[1].replace("&amp;", "&") + "&format=csv")
    assert sum(r["角色"] == "配合" for r in rows) == 6 and len(rows) == 9
    shown = page(site, link[1].replace("&amp;", "&"))
    assert shown.count('href="/id/item/') == 9 and "单位：聊城市财政局" in shown
    assert "计数方法" in text


@pytest.mark.parametrize("name", ["coverage", "drift", "copy-map"])
def test_items_and_papers_go_by_their_names(site: TestClient, name: str) -> None:
    text = re.sub(r'(?:href|value)="[^"]*"', "", page(site, f"/{name}"))
    assert not re.search(r"聊政字-2023-12|行动方案20232025年|菏政办字-2023-56", text)
    assert "两栏可能错行" in text or name == "drift"


def test_the_calendar_names_bodies_and_papers_by_links_and_begins_on_a_day(site: TestClient) -> None:
    text = page(site, "/calendar?after=2025-01-01&before=2025")
    days = re.findall(r"<td[^>]*>(\d{4}-\d\d-\d\d)</td>", text)
    assert days and all(d.startswith("2025") for d in days) and "从哪天起：2025-01-01" in text
    for link in ("/id/agency/371500.", "/id/doc/"):
        assert f'href="{link}' in text
    assert table(site, "/calendar?after=2021&format=csv")[0]["期限"] > "2021"


def test_places_are_chosen_by_name(site: TestClient) -> None:
    assert '<option value="东阿县"' in page(site, "/calendar") and 'value="371524"' not in page(site, "/calendar")


def test_the_page_for_sparql_changes_its_language(site: TestClient) -> None:
    assert '<html lang="en"' in page(site, "/sparql?lang=en") and "data-theme" in page(site, "/sparql?theme=dark")

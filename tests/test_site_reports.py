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
        ("/coverage?of=没有这份文件", 404),
        ("/coverage?min_score=x", 400),
        ("/drift?format=exe", 400),
        ("/workload?over=-5", 200),
        ("/copy-map?page=99999", 200),
        ("/ladder?q=%00%ff", 200),
        ("/drift?format=csv&table=99", 200),
    ],
)
def test_odd_filters_are_told_and_break_nothing(site: TestClient, address: str, status: int) -> None:
    assert site.get(address, headers=HTML).status_code == status


@pytest.mark.parametrize("name", ["ladder?q=", "workload?agency=", "calendar?agency=", "calendar?place="])
def test_what_is_typed_stays_text(site: TestClient, name: str) -> None:
    text = page(site, f"/{name}<script>alert(1)</script>")
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_the_workload_puts_the_heaviest_body_first_and_marks_what_is_over() -> None:
    loads = (
        Load("1.甲局", "甲局", "2024Q1", 3, 1, 0, 2, 100.0),
        Load("1.甲局", "甲局", "", 1, 0, 0, 0, 0.0),
        Load("1.乙局", "乙局", "2024Q1", 4, 2, 8, 0, 0.0),
        Load("1.丙局", "丙局", "2025Q4", 0, 2, 0, 0, 0.0),
    )
    report, keys = workload_report(loads, over=10)
    sheet = report.sheets[0]
    assert keys == ("1.乙局", "1.甲局", "1.丙局")
    assert sheet.columns[1:4] == ("2024Q1", "2025Q4", "未定时限")
    assert [row[1:5] for row in sheet.rows] == [
        ("12 + 2", "", "", "12 + 2"),
        ("3 + 1", "", "1", "4 + 1"),
        ("", "0 + 2", "", "0 + 2"),
    ]
    assert [m[1] for m in sheet.marks] == ["over", "w2", ""]
    only, _ = workload_report(loads, body="丙", year="2025")
    assert [row[0] for row in only.sheets[0].rows] == ["丙局"]


def test_places_are_chosen_by_name(site: TestClient) -> None:
    assert '<option value="东阿县"' in page(site, "/calendar") and 'value="371524"' not in page(site, "/calendar")


def test_the_page_for_sparql_changes_its_language(site: TestClient) -> None:
    assert '<html lang="en"' in page(site, "/sparql?lang=en") and "data-theme" in page(site, "/sparql?theme=dark")

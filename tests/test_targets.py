"""Tables of targets and funding, calendars of deadlines, and the commands that write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from policykg.analyse import calendar, targets
from policykg.analyse.sheets import to_xlsx
from policykg.build import load_corpus
from policykg.records import Corpus

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def papers(kg: Path) -> Corpus:
    return load_corpus(kg)


@pytest.fixture(scope="module")
def rows(papers: Corpus) -> tuple[targets.TargetRow, ...]:
    return targets.target_rows(papers)


# --- targets ----------------------------------------------------------------------------------------------------------


def test_a_row_says_whose_it_is_by_when(rows: tuple[targets.TargetRow, ...]) -> None:
    """聊政字〔2023〕12号, 二(一)1: 到2025年年底,全市高新技术企业达到1000家; 市科技局牵头."""
    (row,) = targets.select(rows, indicator="高新技术企业", year="2025", place="聊城市", kind="target")[:1]
    assert (row.value, row.unit, row.due, row.inherited, row.agencies) == (
        1000,
        "家",
        "2025-12-31",
        False,
        ("聊城市科技局",),
    )
    assert row.document == "聊政字〔2023〕12号" and row.place_name == "聊城市"


def test_conditions_narrow(rows: tuple[targets.TargetRow, ...]) -> None:
    funding = targets.select(rows, kind="funding")
    assert {r.kind for r in funding} == {"funding"} and 0 < len(funding) < len(rows)
    assert {r.year for r in targets.select(rows, year="2025")} == {"2025"}
    assert targets.select(rows, place="371500") == targets.select(rows, place="聊城市")
    by_label = targets.select(rows, agency="聊城市科技局")
    assert by_label and all("聊城市科技局" in (*r.agencies, *r.assisting) for r in by_label)
    assert targets.select(rows, agency="没有此机构") == ()


def test_groups_hold_every_row_and_name_nothing_last(rows: tuple[targets.TargetRow, ...]) -> None:
    for by in ("place", "year"):
        groups = targets.group(rows, by)  # type: ignore[arg-type]
        assert sum(len(some) for _, some in groups) == len(rows)
        keys = [key for key, _ in groups]
        assert keys == sorted(keys, key=lambda k: (k == "", k))
    agencies = dict(targets.group(rows, "agency"))
    assert all(key in r.agencies for key, some in agencies.items() if key for r in some)


def test_an_upper_level_quantity_belongs_to_the_upper_place(rows: tuple[targets.TargetRow, ...]) -> None:
    (row,) = (r for r in rows if r.indicator == "专利导航项目")  # 历城区 row 9, 省 column
    assert (row.place_name, row.due, row.inherited) == ("山东省", "2023-12-31", True)
    assert all(a.startswith("山东省") for a in row.agencies)


@pytest.mark.parametrize(
    ("comparator", "value", "top", "unit", "written"),
    [
        (">=", 1000, None, "家", "≥1000家"),
        ("=", 13000, None, "个", "1.3万个"),
        ("range", 2e6, 3e6, "元", "200万–300万元"),
        ("<=", 2e9, None, "元", "≤20亿元"),
        ("~", 37.5, None, "%", "≈37.5%"),
        ("=", 1e11, None, "", "1000亿"),
        ("=", 1 / 3, None, "", "0.333333"),
    ],
)
def test_amounts_are_written_as_papers_write_them(
    comparator: str, value: float, top: float | None, unit: str, written: str
) -> None:
    assert targets.amount_of(comparator, value, top, unit) == written


def test_csv_is_no_program(rows: tuple[targets.TargetRow, ...]) -> None:
    lines = list(csv.DictReader(io.StringIO("".join(targets.to_csv(rows)))))
    assert len(lines) == len(rows)
    risky = [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@")) and cell != "="]
    assert not risky
    assert {line["comparator"] for line in lines} <= {"=", ">=", "<=", "~", "range"}
    assert next(csv.reader([targets.csv_line(["=", "=1+1", "-", "-1"])])) == ["=", "'=1+1", "-", "'-1"]
    assert [float(line["value"]) for line in lines] == pytest.approx([r.value for r in rows], rel=1e-5)
    assert json.loads(targets.to_json(rows))[0]["item"] == rows[0].item


def test_a_workbook_is_the_same_at_any_hour_and_runs_nothing(tmp_path: Path) -> None:
    made = to_xlsx("目标/资金", ["甲", "乙"], [["=1+1", 2.5], ["文\x07字", None]])
    assert made == to_xlsx("目标/资金", ["甲", "乙"], [["=1+1", 2.5], ["文\x07字", None]])
    (tmp_path / "a.xlsx").write_bytes(made)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [c.value for c in sheet[2]] == ["=1+1", 2.5] and sheet["A2"].data_type == "s"
    assert sheet["A3"].value == "文\ufffd字" and sheet["A1"].font.bold


# --- calendar ---------------------------------------------------------------------------------------------------------


def test_who_owes_what_by_when(papers: Corpus) -> None:
    owed = calendar.duties(papers)
    assert [d.due for d in owed] == sorted(d.due for d in owed)
    assert all(date.fromisoformat(d.due) for d in owed)
    (tech,) = calendar.select(owed, agency="市科技局", place="聊城市", year="2025", after="2025-12-31")[:1]
    assert tech.due == "2025-12-31" and tech.source == "text" and tech.targets
    limits = [d for d in owed if d.document.startswith("历城区") and d.source == "item"]
    assert limits and {d.due for d in limits} == {"2023-12-31"}
    assert not calendar.select(owed, before="2000-01-01")


def test_icalendar_reads_back_and_knows_no_clock(papers: Corpus) -> None:
    owed = calendar.duties(papers)
    data = calendar.to_ics(owed, "时限")
    assert data == calendar.to_ics(owed, "时限")
    events = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    assert len(events) == len(owed) == len({str(e["uid"]) for e in events})
    issued = {d.date for d in papers.documents if len(d.date) == 10} | {"1970-01-01"}
    for event, duty in zip(events, owed, strict=True):
        assert event.decoded("dtstart").isoformat() == duty.due
        assert event.decoded("dtstamp").date().isoformat() in issued
        assert all(body in str(event["description"]) for body in duty.leading)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


# --- commands ---------------------------------------------------------------------------------------------------------


def test_targets_command(run_cli: Run, kg: Path, tmp_path: Path) -> None:
    shown = run_cli("targets", "-g", kg, "--year", "2025", "--by", "agency", "--lang", "zh")
    assert shown.returncode == 0 and "高新技术企业" in shown.stdout and "1000家" in shown.stdout
    out = tmp_path / "t.xlsx"
    assert run_cli("targets", "-g", kg, "--kind", "funding", "--format", "xlsx", "-o", out).returncode == 0
    sheet = openpyxl.load_workbook(out).active
    assert [c.value for c in sheet[1]] == list(targets.COLUMNS)
    assert {row[2].value for row in sheet.iter_rows(min_row=2)} == {"funding"}
    nothing = run_cli("targets", "-g", kg, "--agency", "没有此机构")
    assert (nothing.returncode, nothing.stdout) == (1, "")


def test_calendar_command(run_cli: Run, kg: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.ics"
    assert run_cli("calendar", "-g", kg, "--year", "2025", "--format", "ics", "-o", out).returncode == 0
    events = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert events and {e.decoded("dtstart").year for e in events} == {2025}
    table = run_cli("calendar", "-g", kg, "--agency", "聊城市财政局", "--from", "2025-01-01", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(table.stdout)))
    assert found and all("聊城市财政局" in f["leading"] + f["assisting"] and f["due"] >= "2025" for f in found)
    assert run_cli("calendar", "-g", kg, "--from", "someday").returncode == 2

"""The forms that issue 4 names, each with papers of its own: clean, damaged and tricky (tests/cases/forms.csv).

That the papers are read right is what test_cases.py tests; here stands that no form is without them, and that
each paper shows the form it stands for.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent / "cases"
#: Each form, and what a paper of it prints.
FORMS = {
    "brackets": r"[（(〔\[【][^）)〕\]】]*(?:牵头|负责|单位|主责)",
    "labels": r"(?:配合|责任|主责|协办|参与|落实|实施)(?:单位|部门)?\s*[：:]|主责|协办|参与|主办",
    "lead-only": r"（[^（）]{2,30}牵头\s*）|\t[^\t\n]+\t\t",
    "lead-and-duties": r"(?s)牵头，.{0,80}按职责分工负责",
    "line-before": r"单位：[^\n。]+\n(?:任务：|具体内容：|[（(]?[\d一二三][）)]?[.．、 ]|[\u4e00-\u9fff]+。)",
    "line-behind": r"\n\s*【?(?:牵\s*头|责\s*任|配\s*合|主\s*责)\s*(?:单\s*位|部\s*门|科\s*室)?\s*[：:\s】]",
    "labels-run-together": r"单位：[^；;，,。\n]{2,40}(?:配合|责任|协办|完成)(?:单位|时限)：",
    "first-leads": r"(?:第\s*一|首)[^。]{0,12}(?:牵头|负责)",
    "full-commas": r"[局委办厅府会]，[^，。）]{2,14}[局委办厅府会]",
    "mixed-commas": r"（[^（）]*、[^（）]*，|（[^（）]*，[^（）]*、",
    "conjunctions": r"[局委办厅部府](?:和|及|会同|以及)[\u4e00-\u9fff]|等部门",
    "all-concerned": r"各?(?:有|相)关部门[^。）]*职责\s*分工负责",
    "deadlines": r"（[^（）]*\d{4}年[^）]*(?:前|完成)",
    "outlines": r"（一）|第一条|\d+[.．]|①",
    "headings": r"(?:、|）)[^。\n]{2,20}。?（[^）]*(?:牵头|单位)",
    "closing-clause": r"以上|上述|①",
    "header-rows": r"(?s)牵头(?:单位|部门|领导).*配合|责任分工",
    "merged-cells": r"\t\t|\n\t|\|\s*\|",
    "page-ends": r"(?m)^\s*[-—] ?\d+ ?[-—]\s*$",
    "ordinals": r"序号",
    "dash-cells": r"\t(?:-+|—+|/)(?:\t|\n|$)",
    "label-cells": r"\t牵头(?:单位)?：|\t[^\t\n]*(?:主责|责任单位|牵头)[：:]",
    "pipes": r"\|.*\|.*\|",
    "cells-by-line": r"单位\n|部门\n",
    "flattened": r"序号 [\u4e00-\u9fff ]+ 1 ",
    "no-line-breaks": r"。 ?(?:（[二三]）|\d\.|二、)|） ?(?:（[二三]）|\d\.|二、)",
    "web": r"首页|打印|字体|&nbsp;|<",
    "traditional": r"負責|單位|牽頭",
    "running": r"由[^。（）]{2,40}(?:牵头|负责)",
}
ROWS = list(csv.DictReader((CASES / "forms.csv").open(encoding="utf-8")))


def test_every_paper_of_a_form_exists_and_stands_once_in_it() -> None:
    assert {r["form"] for r in ROWS} == set(FORMS)
    assert {r["sort"] for r in ROWS} == {"clean", "damaged", "tricky"}
    assert len({(r["form"], r["paper"]) for r in ROWS}) == len(ROWS)
    assert [r for r in ROWS if not (CASES / "papers" / f"{r['paper']}.gold.jsonl").is_file()] == []


@pytest.mark.parametrize("form", FORMS)
def test_form_has_a_clean_a_damaged_and_a_tricky_paper(form: str) -> None:
    papers = [r for r in ROWS if r["form"] == form]
    assert {r["sort"] for r in papers} == {"clean", "damaged", "tricky"}
    assert len({r["paper"] for r in papers}) >= 3


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['form']}-{r['paper']}")
def test_paper_shows_its_form(row: dict[str, str]) -> None:
    text = (CASES / "papers" / f"{row['paper']}.txt").read_text(encoding="utf-8")
    assert re.search(FORMS[row["form"]], text), f"{row['paper']} shows no {row['form']}"

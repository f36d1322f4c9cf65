"""The command line: each command's way through, exit codes, languages, which stream says what."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import click
import pytest
import rdflib
from click.testing import CliRunner, Result

import policykg
from policykg.cli import main
from policykg.cli.language import WORDS, locale_language
from policykg.cli.streams import plain_cell
from policykg.model import ItemKind

PLAN = """聊城市人民政府关于印发充电设施建设方案的通知
聊政字〔2024〕3号

一、重点任务
1.建设充电设施。到2025年，全市公共充电桩达到1.5万个。（牵头单位：市发展改革委；配合单位：市财政局）
2.加强安全检查。（市应急局负责）

聊城市人民政府
2024年3月1日
"""
DIVISION = """聊城市贯彻落实山东省充电设施三年行动计划重点任务分工表
序号\t省级方案内容\t省级责任部门\t目标任务\t牵头单位\t配合单位
1\t支持建设高速公路充电站。\t省交通运输厅、省能源局\t到2025年，建成高速公路充电站12座。\t市交通运输局\t市财政局、东阿县人民政府
2\t完善充电价格政策。\t省发展改革委\t落实峰谷分时电价。\t市发展改革委\t市财政局
"""
COMMANDS = (
    "build",
    "query",
    "trace",
    "coverage",
    "ladder",
    "drift",
    "copy-map",
    "targets",
    "calendar",
    "view",
    "serve",
    "site",
    "explain",
    "diff",
    "review",
    "validate",
    "export",
    "push",
)
BASE = "https://w3id.org/policykg/"

Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    """Run the program: ``call("query", "x", input=…, env=…)``; English unless the test says otherwise."""

    def run(*args: str | Path, **kwargs: object) -> Result:
        env = {"LC_ALL": "C.UTF-8", **(kwargs.pop("env", None) or {})}  # type: ignore[dict-item]
        return CliRunner().invoke(main, [str(a) for a in args], env=env, **kwargs)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "division.txt").write_text(DIVISION, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two small papers: four tasks."""
    folder = tmp_path_factory.mktemp("small") / "kg"
    result = CliRunner().invoke(main, ["build", str(papers), "-o", str(folder), "--lang", "en"])
    assert result.exit_code == 0, result.output
    return folder


# --- build ---------------------------------------------------------------------------------------


def test_build_accounts_for_every_file(call: Call, papers: Path, tmp_path: Path) -> None:
    result = call("build", papers, "-o", tmp_path / "kg")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    at = lines.index("✓ plan.txt  聊政字-2024-3")
    assert lines[at + 1].strip() == "items 2: tasks 2"
    assert lines[at + 2].strip() == "roles 3, upper-level items 0, targets and sums 1"
    assert lines[at + 3].strip() == "names repaired 0, not recognised 0"
    assert "items 2: rows 2" in result.stdout
    assert "files 2: read 2, not read 0, duplicates 0" in lines
    assert any(line.startswith("graph: papers 2, items 4, roles 8, ") for line in lines)
    assert lines[-1] == f"wrote {tmp_path / 'kg'}; the whole report is in {tmp_path / 'kg' / 'report.json'}"
    report = json.loads((tmp_path / "kg" / "report.json").read_text(encoding="utf-8"))
    assert [f["path"] for f in report["files"]] == ["division.txt", "plan.txt"]
    assert sum(f["roles"] for f in report["files"]) == 8
    assert result.stderr == "", "no bar where nobody looks"


def test_build_tells_repaired_and_unresolved_names_with_lines(call: Call, tmp_path: Path) -> None:
    damaged = PLAN.replace("（市应急局负责）", "（神秘公司、市教育休育局负责）")
    (tmp_path / "p.txt").write_text(damaged, encoding="utf-8")
    result = call("build", tmp_path / "p.txt", "-o", tmp_path / "kg")
    assert result.exit_code == 0
    assert "! p.txt:6: body not recognised: '神秘公司'" in result.stdout
    assert "· p.txt:6: '市教育休育局' mended to '市教育体育局'" in result.stdout
    assert "names repaired 1, not recognised 1" in result.stdout


def test_build_names_the_twin_of_a_paper(call: Call, papers: Path, tmp_path: Path) -> None:
    changed = DIVISION.replace("聊城市贯彻落实山东省", "附件1 山东省").replace("12座", "12座以上")
    for name, text in (("a.txt", DIVISION), ("b.txt", changed)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = call("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "kg")
    assert result.exit_code == 0
    assert "b.txt: the same text as" in result.stdout
    assert "two scans differ" in result.stdout


def test_build_speaks_both_languages(call: Call, papers: Path, tmp_path: Path) -> None:
    chinese = call("build", papers, "-o", tmp_path / "kg", "--lang", "zh").stdout
    assert "条目 2：任务 2" in chinese
    assert "文件 2 个：读取 2，未读 0，重复 0" in chinese
    by_locale = call("build", papers, "-o", tmp_path / "kg", env={"LC_ALL": "zh_CN.UTF-8"}).stdout
    assert by_locale == chinese
    assert call("build", papers, "-o", tmp_path / "kg", "--lang", "en", env={"LC_ALL": "zh_CN.UTF-8"}).stdout != chinese


def test_quiet_build_says_nothing_but_errors(call: Call, papers: Path, tmp_path: Path) -> None:
    result = call("build", papers, tmp_path / "gone", "-o", tmp_path / "kg", "--quiet")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == f"{tmp_path / 'gone'}: no such path: {tmp_path / 'gone'}; check the spelling\n"


def test_build_reads_standard_input(call: Call, tmp_path: Path) -> None:
    result = call("build", "-", "-o", tmp_path / "kg", input=PLAN.encode())
    assert result.exit_code == 0, result.output
    assert "✓ stdin.txt  聊政字-2024-3" in result.stdout
    assert "items 2: tasks 2" in result.stdout


def test_build_into_a_folder_of_something_else_is_refused(call: Call, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    result = call("build", papers, "-o", tmp_path / "mine")
    assert one_error(result).startswith(f"policykg: {tmp_path / 'mine'}: ")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_base_iri_is_checked_and_kept(call: Call, papers: Path, tmp_path: Path) -> None:
    assert "--base-iri" in one_error(call("build", papers, "-o", tmp_path / "kg", "--base-iri", "nonsense"))
    base = "https://example.org/kg/"
    assert call("build", papers, "-o", tmp_path / "kg", "--base-iri", base).exit_code == 0
    for form in ("jsonl", "csv", "ttl", "nq"):
        text = call("export", "-g", tmp_path / "kg", "--format", form).stdout
        assert base + "item/聊政字-2024-3" in text or f"@prefix item: <{base}item/>" in text, form
        assert BASE + "item/" not in text, form
    asked = call(
        "query", "-g", tmp_path / "kg", "SELECT ?o { item:聊政字-2024-3.正文.一.2 pol:ordinal ?o }", "--format", "csv"
    )
    assert asked.stdout.split() == ["o", "2"]


# --- query ---------------------------------------------------------------------------------------


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return list(csv.reader(io.StringIO(result.stdout)))


def test_named_query(call: Call, small: Path) -> None:
    header, *found = rows(call("query", "-g", small, "leads-most", "--format", "csv"))
    leads = {row[header.index("label")]: row[header.index("leads")] for row in found}
    assert leads["聊城市发展改革委"] == "2"  # task 1 of the plan, row 2 of the table
    assert leads["聊城市交通运输局"] == "1"
    assert "聊城市财政局" not in leads


def test_parameters_are_options(call: Call, small: Path) -> None:
    by_option = call("query", "-g", small, "bureau-tasks", "--body", "聊城市应急管理局", "--format", "csv")
    by_param = call("query", "-g", small, "bureau-tasks", "-p", "body=聊城市应急管理局", "--format", "csv")
    by_equals = call("query", "-g", small, "bureau-tasks", "--body=聊城市应急管理局", "--format", "csv")
    assert len(rows(by_option)) == 2
    assert "加强安全检查" in by_option.stdout and "建设充电设施" not in by_option.stdout
    assert by_option.stdout == by_param.stdout == by_equals.stdout


@pytest.mark.parametrize("args", [("--bodyy", "x"), ("-p", "body"), ("--body",)])
def test_malformed_parameters_are_wrong_usage(call: Call, small: Path, args: tuple[str, ...]) -> None:
    result = call("query", "-g", small, "bureau-tasks", *args)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr and result.stdout == ""


def test_parameter_of_another_question_is_named(call: Call, small: Path) -> None:
    assert "no parameter is called 'body'" in one_error(call("query", "-g", small, "leads-most", "--body", "x"))


def test_list_shows_every_question_in_both_languages(call: Call, root: Path) -> None:
    names = sorted(p.stem for p in (root / "ontology" / "queries").glob("*.rq"))
    for lang, title in (("en", "Who leads most"), ("zh", "谁牵头最多")):
        result = call("query", "--list", "--lang", lang)
        assert result.exit_code == 0
        assert [line.split()[0] for line in result.stdout.splitlines()[2:]] == names
        assert title in result.stdout
    assert len(names) >= 40


def test_show_prints_the_query(call: Call, root: Path) -> None:
    result = call("query", "leads-most", "--show")
    assert result.stdout == (root / "ontology" / "queries" / "leads-most.rq").read_text(encoding="utf-8")


def test_unknown_question_suggests(call: Call, small: Path) -> None:
    assert "leads-most" in one_error(call("query", "-g", small, "lead-most"))


SELECT = "SELECT ?n { item:聊政字-2024-3.正文.一.1 pol:ordinal ?n }"


def test_sparql_from_argument_file_and_standard_input(call: Call, small: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(SELECT, encoding="utf-8")
    by_argument = call("query", "-g", small, SELECT, "--format", "csv")
    assert rows(by_argument) == [["n"], ["1"]]
    assert call("query", "-g", small, "-f", tmp_path / "q.rq", "--format", "csv").stdout == by_argument.stdout
    assert call("query", "-g", small, "-f", "-", "--format", "csv", input=SELECT).stdout == by_argument.stdout
    assert call("query", "-g", small, "-", "--format", "csv", input=SELECT).stdout == by_argument.stdout


def test_file_with_parameters(call: Call, small: Path, tmp_path: Path) -> None:
    text = '# param: word text 检查 词 | word\nSELECT ?n { VALUES ?word { "x" } ?i pol:ordinal ?n ; pol:text ?t FILTER CONTAINS(?t, ?word) }\n'
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert rows(call("query", "-g", small, "-f", tmp_path / "q.rq", "--format", "csv")) == [["n"], ["2"]]
    assert rows(call("query", "-g", small, "-f", tmp_path / "q.rq", "-p", "word=充电桩", "--format", "csv")) == [
        ["n"],
        ["1"],
    ]


def test_order_and_limit_of_own_queries_hold(call: Call, small: Path) -> None:
    query = "SELECT ?t { ?i a pol:PolicyItem ; pol:source ?s ; pol:text ?t } ORDER BY DESC(STRLEN(?t)) LIMIT 1"
    found = rows(call("query", "-g", small, query, "--format", "csv"))
    assert len(found) == 2 and found[1][0].startswith("建设充电设施")


def test_every_form_of_an_answer(call: Call, small: Path) -> None:
    table = call("query", "-g", small, SELECT, "--format", "table").stdout
    assert table.splitlines()[0].strip() == "n" and table.splitlines()[-1].strip() == "1"
    found = json.loads(call("query", "-g", small, SELECT, "--format", "json").stdout)
    assert [b["n"]["value"] for b in found["results"]["bindings"]] == ["1"]
    assert call("query", "-g", small, SELECT, "--format", "tsv").stdout.splitlines()[0] == "?n"
    assert '<binding name="n">' in call("query", "-g", small, SELECT, "--format", "xml").stdout
    construct = "CONSTRUCT { ?i pol:ordinal ?n } { ?i a pol:PolicyItem ; pol:ordinal ?n }"
    for form in ("ttl", "table"):
        graph = rdflib.Graph().parse(
            data=call("query", "-g", small, construct, "--format", form).stdout, format="turtle"
        )
        assert (rdflib.URIRef(BASE + "item/聊政字-2024-3.正文.一.2"), None, rdflib.Literal("2")) in graph
    assert "ttl" in one_error(call("query", "-g", small, SELECT, "--format", "ttl"))


def test_table_in_a_pipe_is_not_cut(call: Call, small: Path) -> None:
    result = call("query", "-g", small, "SELECT ?t { ?i pol:text ?t FILTER STRSTARTS(?t, '建设充电设施') }")
    assert (
        "建设充电设施。到2025年，全市公共充电桩达到1.5万个。（牵头单位：市发展改革委；配合单位：市财政局）"
        in result.stdout
    )


def test_csv_of_an_answer_holds_no_formula(call: Call, small: Path) -> None:
    query = 'SELECT ?a ?b ?c ?n { VALUES (?a ?b ?c ?n) { ("=1+1" "@x" "市财政局" -5) } }'
    assert rows(call("query", "-g", small, query, "--format", "csv"))[1] == ["'=1+1", "'@x", "市财政局", "-5"]
    assert (
        "=1+1"
        in json.loads(call("query", "-g", small, query, "--format", "json").stdout)["results"]["bindings"][0]["a"][
            "value"
        ]
    )


def test_no_is_an_exit_code(call: Call, small: Path) -> None:
    nothing = call("query", "-g", small, "SELECT ?x { ?x pol:ordinal 'none' }")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (1, "", "nothing found\n")
    assert call("query", "-g", small, "SELECT ?x { ?x pol:ordinal 'none' }", "--quiet").stderr == ""
    no = call("query", "-g", small, "ASK { ?x pol:ordinal 'none' }")
    assert (no.exit_code, no.stdout, no.stderr) == (1, "no\n", "")
    yes = call("query", "-g", small, "ASK { ?x pol:ordinal '1' }", "--lang", "zh")
    assert (yes.exit_code, yes.stdout) == (0, "是\n")
    empty = call("query", "-g", small, "SELECT ?x { ?x pol:ordinal 'none' }", "--format", "csv")
    assert (empty.exit_code, empty.stdout.split()) == (1, ["x"])


@pytest.mark.parametrize("args", [(), ("leads-most", "-f", "q.rq")])
def test_query_needs_one_question(call: Call, small: Path, args: tuple[str, ...]) -> None:
    result = call("query", "-g", small, *args)
    assert result.exit_code == 2 and "--list" in result.stderr


def test_malformed_sparql_is_one_line(call: Call, small: Path) -> None:
    assert "malformed" in one_error(call("query", "-g", small, "SELECT ?x {\n ?x }"))


def test_slow_query_is_stopped(call: Call, small: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert "longer than 1 s" in one_error(call("query", "-g", small, slow, "--timeout", "1"))


def test_service_is_refused(call: Call, small: Path) -> None:
    assert "SERVICE" in one_error(call("query", "-g", small, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"))


# --- trace, explain ------------------------------------------------------------------------------

ROW = "item:聊城市贯彻落实山东省充电设施三年行动计划重点任务分工表.正文.1"


def test_trace_of_a_row_goes_up_to_the_province_and_down_to_the_county(call: Call, small: Path) -> None:
    tree = call("trace", "-g", small, ROW).stdout.splitlines()
    (up,) = [i for i, line in enumerate(tree) if line.strip().startswith("↑")]
    assert "[province]" in tree[up] and "支持建设高速公路充电站" in tree[up + 1]
    assert any("省交通运输厅" in line and "省能源局" in line for line in tree[up:])
    assert any(line.strip().startswith("lead: ") and line.endswith("聊城市交通运输局") for line in tree)
    assert any("↓" in line and "东阿县人民政府" in line and "[county]" in line for line in tree)
    assert "牵头：" in call("trace", "-g", small, ROW, "--lang", "zh").stdout


@pytest.mark.parametrize("start", ["高速公路充电站", "聊城市交通运输局", ROW, ROW.removeprefix("item:")])
def test_trace_by_phrase_body_and_item(call: Call, small: Path, start: str) -> None:
    result = call("trace", "-g", small, start)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "建成高速公路充电站12座" in result.stdout and "加强安全检查" not in result.stdout
    assert call("trace", "-g", small, "-", input=start + "\n").stdout == result.stdout


def test_trace_as_data_and_as_a_page(call: Call, small: Path, tmp_path: Path) -> None:
    found = json.loads(call("trace", "-g", small, ROW, "--format", "json").stdout)
    (node,) = found["nodes"]
    assert [(r["role"], r["printed"]) for r in node["roles"]] == [
        ("leads", "市交通运输局"), ("assists", "市财政局"), ("assists", "东阿县人民政府"),
    ]  # fmt: skip
    page = tmp_path / "t.html"
    result = call("trace", "-g", small, ROW, "--format", "html", "-o", page)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {page}\n")
    assert "支持建设高速公路充电站" in page.read_text(encoding="utf-8")


def test_trace_of_nothing_is_no(call: Call, small: Path, tmp_path: Path) -> None:
    result = call("trace", "-g", small, "没有这句话")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "nothing found\n")
    data = call("trace", "-g", small, "没有这句话", "--format", "json")
    assert data.exit_code == 1 and json.loads(data.stdout)["nodes"] == []
    call("trace", "-g", small, "没有这句话", "--format", "html", "-o", tmp_path / "t.html")
    assert not (tmp_path / "t.html").exists()
    assert call("trace", "-g", small, "没有这句话", "--lang", "zh").stderr == "没有找到\n"
    assert call("trace", "-g", small, "没有这句话", "--quiet").stderr == ""


def test_explain_shows_the_quote_in_its_context(call: Call, small: Path) -> None:
    result = call("explain", "-g", small, "item:聊政字-2024-3.正文.一.2")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "加强安全检查。（⟦市应急局⟧负责）" in result.stdout
    assert "plan.txt: line 6" in result.stdout and "rule: " in result.stdout
    assert "规则：" in call("explain", "-g", small, "item:聊政字-2024-3.正文.一.2", "--lang", "zh").stdout


def test_explain_as_data_points_into_the_text(call: Call, small: Path) -> None:
    result = call("explain", "-g", small, "assignment:聊政字-2024-3.正文.一.2.1", "--format", "json", "--context", "3")
    (told,) = json.loads(result.stdout)
    assert (told["before"], told["quote"], told["after"]) == ("查。（", "市应急局", "负责）")
    assert PLAN[told["start"] : told["end"]] == "市应急局"
    assert 0 < told["score"] <= 1


def test_explain_of_what_is_not_there(call: Call, small: Path) -> None:
    assert "no such statement" in one_error(call("explain", "-g", small, "assignment:none.1"), 1)


# --- view, export, validate ----------------------------------------------------------------------


def test_view_writes_a_page_and_says_so_on_stderr(call: Call, small: Path, tmp_path: Path) -> None:
    page = tmp_path / "net.html"
    result = call("view", "-g", small, "-o", page)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {page}\n")
    assert "聊城市财政局" in page.read_text(encoding="utf-8")
    assert call("view", "-g", small, "-o", page, "--quiet").stderr == ""


def test_view_of_a_part_to_standard_output(call: Call, small: Path) -> None:
    result = call("view", "-g", small, "--focus", "聊城市应急管理局", "--depth", "1", "-o", "-")
    assert result.exit_code == 0 and result.stderr == ""
    assert "加强安全检查" in result.stdout and "高速公路充电站" not in result.stdout
    assert 'lang="en"' in result.stdout
    assert 'lang="zh-Hans"' in call("view", "-g", small, "-o", "-", "--lang", "zh").stdout


def test_view_of_what_is_not_there(call: Call, small: Path, tmp_path: Path) -> None:
    result = call("view", "-g", small, "--focus", "没有的机构", "-o", tmp_path / "net.html")
    assert "没有的机构" in one_error(result, 1)
    assert not (tmp_path / "net.html").exists()
    assert call("view", "-g", small, "--depth", "-1").exit_code == 2


def test_every_export_is_what_it_says(call: Call, small: Path) -> None:
    text = {
        form: call("export", "-g", small, "--format", form).stdout for form in ("jsonl", "csv", "ttl", "nq", "jsonld")
    }
    records = [json.loads(line) for line in text["jsonl"].splitlines()]
    assert sorted(r["ordinal"] for r in records) == ["1", "1", "2", "2"]
    table = list(csv.DictReader(io.StringIO(text["csv"])))
    assert sum(row["role"] == "leads" for row in table) == 3
    assert text["nq"] == (small / "graph.nq").read_text(encoding="utf-8")
    item = rdflib.URIRef(BASE + "item/聊政字-2024-3.正文.一.2")
    assert (item, None, None) in rdflib.Graph().parse(data=text["ttl"], format="turtle")
    assert "聊政字-2024-3.正文.一.2" in text["jsonld"] and json.loads(text["jsonld"])
    for form, root_name in (("graphml", "}graphml"), ("gexf", "}gexf")):
        tree = ElementTree.fromstring(call("export", "-g", small, "--format", form).stdout)
        assert tree.tag.endswith(root_name)
        assert "聊城市财政局" in ElementTree.tostring(tree, encoding="unicode")


def test_export_to_a_file(call: Call, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    result = call("export", "-g", small, "-o", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {out}\n")
    assert out.read_bytes() == (small / "records.jsonl").read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["r.jsonl"]
    assert "cannot be written" in one_error(call("export", "-g", small, "-o", tmp_path / "no" / "r.jsonl"))


def test_validate_says_yes(call: Call, small: Path) -> None:
    result = call("validate", "-g", small)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("The graph conforms: 0 errors")
    assert "符合全部约束：错误 0" in call("validate", "-g", small, "--lang", "zh").stdout


@pytest.fixture
def broken(call: Call, papers: Path, tmp_path: Path) -> Path:
    """A graph in which one task belongs to no paper."""
    folder = tmp_path / "broken"
    assert call("build", papers, "-o", folder).exit_code == 0
    nq = folder / "graph.nq"
    lines = nq.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        x
        for x in lines
        if not ("聊政字-2024-3.正文.一.2> <" in x.split("> <")[0] + "> <" and "eli/ontology#is_part_of>" in x)
    ]
    assert len(kept) == len(lines) - 1
    nq.write_text("".join(kept), encoding="utf-8")
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps({**meta, "quads": len(kept)}), encoding="utf-8")
    return folder


def test_validate_says_no_plainly(call: Call, broken: Path, papers: Path) -> None:
    result = call("validate", "-g", broken)
    assert result.exit_code == 1 and result.stderr == ""
    (line,) = [x for x in result.stdout.splitlines() if x.startswith("error: ")]
    assert "item:聊政字-2024-3.正文.一.2" in line and "eli:is_part_of" in line and "belongs to no paper" in line
    assert result.stdout.splitlines()[-1].startswith("The graph does not conform: 1 errors")
    # the line that the message names is the one on which the task is printed
    name, number = re.match(r"error: (\S+\.txt):(\d+): ", line).groups()  # type: ignore[union-attr]
    printed = (papers / name).read_text(encoding="utf-8").split("\n")[int(number) - 1]
    record = next(
        r
        for r in map(json.loads, (broken / "records.jsonl").open(encoding="utf-8"))
        if r["iri"].endswith("2024-3.正文.一.2")
    )
    assert record["text"][:8] in printed


def test_validate_for_programs(call: Call, broken: Path) -> None:
    result = call("validate", "-g", broken, "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1 and report["conforms"] is False
    assert [f["focus"] for f in report["findings"] if f["severity"] == "error"] == ["item:聊政字-2024-3.正文.一.2"]
    turtle = call("validate", "-g", broken, "--format", "ttl")
    assert turtle.exit_code == 1
    graph = rdflib.Graph().parse(data=turtle.stdout, format="turtle")
    sh = rdflib.SH
    (report_node,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(report_node, sh.conforms).toPython() is False  # type: ignore[union-attr]
    violations = list(graph.subjects(sh.resultSeverity, sh.Violation))
    assert [str(graph.value(v, sh.focusNode)) for v in violations] == [BASE + "item/聊政字-2024-3.正文.一.2"]


# --- what all commands promise -------------------------------------------------------------------


def one_error(result: Result, code: int = 3) -> str:
    """Assert that a run ended in a PolicyKGError, told in one line on standard error; return the line."""
    assert result.exit_code == code, (result.exit_code, result.output)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("policykg: ") and "Traceback" not in line and "internal error" not in line
    return line


CALLS = {
    "query": ["query", "leads-most"],
    "trace": ["trace", "充电桩"],
    "view": ["view", "-o", "-"],
    "explain": ["explain", "x"],
    "diff": ["diff", "x", "y"],
    "review": ["review"],
    "validate": ["validate"],
    "export": ["export"],
    "export-csv": ["export", "--format", "csv"],
}


@pytest.mark.parametrize("name", CALLS)
def test_folder_that_is_no_graph_is_one_line(name: str, call: Call, tmp_path: Path) -> None:
    command, *rest = CALLS[name]
    line = one_error(call(command, "-g", tmp_path / "none", *rest))
    assert str(tmp_path / "none") in line and "policykg build" in line
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("dear", encoding="utf-8")
    assert str(tmp_path / "letters") in one_error(call(command, "-g", tmp_path / "letters", *rest))


def test_commands_are_those_of_the_design() -> None:
    assert tuple(main.commands) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_and_every_option(name: str, call: Call) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0 and result.stderr == ""
    assert "Example:\n" in result.stdout and f"    policykg {name} " in result.stdout
    for option in main.commands[name].params:
        if isinstance(option, click.Option):
            assert all(name in result.stdout for name in option.opts)
            assert option.help and not option.hidden
    assert "--lang" in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_unknown_option_is_wrong_usage(name: str, call: Call) -> None:
    result = call(name, "x", "--no-such-option")
    assert result.exit_code == 2
    assert "--no-such-option" in result.stderr and result.stdout == ""


def test_version(call: Call) -> None:
    assert call("--version").stdout == f"policykg, version {policykg.__version__}\n"


def test_bug_is_one_line_unless_the_traceback_is_asked_for(
    call: Call, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr("policykg.store.open_graph", burst)
    result = call("validate", "-g", small)
    assert result.exit_code == 3 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "internal error (ZeroDivisionError" in result.stderr and "a b" in result.stderr
    assert "Traceback" in call("--traceback", "validate", "-g", small).stderr


def test_interrupt_is_130_and_leaves_the_last_graph(
    call: Call, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("build", papers, "-o", tmp_path / "kg").exit_code == 0
    before = {p.name: p.read_bytes() for p in (tmp_path / "kg").iterdir() if p.is_file()}

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policykg.build.corpus_quads", interrupted)
    result = call("build", papers, "-o", tmp_path / "kg")
    assert result.exit_code == 130
    assert "interrupted; the last good graph is untouched" in result.stderr and "Traceback" not in result.output
    assert {p.name: p.read_bytes() for p in (tmp_path / "kg").iterdir() if p.is_file()} == before


PROGRAM = [sys.executable, "-c", "from policykg.cli import main; main(prog_name='policykg')"]


def test_reader_that_goes_away_gets_no_complaint(kg: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "export", "-g", str(kg), "--format", "nq"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
    assert told == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NOT TESTED: no /dev/full here")
def test_full_disk_is_one_line(kg: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*PROGRAM, "export", "-g", str(kg), "--format", "nq"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    (line,) = done.stderr.decode().splitlines()
    assert "No space left" in line and "internal error" not in line


def test_terminal_gets_a_bar_and_a_table_of_its_width(papers: Path, small: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="NOT TESTED: no pseudo-terminals here")

    def seen(*args: str | Path, encoding: str) -> str:
        master, slave = pty.openpty()
        env = {**os.environ, "TERM": "xterm", "COLUMNS": "60", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": encoding}
        with subprocess.Popen([*PROGRAM, *map(str, args)], stdout=slave, stderr=slave, env=env) as process:
            os.close(slave)
            out = b""
            with contextlib.suppress(OSError):  # Linux tells the end of a terminal so
                while chunk := os.read(master, 65536):
                    out += chunk
        os.close(master)
        assert process.returncode == 0, out
        return out.decode(encoding)

    bar = seen("build", papers, "-o", tmp_path / "kg", encoding="utf-8")
    assert "reading" in bar and "2/2" in bar and "division.txt" in bar
    table = seen("query", "-g", small, "bureau-tasks", "--body", "聊城市应急管理局", encoding="gb18030")
    lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line).rstrip() for line in table.splitlines()]
    assert max(sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in lines) <= 60
    assert "市应急局" in table and "┃" in table


def test_results_are_utf8_whatever_the_locale(small: Path) -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for args in (["export", "--format", "csv"], ["query", "leads-most"], ["validate"], ["build", "/no/such/路径"]):
        where = [] if args[0] == "build" else ["-g", str(small)]
        done = subprocess.run([*PROGRAM, *args, *where], capture_output=True, env=env, cwd=small.parent, check=False)
        assert b"internal error" not in done.stderr, args
        done.stdout.decode("utf-8")
    named = subprocess.run(
        [*PROGRAM, "query", "leads-most", "-g", str(small)], capture_output=True, env=env, check=True
    )
    assert "聊城市发展改革委" in named.stdout.decode("utf-8")


def test_help_does_not_wait_for_heavy_libraries() -> None:
    code = (
        "import sys; from policykg.cli import main\n"
        "heavy = {'rdflib', 'pyshacl', 'pyvis', 'networkx', 'pyoxigraph', 'jinja2', 'rich', 'IPython'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
)
def test_language_of_the_locale(environment: dict[str, str], lang: str) -> None:
    assert locale_language(environment) == lang


def test_words_stand_in_both_languages_with_the_same_gaps() -> None:
    for key, (zh, en) in WORDS.items():
        assert zh and en, key
        assert {c for c in "0123456" if f"{{{c}}}" in zh} == {c for c in "0123456" if f"{{{c}}}" in en}, key


def test_report_has_a_word_for_every_kind_of_item() -> None:
    assert {key.removeprefix("kind-") for key in WORDS if key.startswith("kind-")} == set(get_args(ItemKind))


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run(cell: str) -> None:
    assert plain_cell(cell) == "'" + cell
    assert plain_cell("a" + cell) == "a" + cell


def test_only_language_and_credentials_read_the_environment(root: Path) -> None:
    for module in (root / "graph" / "policykg" / "cli").glob("*.py"):
        if module.name not in ("language.py", "credentials.py"):
            assert not re.search(r"os\.environ|getenv", module.read_text(encoding="utf-8")), module.name


def test_a_short_name_of_several_bodies_says_whom_it_means(kg):
    result = CliRunner().invoke(main, ["query", "-g", str(kg), "bureau-tasks", "--body", "市科技局", "--lang", "en"])
    assert result.exit_code == 0
    assert "市科技局 names 2: 聊城市科技局、菏泽市科技局" in result.stderr
    one = CliRunner().invoke(main, ["query", "-g", str(kg), "bureau-tasks", "--body", "聊城市科技局", "--lang", "en"])
    assert one.stderr == ""


# --- the answer is no, or something is wrong (DESIGN.md, section 6) ---------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ["query", "bureau-tasks", "--body", "没有的局"],
        ["query", "SELECT ?s { ?s a pol:Agency ; pol:text 'none' }"],
        ["trace", "没有的项目"],
        ["coverage", "没有的文件"],
        ["ladder", "没有的指标"],
        ["drift", "没有的文件"],
        ["copy-map", "没有的文件"],
        ["targets", "--indicator", "没有的指标"],
        ["calendar", "--agency", "没有的局"],
        ["view", "--focus", "没有的局", "-o", "/dev/null"],
        ["explain", "item:none"],
        ["diff", "没有的文件", "没有的文件"],
    ],
    ids=lambda command: command[0],
)
def test_nothing_found_is_the_answer_no(call: Call, small: Path, command: list[str]) -> None:
    result = call(*command, "-g", small)
    assert result.exit_code == 1, result.output
    assert result.stdout == "" or command[0] == "targets"
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["query", "no-such-question"], 3),
        (["query", "SELECT * { ?s ?p }"], 3),
        (["query", "leads-most", "--param", "x=y"], 3),
        (["query", "leads-most", "--limit", "many"], 2),
        (["trace"], 2),
    ],
)
def test_what_cannot_be_asked_is_no_answer(call: Call, small: Path, command: list[str], code: int) -> None:
    assert call(*command, "-g", small).exit_code == code


def test_a_build_says_no_when_a_source_is_not_there_or_holds_nothing(call: Call, papers: Path, tmp_path: Path) -> None:
    kg, letter = tmp_path / "kg", tmp_path / "letter.txt"
    letter.write_text("此致敬礼", encoding="utf-8")
    assert call("build", papers, tmp_path / "none.txt", "-o", kg).exit_code == 1
    assert call("query", "-g", kg, "ASK { ?item a pol:PolicyItem }").exit_code == 0
    assert call("build", letter, "-o", kg).exit_code == 1
    assert call("query", "-g", kg, "ASK { ?item a pol:PolicyItem }").exit_code == 1
    nothing = call("build", tmp_path / "none.txt", "-o", tmp_path / "other")
    assert nothing.exit_code == 3 and not (tmp_path / "other").exists()


@pytest.mark.parametrize(("query", "place"), [("SELECT * { ?s ?p }", "1:19"), ("SELECT *\n  { ?s ?p }", "2:12")])
def test_a_syntax_error_stands_where_the_user_wrote_it(call: Call, small: Path, query: str, place: str) -> None:
    assert f"error at {place}:" in call("query", "-g", small, query).stderr


def test_a_long_table_says_that_it_is_cut(call: Call, small: Path) -> None:
    rows = " ".join(f"({n})" for n in range(1200))
    query = f"SELECT ?n {{ VALUES (?n) {{ {rows} }} }}"
    short = call("query", "-g", small, query, "--quiet")
    assert "the first 1000 of 1200 rows" in short.stderr and "1199" not in short.stdout
    for given in (["--limit", "0"], ["--limit", "1200"], ["--format", "csv"]):
        full = call("query", "-g", small, query, *given)
        assert full.stderr == "" and "1199" in full.stdout


@pytest.mark.parametrize("form", ["nq", "jsonl"])
def test_a_broken_file_sends_nothing_to_standard_output(call: Call, papers: Path, tmp_path: Path, form: str) -> None:
    kg = tmp_path / "kg"
    assert call("build", papers, "-o", kg).exit_code == 0
    file = kg / {"nq": "graph.nq", "jsonl": "records.jsonl"}[form]
    file.write_bytes(file.read_bytes()[:-20])
    result = call("export", "-g", kg, "--format", form)
    assert result.exit_code == 3 and result.stdout == ""


def test_csv_for_spreadsheets_runs_no_formula(call: Call, small: Path) -> None:
    assert call("query", "-g", small, 'SELECT ("=1+1" AS ?x) {}', "--format", "csv").stdout.split() == ["x", "'=1+1"]

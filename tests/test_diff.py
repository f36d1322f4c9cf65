"""Differences between papers: the two scans of an annex read by eye, made-up papers, and the command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policykg.analyse.diff import Difference, diff_corpora, diff_documents, diff_items
from policykg.build import build_corpus
from policykg.cli import main
from policykg.errors import NotFoundError

#: Every sign in which liaocheng-2023-12-annex1.txt differs from annex 1 of liaocheng-2023-12.txt (white space
#: aside), read side by side: row, column, signs there, signs here, the four signs before and behind.
TWINS = [
    ("9", "text", "行", "", "争取上级", "信贷规模"),  # 争取上级行信贷规模
    ("11", "upstream", "", "件", "转贷备案", "机构配资"),  # 备案件机构
    ("33", "text", "企", "行", "资源向重点", "业、中心"),  # 重点行业
    ("34", "upstream", "", "给予适当", "支付资金", "支持。"),  # 资金给予适当支持
]


def run(*arguments: object):
    return CliRunner().invoke(main, ["diff", *map(str, arguments), "--lang", "zh"])


def test_the_annex_filed_twice(corpus: Path):
    whole, annex = (build_corpus([corpus / f"liaocheng-2023-12{x}.txt"]) for x in ("", "-annex1"))
    found = diff_corpora(whole, annex)
    assert [(d.part, d.ordinal, d.what, d.old, d.new) for d in found] == [("附件1", *t[:4]) for t in TWINS]
    for d, (*_, before, behind) in zip(found, TWINS, strict=True):
        assert d.before.endswith(before) and d.behind.startswith(behind)
    back = diff_corpora(annex, whole)
    assert [(d.ordinal, d.what, d.new, d.old) for d in back] == [t[:4] for t in TWINS]


def test_the_build_reports_the_same_differences(corpus: Path):
    built = build_corpus([corpus])
    differing = [i for i in built.issues if i.code == "text-differs"]
    assert len(differing) == len(TWINS)


# --- made-up papers -------------------------------------------------------------------------------

OLD = """聊城市人民政府
聊政字〔2023〕90号

聊城市人民政府关于印发聊城市平台建设方案的通知

一、重点任务

1. 建设数据平台，到2025年接入企业100家以上。（牵头单位：市财政局；配合单位：市教育体育局、市科技局）
2. 建设交易中心。（牵头单位：市科技局）
3. 完善公共服务体系，提高服务水平。（牵头单位：市民政局）
4. 加强宣传引导。（牵头单位：市委宣传部）
"""
NEW = OLD.replace("100家", "120家").replace("市教育体育局、市科技局", "市教育体育局、市商务局")
NEW = (
    NEW.replace("2. 建设交易中心。（牵头单位：市科技局）\n", "")
    .replace("3. 完善", "2. 完善")
    .replace("4. 加强", "3. 加强")
)
NEW += "4. 开展督导评估工作。（牵头单位：市政府办公室）\n"


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_words_roles_targets_and_items(papers):
    old, new = (build_corpus([p]) for p in papers)
    found = [(d.ordinal, d.what, d.old, d.new) for d in diff_corpora(old, new)]
    assert ("1", "text", "0", "2") in found
    assert ("1", "role", "assists 聊城市科学技术局", "") in found or ("1", "role", "assists 聊城市科技局", "") in found
    assert ("1", "role", "", "assists 聊城市商务局") in found
    assert [f[3].split(" ")[2] for f in found if f[1] == "target" and f[3]] == ["120家"]
    assert [f[2].split(" ")[2] for f in found if f[1] == "target" and f[2]] == ["100家"]
    assert ("2", "item", "建设交易中心。（牵头单位：市科技局）", "") in found
    assert ("3", "ordinal", "3", "2") in found
    assert ("4", "item", "", "开展督导评估工作。（牵头单位：市政府办公室）") in found
    assert {f[1] for f in found if f[0] == "3"} == {"ordinal"}


def test_how_papers_name_themselves(tmp_path):
    """The same items under another number, title and date: four differences, and exit code 1."""
    again = OLD.replace("〔2023〕90号", "〔2024〕91号").replace("平台建设方案", "2024年平台建设方案")
    for name, text in (("a.txt", OLD), ("b.txt", again)):
        signed = "\n{}\n202{}年3月1日\n".format(
            *(("聊城市人民政府", 3) if name == "a.txt" else ("聊城市人民政府办公室", 4))
        )
        (tmp_path / name).write_text(
            text.replace("聊城市人民政府\n", "").replace("聊城市人民政府关于", "关于") + signed, "utf-8"
        )
    a, b = (build_corpus([tmp_path / n]) for n in ("a.txt", "b.txt"))
    assert [(d.part, d.ordinal, d.what, d.old, d.new) for d in diff_corpora(a, b)] == [
        ("", "", "number", "聊政字〔2023〕90号", "聊政字〔2024〕91号"),
        ("", "", "paper-title", "关于印发聊城市平台建设方案的通知", "关于印发聊城市2024年平台建设方案的通知"),
        ("", "", "issuer", "聊城市人民政府", "聊城市人民政府办公室"),
        ("", "", "date", "2023-03-01", "2024-03-01"),
    ]
    shown = run(tmp_path / "a.txt", tmp_path / "b.txt")
    assert shown.exit_code == 1
    assert "文号  [-聊政字〔2023〕90号-]{+聊政字〔2024〕91号+}" in shown.stdout and "不同之处 4" in shown.stdout
    together = tmp_path / "both"
    together.mkdir()
    for name in ("a.txt", "b.txt"):
        (together / name).write_bytes((tmp_path / name).read_bytes())
    both = build_corpus([together])
    assert [d.what for d in diff_documents(both, "聊政字〔2023〕90号", "聊政字〔2024〕91号")] == [
        "number", "paper-title", "issuer", "date",
    ]  # fmt: skip


def test_equal_papers(papers):
    old, _ = papers
    result = run(old, old)
    assert (result.exit_code, result.stdout) == (0, "没有不同\n")
    assert run(old, old, "--format", "json").stdout == "[]\n"
    spaced = old.with_name("spaced.txt")
    spaced.write_text(OLD.replace("建设交易中心", "建设 交易\n中心"), encoding="utf-8")
    assert run(old, spaced).exit_code == 0


def test_the_command(papers, tmp_path):
    old, new = papers
    lines = run(old, new)
    assert lines.exit_code == 1
    assert "[-0-]{+2+}" in lines.stdout and "{+开展督导评估工作。（" in lines.stdout
    rows = json.loads(run(old, new, "--format", "json").stdout)
    table = list(csv.DictReader(io.StringIO(run(old, new, "--format", "csv").stdout)))
    assert len(rows) == len(table) == int(lines.stdout.rsplit(" ", 1)[1])
    assert {r["what"] for r in rows} == {"text", "role", "target", "item", "ordinal"}
    file = tmp_path / "out.csv"
    assert run(old, new, "--format", "csv", "-o", file).exit_code == 1
    assert file.read_text("utf-8").startswith("part,ordinal,what,old,new")


def test_two_graphs(papers, tmp_path):
    old, new = papers
    for paper, kg in ((old, "kg1"), (new, "kg2")):
        assert CliRunner().invoke(main, ["build", str(paper), "-o", str(tmp_path / kg), "-q"]).exit_code == 0
    files = run(old, new, "--format", "csv").stdout
    assert run(tmp_path / "kg1", tmp_path / "kg2", "--format", "csv").stdout == files
    assert run(tmp_path / "kg1", tmp_path / "kg1").exit_code == 0
    assert run(tmp_path / "kg1", new, "--format", "csv").stdout == files


def test_two_papers_of_one_graph(kg: Path):
    result = run("-g", kg, "聊政字〔2023〕12号", "doc:菏政办字-2023-56", "--format", "json")
    assert result.exit_code == 1
    assert {d["what"] for d in json.loads(result.stdout)} >= {"item"}
    same = run("-g", kg, "聊政字[2023]12号", "聊政字-2023-12")
    assert same.exit_code == 0
    unknown = run("-g", kg, "某政发〔2020〕1号", "聊政字-2023-12")
    assert unknown.exit_code == 1
    assert "某政发〔2020〕1号" in unknown.stderr and unknown.stderr.count("\n") == 1


def test_a_missing_file_is_one_line(tmp_path):
    result = run(tmp_path / "none.txt", tmp_path / "none2.txt")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1


def test_an_unknown_paper(corpus: Path):
    built = build_corpus([corpus / "heze-2023-56.txt"])
    assert diff_documents(built, "菏政办字〔2023〕56号", "菏政办字-2023-56") == ()
    with pytest.raises(NotFoundError, match="菏政办字"):
        diff_documents(built, "某文件", "菏政办字-2023-56")


def test_nothing_against_something(corpus: Path):
    built = build_corpus([corpus / "heze-2023-56.txt"])
    found = diff_items((), built.records)
    assert len(found) == len(built.records) and all(isinstance(d, Difference) and d.old == "" for d in found)


def test_what_stands_outside_the_items_counts(tmp_path: Path):
    # whom the paper is sent to, from when it counts, what it repeals
    papers = []
    for name, addressee, approval in (
        ("a", "各镇人民政府、街道办事处：", "经区政府同意，现予印发。"),
        ("b", "各镇人民政府、开发区管委会：", "经区政府同意，现予印发，原莱政办〔2020〕3号同时废止。"),
    ):
        paper = tmp_path / f"{name}.txt"
        head = "济南市莱芜区人民政府办公室关于印发民生工程方案的通知\n\n莱政办〔2022〕8号\n\n"
        tasks = "一、新建公办幼儿园3所。（牵头单位：区教育局）\n\n二、改造道路。（牵头单位：区交通运输局）\n"
        paper.write_text(f"{head}{addressee}\n\n{approval}\n\n{tasks}", encoding="utf-8")
        papers.append(paper)
    found = diff_corpora(*(build_corpus([p]) for p in papers))
    assert {d.what for d in found} == {"around"}
    assert "".join(d.old for d in found) == "街道办事处"
    assert "".join(d.new for d in found) == "开发区管委会，原莱政办〔2020〕3号同时废止"
    again = diff_corpora(build_corpus([papers[0]]), build_corpus([papers[0]]))
    assert again == ()

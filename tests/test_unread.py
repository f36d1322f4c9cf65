"""What a build says it did not read: true of the five papers, as a reader of them finds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policykg.analyse.unread import find_unread
from policykg.assemble import Reading, read_file
from policykg.cli import main
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.names import NameBook
from policykg.resources import read_table

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)

#: What each paper leaves, decided by reading it: the least share, role words, and how the stretches of text open.
#: None of it assigns a task: "企业牵头实施" is what the paper supports; "责任单位" without a name; appeals at the end of
#: a chapter; notes that put 主体责任 on all counties alike; posts that lapse without a person; mastheads.
#: What the gazette's new-media notice leaves IS text of its own (principles under a heading that has points below it,
#: 由市县两级大数据局负责): clauses of a paper whose items name nobody in brackets; kept here so that reading them shows.
LEFT: dict[str, tuple[float, list[str], list[str]]] = {
    "heze-2023-56.txt": (1.0, ["支持企业⟦牵头⟧实施"], []),
    "liaocheng-2023-12-annex1.txt": (0.99, [], ["注:各县(市、区)人民政府"]),
    "liaocheng-2023-12.txt": (0.99, ["各⟦责任单位⟧要根据职责分工"], ["注:各县(市、区)人民政府"] * 3),
    "liaocheng-gazette-2019-02.txt": (
        0.97,
        # a condition, a definition, one matter of an item that the gold leaves unassigned, and a principle
        ["实施细则的⟦责任部门⟧要于", "主管单位，⟦负责⟧推进", "由市县两级大数据局⟦负责⟧", "“谁审查谁⟦负责⟧”"],
        [
            "RENMINZHENG FUGONGBAO",
            "以上政策涉及财政资金投入的实施期",
            "按国家和省规定的时限执行",
            "各级各有关部门要高度重视",
            "市级新旧动能转换激励性转移支付测算分配说明",
            "各县（市、区）、市属开发区要按照",
            "各级各部门要进一步提高思想认识",
            "各县（市、区）人民政府，市属开发区管委会",
            "原聊城市物价局局长",
            "总经济师、副调研员",
        ],
    ),
    "licheng-2023-policy-list.txt": (1.0, [], []),
}


def read(data: bytes, name: str = "a.txt") -> Reading:
    return read_file(data, Source(name, ""), LEXICON, BOOK)


def unread(reading: Reading) -> Any:
    roles = [(a.start, a.end) for r in reading.records for a in (*r.roles, *(r.upstream.roles if r.upstream else ()))]
    return find_unread(reading.text, reading.runs, roles)


@pytest.mark.parametrize("name", LEFT)
def test_five_papers_leave_nothing_of_substance(name: str, corpus: Path) -> None:
    share, words, texts = LEFT[name]
    found = unread(read((corpus / name).read_bytes(), name))
    assert found.share >= share
    assert len(found.words) == len(words)
    for left, wanted in zip(found.words, words, strict=True):
        assert wanted in left.context
    assert len(found.texts) == len(texts)
    for left, wanted in zip(found.texts, texts, strict=True):
        assert left.context.startswith(wanted)


PAPER = """聊城市人民政府关于印发充电设施建设方案的通知
聊政字〔2024〕3号
各县（市、区）人民政府：
现将《充电设施建设方案》印发给你们，请认真贯彻执行。
聊城市人民政府
2024年3月1日
一、重点任务
1.建设充电设施。（牵头单位：市交通运输局；配合单位：市财政局）
2.加强安全检查。（市应急局负责）
"""


def test_paper_that_is_read_whole_leaves_nothing() -> None:
    found = unread(read(PAPER.encode()))
    assert (found.share, found.words, found.texts) == (1.0, (), ())
    assert found.counted == sum(c.isalnum() for c in PAPER)


def test_role_word_that_no_rule_used_is_listed_with_its_line() -> None:
    text = PAPER.replace("加强安全检查。", "加强安全检查，牵头工作另定。")
    (word,) = unread(read(text.encode())).words
    assert (word.word, word.line) == ("牵头", 9)
    assert text[word.start : word.end] == "牵头" and "加强安全检查，⟦牵头⟧工作另定" in word.context


def test_text_outside_every_form_lowers_the_share() -> None:
    lost = "这里写着一段与任何形式都不相符的文字，没有序号也没有标题，更没有单位名称可以辨认。"
    found = unread(read(PAPER.replace("一、重点任务", f"{lost}\n一、重点任务").encode()))
    assert [t.context.rstrip("。") for t in found.texts] == [lost.rstrip("。")]
    assert found.counted - found.read == sum(c.isalnum() for c in lost)


def test_every_offset_counts_once_and_runs_do_not_overlap(corpus: Path) -> None:
    for paper in sorted(corpus.glob("*.txt")):
        reading = read(paper.read_bytes(), paper.name)
        ends = [0, *(e for _, e, _ in reading.runs)]
        assert all(s >= e for (s, _, _), e in zip(reading.runs, ends, strict=False))
        assert all(0 <= s < e <= len(reading.text) for s, e, _ in reading.runs)


def test_boilerplate_never_covers_an_assignment() -> None:
    patterns = [re.compile(row["pattern"], re.S) for row in read_table("boilerplate.csv")]
    for line in (
        *PAPER.splitlines()[7:],
        "责任单位：市财政局",
        "牵头单位：市财政局、市应急局",
        "市应急局负责监督检查：",
    ):
        assert not any(p.fullmatch(line) for p in patterns), line
    for line in PAPER.splitlines()[2:6]:
        assert any(p.fullmatch(line) for p in patterns), line


def test_build_prints_the_share_and_lists_on_demand(tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text(PAPER.replace("加强安全检查。", "加强安全检查，牵头工作另定。"), encoding="utf-8")
    run: Callable[..., Any] = CliRunner().invoke
    command = ["build", str(paper), "-o", str(tmp_path / "kg"), "--lang", "en"]
    short, long = run(main, command), run(main, [*command, "--unread"])
    assert "text read 100.0%; role words no rule used 1, stretches not read 0" in short.stdout
    assert "⟦牵头⟧" not in short.stdout
    assert any(x.startswith("    ? a.txt:9: ") and "⟦牵头⟧工作另定" in x for x in long.stdout.splitlines())
    (file,) = json.loads((tmp_path / "kg" / "report.json").read_text(encoding="utf-8"))["files"]
    assert file["unread"]["share"] == 1.0 and [w["line"] for w in file["unread"]["words"]] == [9]


def test_a_remark_on_who_of_a_list_leads_is_no_role_word_left() -> None:
    text = "责任单位：市商务局（第一位为牵头单位，下同）、市财政局。标*的为牵头单位。另由县局牵头。"
    found = find_unread(text, [(0, len(text), "item")], [(5, 9)])
    assert [(w.word, w.start) for w in found.words] == [("牵头", text.rindex("牵头"))]

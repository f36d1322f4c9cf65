"""Numbers of papers as they are printed, damaged and copied: one number each, and no number in ordinary text."""

from __future__ import annotations

import pytest

from policykg.assemble import read_file
from policykg.docnumbers import find_numbers, number_line
from policykg.extract.citations import find_citations
from policykg.lexicon import load_lexicon
from policykg.model import Passage, Source
from policykg.names import NameBook

LEXICON = load_lexicon()
HEAD = (
    "聊城市人民政府\n\n{number}\n\n聊城市人民政府关于印发聊城市重点工作实施方案的通知\n\n各区县人民政府，市政府各部门：\n\n"
    "现将《聊城市重点工作实施方案》印发给你们，请认真贯彻执行。\n\n聊城市人民政府\n2023年3月5日\n\n"
    "一、重点任务\n\n1.修路。（责任单位：市财政局）\n"
)

#: All of them print 聊政发〔2023〕122号.
FORMS = [
    "聊政发〔2023〕 1 2 2号",
    "聊政发﹝2023﹞ 1 2 2 号",
    "聊政发〔贰零贰叁〕122号",
    "聊政发〔２０２３〕１２２号",
    "聊政发〔2023〕１２２号",
    "聊 政 发〔2023〕122号",
    "聊　政　发　〔2023〕　122　号",
    "聊政发「2023」122号",
    "聊政发『2023』122号",
    "聊政发{2023}122号",
    "聊政发｛2023｝122号",
    "聊政发<2023>122号",
    "聊政发＜2023＞122号",
    "聊政发〈2023〉122号",
    "聊政发《2023》122号",
    "聊政发【2023】122号",
    "聊政发﹝2023﹞122号",
    "聊政发〖2023〗122号",
    "聊政发［2023］第122号",
    "聊政发（2023]122号",
    "聊政发〔2023 122号",
    "聊政发〔2023第122号",
    "聊政发2023〕122号",
    "聊政发〔2o23〕122号",
    "聊政发［2O23］122号",
    "聊政发〔202З〕122号",
    "聊政发〔２Ｏ２３〕122号",
    "聊政发〔2023〕l22号",
    "聊政发〔二〇二三〕122号",
    "聊政发〔二○二三〕122号",
    "聊政发〔二O二三〕122号",
    "聊政发〔2023年〕122号",
    "聊政发（2023年）122号",
]

#: Marks around a number on a line of its own.
LINES = [
    "聊政发〔2023〕122号。",
    "聊政发〔2023〕122 号（公开）",
    "聊政发〔2023〕122号（此件公开发布）",
    "聊政发〔2023〕122号\t秘密★1年",
    "秘密★1年\t聊政发〔2023〕122号",
    "聊政发〔2023〕122号　签发人：某某",
    "发文字号：聊政发〔2023〕122号",
    "聊城市政府聊政发〔2023〕122号",
    "聊城市人民政府文件聊政发〔2023〕122号",
    "聊城市人民政府文件　　聊政发〔2023〕122号",
]

#: Years, serials and house numbers that are no paper's number.
NONE = [
    "清单（2023年）1 2号楼",
    "全市2023 1 2 号楼",
    "2023年第122号",
    "市〈2023〉5号",
    "各地〔2023年〕5号楼改造",
    "全市完成《2023》5号工程",
    "颁发（2023年）3号许可证",
    "省政府（2023年）5号议案",
    "改造（2023 12号楼）",
    "建设一号路（2023—2025年）12号地块",
    "发放〔2023 年 12 号前",
    "市政府 2023 年 12 号前完成",
    "整治（2023年底前）5号沟",
    "共发出(202З年)O号",
    "推进路<2023>项目5号",
    "投资2023万元，改造12号线",
    "第〔2023〕号",
]


@pytest.mark.parametrize("printed", [*FORMS, *LINES])
def test_a_line_reads_as_the_same_number(printed: str) -> None:
    assert str(number_line(printed, True)) == "聊政发〔2023〕122号"


@pytest.mark.parametrize("printed", [*FORMS, *LINES])
def test_a_paper_bears_the_number_its_head_prints(printed: str) -> None:
    text = HEAD.format(number=printed)
    reading = read_file(text.encode(), Source("a.txt", "0", "utf-8"), LEXICON, NameBook(LEXICON))
    assert [(d.number, d.title) for d in reading.documents] == [
        ("聊政发〔2023〕122号", "聊城市人民政府关于印发聊城市重点工作实施方案的通知")
    ]
    assert [r.text for r in reading.records] == ["修路。（责任单位：市财政局）"]


@pytest.mark.parametrize("printed", FORMS)
def test_a_citation_reads_as_the_same_number(printed: str) -> None:
    text = f"根据《聊城市某某工作方案》（{printed}）要求"
    (found,) = find_citations(Passage.of(text), True)
    assert (found.number, found.title) == ("聊政发〔2023〕122号", "聊城市某某工作方案")
    alone = f"，{printed}要求"
    assert [str(n) for n in find_numbers(alone)] == ["聊政发〔2023〕122号"]
    (number,) = find_numbers(alone)
    assert alone[number.start : number.end] == printed


@pytest.mark.parametrize("text", NONE)
def test_ordinary_text_is_no_number(text: str) -> None:
    assert find_numbers(text) == ()
    assert number_line(text, True) is None


def test_a_run_of_spaced_signs_is_cut_where_the_sign_begins() -> None:
    text = "按照聊 政 发〔2023〕122号要求"
    (found,) = find_citations(Passage.of(text), True, sign_of=lambda run: "聊政发" if run.endswith("聊政发") else "")
    assert (found.number, text[found.start : found.end]) == ("聊政发〔2023〕122号", "聊 政 发〔2023〕122号")


def test_signs_that_look_like_a_letterhead_stay_whole() -> None:
    assert str(number_line("聊城市政府办发〔2023〕5号")) == "聊城市政府办发〔2023〕5号"
    assert str(number_line("中共聊城市委聊发〔2018〕15号")) == "聊发〔2018〕15号"
    assert str(number_line("济历城安发〔2022〕13号")) == "济历城安发〔2022〕13号"

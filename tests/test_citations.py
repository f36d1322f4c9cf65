"""Papers named in a text: by title, by number, as a basis or in passing; and works and places named beside them."""

from __future__ import annotations

import pytest

from policykg.assemble import read_file
from policykg.extract.citations import find_citations
from policykg.extract.places import find_places
from policykg.extract.projects import find_projects
from policykg.lexicon import load_lexicon
from policykg.model import Passage, Place, PlaceMention, Source
from policykg.names import NameBook
from policykg.resolve.naming import document_key
from policykg.resolve.textplaces import TextPlaces

LEXICON = load_lexicon()


def cited(text: str, preamble: bool = True, own: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [(c.number, c.title, c.relation) for c in find_citations(Passage.of(text), preamble, own)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "根据《山东省人民政府关于印发三年行动计划的通知》（鲁政字〔2023〕18号）要求",
            [("鲁政字〔2023〕18号", "山东省人民政府关于印发三年行动计划的通知", "based_on")],
        ),
        (
            "为贯彻落实《甲方案》（鲁政发〔2018〕21号）、《乙意见》（鲁政发〔2018〕24号）精神",
            [("鲁政发〔2018〕21号", "甲方案", "based_on"), ("鲁政发〔2018〕24号", "乙意见", "based_on")],
        ),
        ("按照《中华人民共和国预算法》执行", [("", "中华人民共和国预算法", "based_on")]),
        ("《某市财政奖补办法》已经市政府同意。", [("", "某市财政奖补办法", "cites")]),
        ("按照鲁政发[2018] 21 号文件要求", [("鲁政发〔2018〕21号", "", "based_on")]),
        (
            "《关于〈某市总体规划〉的批复》（国函【2019】60号）",
            [("国函〔2019〕60号", "关于〈某市总体规划〉的批复", "cites")],
        ),
        (
            "落实《聊城市人民\n政府关于加强管理的\n通知》（聊政发（2016）56 号）",
            [("聊政发〔2016〕56号", "聊城市人民政府关于加强管理的通知", "based_on")],
        ),
    ],
)
def test_papers_are_cited_by_title_and_number(text: str, found: list[tuple[str, str, str]]) -> None:
    assert cited(text) == found


def test_inside_an_item_a_paper_is_cited_not_its_basis() -> None:
    text = "按照《某市促进企业上市的通知》（聊政发〔2016〕56号）要求进行奖补。"
    assert [r for _, _, r in cited(text, preamble=False)] == ["cites"]
    assert [r for _, _, r in cited(text, preamble=True)] == ["based_on"]


def test_a_basis_does_not_reach_over_a_full_stop() -> None:
    assert cited("根据省里要求。现将《某市任务分工清单》印发给你们。") == [("", "某市任务分工清单", "cites")]


@pytest.mark.parametrize(
    "text",
    ["阅读《红楼梦》。", "创排《孔繁森》《大运河之歌》等剧目", "《人民日报》报道", "2023年12号文件", "（2023）12号楼"],
)
def test_books_and_slogans_are_no_papers(text: str) -> None:
    assert cited(text) == []


def test_a_papers_own_title_is_left_out() -> None:
    text = "现将《某市2024年工作方案》印发给你们，根据《某省工作方案通知》执行。"
    assert cited(text, own=("某市2024年工作方案",)) == [("", "某省工作方案通知", "based_on")]


def test_spans_hold_the_quote() -> None:
    text = "前文。根据《某省行动计划》（鲁政字〔2023〕18号）、鲁政发〔2018〕21号文件。"
    for citation in find_citations(Passage.of(text, 30), True):
        assert text[citation.start - 30 : citation.end - 30] == citation.quote
        assert citation.number in citation.quote


@pytest.mark.parametrize(
    ("number", "title", "key"),
    [("聊政字〔2023〕12号", "某方案", "聊政字-2023-12"), ("", "某市《方案》（试行）", "某市方案试行")],
)
def test_keys_of_papers(number: str, title: str, key: str) -> None:
    assert document_key(number, title) == key


PAPER = """东阿县人民政府关于印发《东阿县2024年河道整治方案》的通知
东政发〔2024〕7号

各镇人民政府：

现将《东阿县2024年河道整治方案》印发给你们，请认真贯彻执行。

东阿县人民政府
2024年3月1日

东阿县2024年河道整治方案

为深入贯彻《聊城市人民政府关于加强河道管理的意见》（聊政发〔2024〕2号），制定本方案。

一、重点任务
1.疏浚河道。按照《河道采砂管理办法》（水政〔2020〕5号）执行。（县水利局负责）
"""


def test_a_paper_stands_on_what_its_preamble_says_and_cites_the_rest() -> None:
    lexicon = load_lexicon()
    reading = read_file(PAPER.encode(), Source("a.txt", "0" * 64), lexicon, NameBook(lexicon))
    (paper,) = reading.documents
    assert [(c.key, c.citation.relation) for c in paper.cites] == [("聊政发-2024-2", "based_on")]
    (item,) = reading.records
    assert [(c.key, c.citation.relation) for c in item.cites] == [("水政-2020-5", "cites")]


def test_a_title_says_what_it_carries_out_where_the_text_does_not() -> None:
    text = "历城区贯彻落实省2023年政策清单任务分工表\n序号\t重点任务\t责任单位\n1\t修路\t区财政局\n"
    lexicon = load_lexicon()
    reading = read_file(text.encode(), Source("a.txt", "0" * 64), lexicon, NameBook(lexicon))
    ((cited_paper,),) = [d.cites for d in reading.documents]
    assert (cited_paper.title, cited_paper.citation.relation, cited_paper.citation.rule) == (
        "省2023年政策清单",
        "based_on",
        "title-basis",
    )


# --- places and works ----------------------------------------------------------------------------


def mentions(text: str, home: str = "371500", own: dict[str, Place] | None = None) -> tuple[PlaceMention, ...]:
    paper = TextPlaces(LEXICON.places[home], LEXICON, "2023", own)
    return find_places(Passage.of(text), LEXICON, paper.short_names, paper.decide)


def places(text: str, home: str = "371500") -> list[tuple[str, str]]:
    return [(p.code, p.printed) for p in mentions(text, home)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "推动临清市、冠县、东昌府区、茌平区建设",
            [("371581", "临清市"), ("371525", "冠县"), ("371502", "东昌府区"), ("371503", "茌平区")],
        ),
        ("与濮阳市共建示范区", [("410900", "濮阳市")]),
        ("山东省聊城市东阿县", [("370000", "山东省"), ("371500", "聊城市"), ("371524", "东阿县")]),
        ("东阿县与东阿县结对", [("371524", "东阿县")]),
        ("各县（市、区）要落实", []),
        ("城区供水、郊区改造、市区道路", []),
        ("建设产业园区域中心", []),
    ],
)
def test_places_named_in_full(text: str, found: list[tuple[str, str]]) -> None:
    assert places(text) == found


def test_a_place_of_several_is_left_out_when_undecided() -> None:
    assert places("推动鼓楼区建设") == []
    assert places("推动鼓楼区建设", "320100") == [("320106", "鼓楼区")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支持东阿药业、鲁丰纺织等大型企业上市", []),
        ("支持东阿药业等公司上市，推进东阿至聊城高速", ["东阿", "聊城"]),
        ("支持东阿、聊城等地企业上市", ["东阿", "聊城"]),
        ("支持东阿阿胶产业园、冷链园等建设", ["东阿"]),
    ],
)
def test_a_company_in_a_list_is_no_place(text: str, found: list[str]) -> None:
    got = mentions(text)
    assert [p.printed for p in got] == found
    assert not got or text[got[0].start :].startswith("东阿至" if "药业" in text else "东阿")


def test_other_names_of_own_places_are_marked() -> None:
    text = "支持东阿、在平区发展"
    found = mentions(text, own={"在平区": LEXICON.places["371503"]})
    assert [(p.code, p.printed, p.rule) for p in found] == [
        ("371524", "东阿", "place-short"),
        ("371503", "在平区", "place-repaired"),
    ]
    assert all(text[p.start : p.end] == p.printed for p in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("加快推进聊城机场前期工作。", []),
        ("加快建设聊城机场、聊泰铁路，做好服务。", ["聊城机场"]),
        ("推进铁路专用线项目。", []),
        ("推进G105京澳线东阿黄河大桥等项目", ["G105京澳线东阿黄河大桥"]),
        ("加快推进机场建设", []),
    ],
)
def test_named_works(text: str, found: list[str]) -> None:
    names = [p.name for p in find_projects(Passage.of(text), LEXICON)]
    assert [n for n in names if n in found] == found
    assert not found or set(found) <= set(names)
    for project in find_projects(Passage.of(text), LEXICON):
        assert text[project.start : project.end] == project.name

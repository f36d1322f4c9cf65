"""Who cites what: every citation of the five papers read by eye, and the forms in made-up sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policykg.assemble import read_file
from policykg.build import build_corpus
from policykg.extract.citations import find_aliases, find_citations
from policykg.lexicon import load_lexicon
from policykg.link.documents import core, unite
from policykg.model import Citation, Passage, Source
from policykg.names import NameBook
from policykg.records import CitedDocument, Corpus, DocumentInfo

#: (where: "" the paper itself, else the item; relation; number; title as printed there).
EXPECTED = {
    "聊政字〔2023〕12号": [
        ("", "based_on", "鲁政字〔2023〕18号", "山东省人民政府关于印发突破菏泽鲁西崛起三年行动计划(2023—2025年)的通知"),
        # the provincial column of row 13
        ("附件1.13", "cites", "聊政发〔2021〕5号", "关于加快聊城市金融产业高质量发展的意见"),
        ("附件1.33", "cites", "", "聊城市高层次人才周转编制管理使用办法"),
        ("附件1.39", "cites", "", "山东省人才集聚雁阵格局—聊城人才集聚节点建设方案"),
        ("附件2.12", "cites", "", "聊城国家骨干冷链物流基地实施方案"),
        ("附件2.37", "cites", "", "聊城市儿童友好城市建设方案"),
        # 《孔繁森铸牢中华民族共同体意识纪事》 (annex 2, row 40) is a book
    ],
    "菏政办字〔2023〕56号": [
        ("", "based_on", "", "山东省县域经济高质量发展三年行动方案(2023—2025年)"),
        # 《菏泽市…分工方案》 is the paper's own annex
    ],
    "历城区贯彻落实省2023年“稳中向好、进中提质”政策清单（第一批）任务分工表": [
        ("", "based_on", "", "省2023年“稳中向好、进中提质”政策清单（第一批）"),
        ("附件1.4", "cites", "", "待销售二手车单独签注管理实施细则"),
        ("附件1.15", "cites", "", "济南市2022年臭氧污染治理方案"),
        ("附件1.24", "cites", "济历城安发〔2022〕13号", "关于全面推动安全生产制度措施落实落地的实施方案"),
    ],
    "聊政发〔2019〕1号": [
        ("", "based_on", "鲁政发〔2018〕21号", "山东省人民政府关于印发支持实体经济高质量发展的若干政策的通知"),
        ("", "based_on", "鲁政发〔2018〕24号", "山东省人民政府关于进一步扩内需补短板促发展的若干意见"),
        ("", "based_on", "鲁政发〔2018〕26号", "山东省人民政府关于支持民营经济高质量发展的若干意见"),
        ("正文.三.9", "cites", "聊政发〔2016〕56号", "关于印发聊城市促进企业上市挂牌等直接融资若干政策的通知"),
        ("正文.六.21", "cites", "", "工业用地出让最低价标准"),
        # 《国民经济行业分类》 (item 6) is a classification, no paper
    ],
    "聊办发〔2019〕3号": [
        ("", "based_on", "聊发〔2018〕15号", "中共聊城市委、聊城市人民政府关于推进新旧动能转换重大工程的实施意见"),
        (
            "",
            "based_on",
            "聊政发〔2018〕14号",
            "聊城市人民政府关于印发〈聊城市新旧动能转换重大工程实施规划（2018—2022年）〉的通知",
        ),
        ("", "based_on", "", "山东新旧动能转换综合试验区建设总体方案"),
        # named by its title here and by the number of the notice that issued it two lines below
        (
            "关于支持新旧动能转换重大工程的若干财政政策.一.4",
            "cites",
            "鲁政发〔2018〕7号",
            "山东省新旧动能转换重大工程实施规划",
        ),
        (
            "关于支持新旧动能转换重大工程的若干财政政策.四.18",
            "cites",
            "聊发〔2017〕18号",
            "中共聊城市委、聊城市人民政府印发〈关于进一步加强高层次高技能人才引进工作的实施意见〉的通知",
        ),
        (
            "关于支持新旧动能转换重大工程财政体制激励政策的实施意见.四",
            "cites",
            "鲁政发〔2018〕7号",
            "山东省人民政府关于印发山东省新旧动能转换重大工程实施规划的通知",
        ),
        ("关于支持新旧动能转换重大工程若干税收政策的实施意见.四", "cites", "", "中华人民共和国科技成果转化法"),
        (
            "关于支持科技创新服务新旧动能转换重大工程财政政策的实施意见.四.11",
            "cites",
            "聊发〔2017〕18号",
            "中共聊城市委、聊城市人民政府印发〈关于进一步加强高层次高技能人才引进工作的实施意见〉的通知",
        ),
        (
            "关于财政金融政策协同配合支持新旧动能转换重大工程的实施意见.二.15",
            "cites",
            "聊政发〔2016〕56号",
            "聊城市人民政府关于印发〈聊城市促进企业上市挂牌等直接融资的若干政策〉的通知",
        ),
    ],
    "聊政办发〔2019〕2号": [
        ("", "based_on", "国办发〔2018〕123号", "国务院办公厅关于推进政务新媒体健康有序发展的意见"),
        ("", "based_on", "鲁政办发〔2019〕3号", "山东省人民政府办公厅关于推进全省政务新媒体健康有序发展的通知"),
        # 《政务新媒体情况统计表》 is a form
    ],
    "聊政任〔2019〕2号": [],
    "聊城市人民政府大事记": [],  # 《政府工作报告（征求意见稿）》 is a draft under discussion
    "聊城市人民政府公报2019年第2期": [],
}


@pytest.fixture(scope="module")
def built(corpus: Path) -> Corpus:
    return build_corpus([corpus])


def said(built: Corpus) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for document, records in built.by_document():
        name = document.number or document.title
        for c in document.cites:
            yield name, ("", c.citation.relation, c.number, c.title)
        for record in records:
            for c in record.cites:
                yield name, (record.key.removeprefix(document.key + "."), c.citation.relation, c.number, c.title)


def test_every_citation_of_the_five_papers(built):
    got: dict[str, list[tuple[str, str, str, str]]] = {d.number or d.title: [] for d in built.documents}
    for name, citation in said(built):
        got[name].append(citation)
    assert got == EXPECTED


def test_every_citation_stands_where_it_says(built):
    texts = dict(built.texts)
    for document, records in built.by_document():
        for source, cites in ((document.sources[0], document.cites), *((r.source, r.cites) for r in records)):
            for cited in cites:
                c = cited.citation
                printed = "".join(texts[source][c.start : c.end].split())
                assert "".join(c.quote.split()) == printed
                assert "".join(c.title.split()) in printed or c.title == ""


def test_a_number_is_one_node_wherever_it_is_named(built):
    keys: dict[str, set[str]] = {}
    for document, records in built.by_document():
        for c in (*document.cites, *(x for r in records for x in r.cites)):
            keys.setdefault(c.number or c.title, set()).add(c.key)
    assert all(len(found) == 1 for found in keys.values())
    assert keys["鲁政发〔2018〕7号"] == {"鲁政发-2018-7"}


# --- forms ----------------------------------------------------------------------------------------


def named(text: str, preamble: bool = True, own: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [(c.relation, c.number, c.title) for c in find_citations(Passage.of(text), preamble, own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《某省人民政府关于某事的意见》（某政发〔2020〕1号）精神，",
            [("based_on", "某政发〔2020〕1号", "某省人民政府关于某事的意见")],
        ),
        ("按照《某省某某方案》要求，", [("based_on", "", "某省某某方案")]),
        ("为贯彻落实《某某条例》《某某规划》，", []),  # four signs name nothing: every 《实施方案》
        (
            "为贯彻落实《某某工作条例》《某某发展规划》，",
            [("based_on", "", "某某工作条例"), ("based_on", "", "某某发展规划")],
        ),
        ("依据《某某办法（试行）》，", [("based_on", "", "某某办法（试行）")]),
        ("某政发[2020]1号文件规定，", [("cites", "某政发〔2020〕1号", "")]),
        ("贯彻落实国办发（2018）123号文件精神，", [("based_on", "国办发〔2018〕123号", "")]),
        ("按照鲁政字【2023】第18 号要求，", [("based_on", "鲁政字〔2023〕18号", "")]),
        (
            "印发《关于某事的实施方案》的通知（某政发〔2022〕13号），",
            [("cites", "某政发〔2022〕13号", "关于某事的实施方案")],
        ),
        (
            "根据《某某总体方案》（某发〔2020〕1号，以下简称《方案》）和《某某意见书》，",
            [("based_on", "某发〔2020〕1号", "某某总体方案")],
        ),
        ("根据《某某总体方案》（以下简称《总体方案》），", [("based_on", "", "某某总体方案")]),
        ("编撰《孔繁森铸牢中华民族共同体意识纪事》，", []),
        ("填写《政务新媒体情况统计表》，", []),
        ("未列入《国民经济行业分类》的，", []),
        ("听取对《政府工作报告（征求意见稿）》的意见，", []),
        ("实现“十四五”规划目标（2025年底前），", []),
        ("出版《某某读本》（某新出准字〔2020〕1号），", [("cites", "某新出准字〔2020〕1号", "某某读本")]),
        ("根据《某某方案》，现印发给你们。", []),
    ],
)
def test_forms(text, expected):
    assert named(text) == expected


def test_what_an_item_names_is_cited_not_its_basis():
    assert named("根据《某省某某方案》要求建设平台。", preamble=False) == [("cites", "", "某省某某方案")]


def test_own_titles_are_no_citations():
    assert named("《某市某某实施方案》已经市政府同意，", own=("某市某某实施方案",)) == []


def test_a_short_name_means_what_the_paper_says():
    first = Passage.of("根据《某省某某总体方案》（某政发〔2020〕1号，以下简称《总体方案》）要求，")
    later = Passage.of("落实《总体方案》任务。", 100)
    aliases = find_aliases([first, later])
    (citation,) = find_citations(later, False, (), aliases)
    assert (citation.number, citation.title, citation.quote) == (
        "某政发〔2020〕1号",
        "某省某某总体方案",
        "《总体方案》",
    )
    assert find_citations(later, False) == ()


def test_a_short_name_in_a_paper():
    text = """聊城市人民政府
聊政字〔2024〕99号

聊城市人民政府关于印发聊城市某某实施方案的通知

各县（市、区）人民政府：

根据《山东省人民政府关于印发山东省某某发展规划的通知》（鲁政发〔2023〕9号，以下简称《发展规划》）要求，制定本方案。

一、重点任务

1. 落实《发展规划》目标。（牵头单位：市财政局）
2. 对照《山东省某某发展规划》建设平台。（牵头单位：市财政局）
"""
    lexicon = load_lexicon()
    reading = read_file(text.encode(), Source("a.txt", "0" * 64), lexicon, NameBook(lexicon))
    documents, records = unite(reading.documents, reading.records, lambda title: False)
    assert [(c.key, c.citation.relation) for c in documents[0].cites] == [("鲁政发-2023-9", "based_on")]
    assert [[c.key for c in r.cites] for r in records] == [["鲁政发-2023-9"], ["鲁政发-2023-9"]]


# --- one paper by number and by title -------------------------------------------------------------


def cited(number: str, title: str) -> CitedDocument:
    key = number.replace("〔", "-").replace("〕", "-").removesuffix("号") if number else title
    return CitedDocument(key, number, title, Citation(number, title, "cites", title, 0, 1, "citation-title"))


def paper(key: str, *cites: CitedDocument, number: str = "", title: str = "") -> DocumentInfo:
    return DocumentInfo(key, "act", number, title or key, "", "", "city", "371500", "", (), cites)


def united(*papers: DocumentInfo) -> list[list[str]]:
    documents, _ = unite(papers, (), lambda title: title.startswith("某省"))
    return [[c.key for c in d.cites] for d in documents]


PLAN, NOTICE = "某省某某发展规划", "某省人民政府关于印发某省某某发展规划的通知"


def test_a_title_takes_the_number_it_has_elsewhere():
    assert united(paper("甲", cited("某发〔2020〕1号", NOTICE)), paper("乙", cited("", PLAN))) == [["某发-2020-1"]] * 2


def test_a_title_is_the_paper_that_was_read():
    read = paper("某发-2020-1", number="某发〔2020〕1号", title=NOTICE)
    assert united(read, paper("乙", cited("", PLAN))) == [[], ["某发-2020-1"]]


def test_a_title_with_two_numbers_stays_by_itself():
    both = paper("甲", cited("某发〔2020〕1号", NOTICE), cited("某发〔2022〕2号", NOTICE))
    assert united(both, paper("乙", cited("", PLAN)))[1] == [PLAN]


def test_a_title_of_many_is_told_only_inside_its_paper():
    opinion = "关于支持某事的若干意见"
    numbered, bare = cited("某发〔2020〕1号", opinion), cited("", opinion)
    assert united(paper("甲", numbered), paper("乙", bare)) == [["某发-2020-1"], [opinion]]
    assert united(paper("甲", numbered, bare)) == [["某发-2020-1"]]


def test_a_paper_does_not_cite_itself():
    own = replace(paper("某发-2020-1", cited("", PLAN), number="某发〔2020〕1号", title=NOTICE))
    assert united(own, paper("乙", cited("某发〔2020〕1号", NOTICE))) == [[], ["某发-2020-1"]]


def test_the_core_of_a_title():
    assert core("某市转发《某省某某条例》的通知") == "某省某某条例"
    assert core("某市关于某事的通知") == "某市关于某事的通知"
    assert core("") == ""

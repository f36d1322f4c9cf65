"""Which body a printed name means: mentions of all 31 provinces, each with the answer fixed before it was run.

``cases/mentions.csv``: ``home`` is the code of the place whose paper prints the name (empty: unknown),
``jurisdiction`` and ``function`` say whose body it is and for what, ``kind`` is agency, group, government
(an agency that governs a place) or unresolved (the name must stay as printed). An answer may be missing
(unresolved where a body was meant); it must never be another body.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from policykg.lexicon import load_lexicon
from policykg.model import RoleMention
from policykg.names import NameBook
from policykg.records import Agency
from policykg.resolve.agencies import AgencyResolver

CASES = Path(__file__).parent / "cases" / "mentions.csv"
GOVERNMENTS = ("政府", "街道乡镇")
LEAST = 0.99


@dataclass(frozen=True, slots=True)
class Mention:
    home: str
    printed: str
    jurisdiction: str
    function: str
    kind: str
    note: str


@cache
def mentions() -> tuple[Mention, ...]:
    with CASES.open(encoding="utf-8") as file:
        return tuple(Mention(**row) for row in csv.DictReader(file))


@cache
def book() -> NameBook:
    return NameBook(load_lexicon())


def resolve(home: str, printed: str) -> Agency:
    resolver = AgencyResolver(book(), load_lexicon().places.get(home), "paper.txt")
    assigned, _ = resolver.assign([RoleMention(printed, "responsible", 0, len(printed), "test", 1.0)])
    return assigned[0].agency


def answer(mention: Mention) -> tuple[str, Agency]:
    """Return right, missed (unresolved where a body was meant) or wrong, with what was found."""
    found = resolve(mention.home, mention.printed)
    if found.kind == "unresolved":
        return "right" if mention.kind == "unresolved" else "missed", found
    kind = "government" if found.kind == "agency" and found.function in GOVERNMENTS else found.kind
    same = (kind, found.jurisdiction) == (mention.kind, mention.jurisdiction)
    return "right" if same and (kind == "group" or found.function == mention.function) else "wrong", found


def told(verdict: str) -> Iterator[str]:
    for mention in mentions():
        said, found = answer(mention)
        if said == verdict:
            yield (
                f"{mention.home or '-'} {mention.printed}: {mention.jurisdiction} {mention.function} {mention.kind}"
                f" -> {found.key} {found.jurisdiction} {found.function} {found.kind}"
            )


def test_there_are_mentions_of_every_province():
    provinces = {m.home[:2] for m in mentions()} - {"", "10"}
    assert len(mentions()) >= 450
    assert len(provinces) == 31


def test_a_mention_stands_once():
    assert len({(m.home, m.printed) for m in mentions()}) == len(mentions())


def test_no_mention_gives_another_body():
    assert list(told("wrong")) == []


def test_nearly_every_mention_is_resolved():
    missed = list(told("missed"))
    assert len(missed) <= (1 - LEAST) * len(mentions()), missed


# --- one body or two ------------------------------------------------------------------------------

ONE = [
    ("371500", "市住房城乡建设局", "市住房和城乡建设局", "聊城市住建局", "市住房和城乡建设管理局"),
    ("371500", "市发改委", "市发展和改革委员会", "市发展改革委", "聊城市发展和改革委员会", "市发展改革委员会"),
    ("371500", "人民银行", "中国人民银行", "人行", "中国人民银行聊城市分行", "人行聊城市分行", "人民银行聊城分行"),
    ("371502", "区文旅局", "区文化和旅游局", "区文化旅游局", "东昌府区文旅局"),
    ("371500", "市文广旅局", "市文化广电和旅游局", "市文化广电旅游局"),
    ("371500", "市应急局", "市应急管理局"),
    ("371500", "市重大项目办", "市重大项目办公室"),
    ("371500", "市行政审批局", "市行政审批服务局"),
    ("371500", "市退役军人局", "市退役军人事务局"),
    ("371500", "市市场监管局", "市市场监督管理局", "市市监局"),
    ("371500", "市科技局", "市科学技术局"),
    ("371500", "市卫健委", "市卫生健康委", "市卫生健康委员会"),
    ("371500", "市人社局", "市人力资源和社会保障局"),
    ("371500", "市教体局", "市教育和体育局", "市教育体育局"),
    ("371500", "市民族宗教局", "市民族宗教事务局", "市民宗局"),
    ("371500", "市城管局", "市城市管理局"),
    ("371500", "市粮食和物资储备局", "市粮储局", "市粮食和储备局"),
    ("371500", "市国资委", "市国有资产监督管理委员会", "市政府国资委"),
    ("371500", "市金融办", "市政府金融办", "市金融工作办公室", "市人民政府金融工作办公室"),
    ("371500", "市税务局", "国家税务总局聊城市税务局", "聊城市税务局"),
    ("371500", "国家金融监督管理总局聊城监管分局", "金融监管总局聊城监管分局", "聊城金融监管分局"),
    ("371500", "市委编办", "市编办", "市委机构编制委员会办公室"),
    ("371500", "市公安局交警支队", "市交警支队", "聊城市公安局交通警察支队"),
    ("371500", "高唐县政府", "高唐县人民政府", "高唐县"),
    (
        "371500",
        "高新区管委会",
        "聊城高新区管委会",
        "市高新技术产业开发区管委会",
        "聊城高新技术产业开发区管委会",
        "聊城市高新区管委会",
        "高新技术产业开发区管理委员会",
    ),
    ("370100", "高新区管委会", "济南高新区管委会", "济南高新技术产业开发区管委会", "市高新区管委会"),
    ("370112", "市生态环境局历城分局", "济南市生态环境局历城分局", "市生态环境局历城区分局"),
    ("370112", "洪家楼街道", "洪家楼街道办事处", "洪家楼街道办"),
    ("320583", "花桥镇", "花桥镇人民政府", "花桥镇政府"),
]
SEVERAL = [
    ("371500", "市粮食局", "市粮食和物资储备局"),
    ("371500", "市农业局", "市农业农村局", "市农机局", "市畜牧局"),
    ("371500", "市教育局", "市教育体育局", "市体育局"),
    ("371500", "市文旅局", "市文广旅局", "市旅游局", "市文化局", "市文旅集团", "市文旅投资集团"),
    ("371500", "市水利局", "市水务局", "市城乡水务局"),
    ("371500", "市自然资源局", "市自然资源和规划局", "市国土资源局", "市规划局"),
    ("371500", "市地方金融监管局", "市金融办", "市委金融办", "聊城金融监管分局", "聊城银保监分局", "聊城银监分局"),
    ("371500", "市大数据局", "市数据局", "市政务服务和数据管理局"),
    ("371500", "市卫生局", "市卫计委", "市卫健委", "市人口计生委"),
    ("371500", "市人防办", "市国动办"),
    ("371500", "市扶贫办", "市乡村振兴局"),
    ("371500", "市委", "市政府", "市人大常委会", "市政协", "市委办公室", "市政府办公室", "市政协办公室"),
    ("371500", "中国人民银行聊城市分行", "中国人民银行聊城市中心支行"),
    ("371500", "高新区管委会", "聊城经开区管委会", "度假区管委会", "高唐县政府"),
    ("371500", "聊城高新区财政局", "市财政局", "高唐县财政局", "聊城经开区财政局", "市财政金融局"),
    ("370100", "济南高新区财政局", "济南经开区财政局", "市财政局", "历城区财政局"),
    ("371500", "市公安局", "市公安局交警支队", "市公安局特警支队", "市公安局高新区分局"),
    ("371500", "聊城大学", "聊城学院", "聊城职业技术学院"),
    ("371500", "市城市管理局", "市综合行政执法局", "市城市管理综合执法局"),
    ("371500", "市商务局", "市投资促进局", "市商务投资促进局", "市招商局"),
    ("371500", "市人民医院", "市中医医院", "市中心医院"),
    ("371500", "市工商局", "市质监局", "市食药监局", "市市场监管局"),
    ("371500", "市公路局", "市公路事业发展中心", "市交通运输局"),
    ("371500", "市林业局", "市园林局", "市林业和草原局"),
    ("110000", "市教委", "市委教育工委"),
    ("100000", "自然资源部", "国土资源部", "生态环境部"),
]


@pytest.mark.parametrize("case", ONE, ids=lambda c: c[1])
def test_forms_of_one_name_are_one_body(case):
    home, *names = case
    assert len({resolve(home, name).key for name in names}) == 1, [(n, resolve(home, n).key) for n in names]


@pytest.mark.parametrize("case", SEVERAL, ids=lambda c: c[1])
def test_different_bodies_stay_apart(case):
    home, *names = case
    found = [(resolve(home, name).key, name) for name in names]
    assert len({key for key, _ in found}) == len(names), found


def test_the_same_name_is_another_body_in_another_city():
    assert resolve("371500", "市财政局").key == "371500.财政局"
    assert resolve("371700", "市财政局").key == "371700.财政局"
    assert resolve("371500", "菏泽市财政局").key == "371700.财政局"


def test_a_label_is_readable_anywhere():
    assert resolve("371500", "市财政局").label == "聊城市财政局"
    assert resolve("370112", "区发展改革局").label == "历城区发展改革局"
    assert resolve("222400", "州财政局").label == "延边朝鲜族自治州财政局"
    assert resolve("150100", "自治区财政厅").label == "内蒙古自治区财政厅"


def test_the_same_function_stands_in_one_line():
    line = [("370000", "省财政厅"), ("371500", "市财政局"), ("371502", "区财政局"), ("110000", "市财政局")]
    assert {resolve(home, name).function for home, name in line} == {"财政"}


def test_a_group_has_its_members_where_they_can_be_known():
    group = resolve("371500", "各县（市、区）人民政府")
    assert group.members == tuple(
        f"{code}.人民政府" for code in ("371502", "371503", "371521", "371522", "371524", "371525", "371526", "371581")
    )
    assert resolve("371500", "市有关部门").members == ()


def test_a_province_s_group_of_cities_has_its_cities():
    assert len(resolve("370000", "各市人民政府").members) == 16
    assert len(resolve("350000", "各设区市人民政府").members) == 9
    assert len(resolve("440000", "各地级以上市人民政府").members) == 21
    # the provinces without 台湾 and the special regions; the counties that 湖北 and 海南 rule without a city between
    assert len(resolve("100000", "各省、自治区、直辖市人民政府").members) == 31
    assert len(resolve("100000", "各省（区、市）人民政府").members) == 31
    assert len(resolve("420000", "各市、州、直管市、神农架林区人民政府").members) == 17
    assert len(resolve("460000", "各市、县、自治县人民政府").members) == 19
    assert len(resolve("150000", "各盟行政公署、市人民政府").members) == 12
    assert len(resolve("150000", "各盟市人民政府").members) == 12


def test_a_group_has_the_members_of_the_paper_s_day():
    def districts(date: str) -> tuple[str, ...]:
        return AgencyResolver(book(), load_lexicon().places["500000"], "paper.txt", date).identify("各区县政府").members

    before, after = districts("2021-06-01"), districts("2025-12-01")
    assert {"500105.人民政府", "500112.人民政府"} <= set(before) - set(after)
    assert set(after) - set(before) == {"500157.人民政府"}


def test_what_was_told_of_one_day_is_not_told_of_another():
    def bank(home: str, date: str) -> str:
        return AgencyResolver(book(), load_lexicon().places[home], "paper.txt", date).identify("人民银行").label

    days = ("2023-08-17", "2023-08-18", "2023-08-17", "2023", "2024-01-02")
    assert [bank("371500", d) for d in days] == [
        "中国人民银行聊城市中心支行",
        "中国人民银行聊城市分行",
        "中国人民银行聊城市中心支行",
        "中国人民银行聊城市中心支行",
        "中国人民银行聊城市分行",
    ]
    assert bank("371700", "2023-08-17") == "中国人民银行菏泽市中心支行"

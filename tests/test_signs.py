"""Document numbers to issuers: known numbers of many provinces, shared signs, counties, and what stays undecided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policykg.assemble import read_file
from policykg.build import build_corpus
from policykg.lexicon import load_lexicon
from policykg.model import Source
from policykg.names import NameBook
from policykg.resolve.signs import issuer_of, known_sign, title_issuer, title_place
from policykg.resources import read_table
from policykg.store import open_graph

LEXICON = load_lexicon()

#: Numbers as governments print them: number, body, place.
SURE = [
    ("国发〔2014〕43号", "国务院", "100000"),
    ("国函〔2018〕1号", "国务院", "100000"),
    ("国办发〔2018〕123号", "国务院办公厅", "100000"),
    ("国办发明电〔2020〕3号", "国务院办公厅", "100000"),
    ("中发〔2018〕43号", "中共中央", "100000"),
    ("中办发〔2018〕9号", "中共中央办公厅", "100000"),
    ("发改社会〔2021〕895号", "国家发展和改革委员会", "100000"),
    ("国科发区〔2018〕300号", "科学技术部", "100000"),
    ("工信部规〔2021〕38号", "工业和信息化部", "100000"),
    ("人社部发〔2022〕33号", "人力资源和社会保障部", "100000"),
    ("财预〔2016〕50号", "财政部", "100000"),
    ("银发〔2018〕162号", "中国人民银行", "100000"),
    ("新兵发〔2020〕5号", "新疆生产建设兵团", "650000-新疆生产建设兵团"),
    ("新兵办发〔2020〕5号", "新疆生产建设兵团办公厅", "650000-新疆生产建设兵团"),
    ("京政发〔2021〕4号", "北京市人民政府", "110000"),
    ("京政办发〔2020〕9号", "北京市人民政府办公厅", "110000"),
    ("津政办规〔2020〕5号", "天津市人民政府办公厅", "120000"),
    ("冀政字〔2022〕2号", "河北省人民政府", "130000"),
    ("晋政发〔2021〕7号", "山西省人民政府", "140000"),
    ("内政发〔2021〕1号", "内蒙古自治区人民政府", "150000"),
    ("内政办发〔2021〕1号", "内蒙古自治区人民政府办公厅", "150000"),
    ("辽政发〔2021〕6号", "辽宁省人民政府", "210000"),
    ("吉政办发〔2021〕5号", "吉林省人民政府办公厅", "220000"),
    ("黑政规〔2021〕3号", "黑龙江省人民政府", "230000"),
    ("沪府发〔2021〕3号", "上海市人民政府", "310000"),
    ("沪府办规〔2021〕3号", "上海市人民政府办公厅", "310000"),
    ("苏政发〔2021〕18号", "江苏省人民政府", "320000"),
    ("苏府〔2021〕18号", "", ""),
    ("浙政发〔2021〕4号", "浙江省人民政府", "330000"),
    ("皖政办秘〔2021〕30号", "安徽省人民政府办公厅", "340000"),
    ("闽政〔2021〕4号", "", ""),
    ("赣府发〔2021〕5号", "江西省人民政府", "360000"),
    ("赣府厅发〔2021〕5号", "江西省人民政府办公厅", "360000"),
    ("鲁政发〔2018〕21号", "山东省人民政府", "370000"),
    ("鲁政字〔2023〕18号", "山东省人民政府", "370000"),
    ("鲁政办发〔2019〕3号", "山东省人民政府办公厅", "370000"),
    ("鲁政办字〔2023〕40号", "山东省人民政府办公厅", "370000"),
    ("鲁发〔2018〕42号", "中共山东省委", "370000"),
    ("鲁办发〔2018〕42号", "中共山东省委办公厅", "370000"),
    ("鲁财预〔2020〕1号", "山东省财政厅", "370000"),
    ("京财采购〔2020〕1号", "北京市财政局", "110000"),
    ("豫政〔2021〕13号", "", ""),
    ("豫政办〔2021〕13号", "", ""),
    ("鄂政发〔2021〕8号", "湖北省人民政府", "420000"),
    ("湘政办发〔2021〕8号", "湖南省人民政府办公厅", "430000"),
    ("粤府〔2021〕28号", "", ""),
    ("粤府办〔2021〕28号", "", ""),
    ("桂政发〔2021〕11号", "广西壮族自治区人民政府", "450000"),
    ("琼府〔2021〕11号", "", ""),
    ("渝府发〔2021〕6号", "重庆市人民政府", "500000"),
    ("渝府办发〔2021〕6号", "重庆市人民政府办公厅", "500000"),
    ("川府发〔2021〕7号", "四川省人民政府", "510000"),
    ("川办发〔2021〕7号", "", ""),  # the government's office writes so, not the committee's
    ("黔府发〔2021〕8号", "贵州省人民政府", "520000"),
    ("云政发〔2021〕4号", "云南省人民政府", "530000"),
    ("藏政发〔2021〕4号", "西藏自治区人民政府", "540000"),
    ("陕政发〔2021〕4号", "陕西省人民政府", "610000"),
    ("甘政办发〔2021〕4号", "甘肃省人民政府办公厅", "620000"),
    ("新政发〔2021〕4号", "", ""),
    # cities
    ("聊政字〔2023〕12号", "聊城市人民政府", "371500"),
    ("聊政办发〔2019〕2号", "聊城市人民政府办公室", "371500"),
    ("聊发〔2017〕18号", "中共聊城市委", "371500"),
    ("聊办发〔2019〕3号", "中共聊城市委办公室", "371500"),
    ("菏政办字〔2023〕56号", "菏泽市人民政府办公室", "371700"),
    ("潍政办字〔2021〕1号", "潍坊市人民政府办公室", "370700"),
    ("甬政发〔2021〕1号", "宁波市人民政府", "330200"),
    ("榕政办〔2021〕1号", "", ""),
    ("郑政办〔2021〕1号", "", ""),
    ("成府发〔2021〕1号", "成都市人民政府", "510100"),
    ("深府办规〔2021〕1号", "深圳市人民政府办公厅", "440300"),
    ("筑府发〔2021〕1号", "贵阳市人民政府", "520100"),
    ("饶府发〔2021〕1号", "", ""),  # 上饶, or 饶平县 of Guangdong
    ("六盘水府发〔2021〕1号", "六盘水市人民政府", "520200"),
    ("孝感政发〔2021〕1号", "孝感市人民政府", "420900"),
    # a city's sign and its county
    ("济历城安发〔2022〕13号", "历城区安全生产委员会", "370112"),
    ("济历城政发〔2022〕13号", "历城区人民政府", "370112"),
]
#: Bare kinds: 闽政〔2021〕4号 and the like are the government's too.
BARE = {
    "苏府": ("苏州市人民政府", "320500"),
    "闽政": ("福建省人民政府", "350000"),
    "豫政": ("河南省人民政府", "410000"),
    "豫政办": ("河南省人民政府办公厅", "410000"),
    "粤府": ("广东省人民政府", "440000"),
    "粤府办": ("广东省人民政府办公厅", "440000"),
    "琼府": ("海南省人民政府", "460000"),
    "川办发": ("", "510000"),
    "榕政办": ("", "350100"),  # a capital's office: 办公厅 or 办公室, the sign does not say
    "郑政办": ("", "410100"),
}


@pytest.mark.parametrize(("number", "body", "code"), SURE)
def test_numbers_of_all_china(number, body, code):
    sign = number.partition("〔")[0]
    if not code and sign in BARE:
        body, code = BARE[sign]
    found = issuer_of(number, LEXICON)
    assert ((found.body, found.code) if found else ("", "")) == (body, code)


@pytest.mark.parametrize(
    "number",
    [
        "济政发〔2020〕1号",  # 济南, 济宁
        "青政发〔2020〕1号",  # 青海, 青岛
        "宁政发〔2020〕1号",  # 宁夏, 南京, 宁德, 西宁
        "宿政发〔2020〕1号",  # 宿迁, 宿州
        "泰政发〔2020〕1号",  # 泰安, 泰州
        "庆政发〔2020〕1号",  # 大庆, 庆阳
        "宜府发〔2020〕1号",  # 宜昌, 宜宾, 宜春
        "阳政发〔2020〕1号",  # 阳泉, or a county such as 阳谷
        "某政发〔2020〕1号",
        "聊法发〔2020〕1号",
        "聊城发〔2020〕",
        "没有文号",
        "",
    ],
)
def test_what_the_number_alone_does_not_tell_stays_undecided(number):
    assert issuer_of(number, LEXICON) is None


@pytest.mark.parametrize(
    ("number", "home", "body"),
    [
        ("济政发〔2020〕1号", "370100", "济南市人民政府"),
        ("济政发〔2020〕1号", "370112", "济南市人民政府"),  # in a paper of 历城区
        ("济政发〔2020〕1号", "370800", "济宁市人民政府"),
        ("济政发〔2020〕1号", "371500", None),  # 聊城 lies in neither
        ("青政发〔2020〕1号", "370200", "青岛市人民政府"),
        ("青政发〔2020〕1号", "630000", "青海省人民政府"),
        ("宁政发〔2020〕1号", "320100", "南京市人民政府"),
        ("宁政发〔2020〕1号", "640100", "宁夏回族自治区人民政府"),
        ("鲁政发〔2020〕1号", "371500", "山东省人民政府"),
        ("鲁政发〔2020〕1号", "410423", None),  # 鲁山县 of Henan writes 鲁 too
        ("鲁政发〔2020〕1号", "410400", None),
        ("阳政发〔2020〕1号", "371521", None),  # 阳谷县, not 阳泉
        ("阳政发〔2020〕1号", "140300", "阳泉市人民政府"),
        ("杭政函〔2021〕1号", "330100", "杭州市人民政府"),
        ("杭政办函〔2021〕1号", "330106", "杭州市人民政府办公厅"),
        ("杭政函〔2021〕1号", "150600", None),  # 杭锦旗
        ("饶府发〔2021〕1号", "361100", "上饶市人民政府"),
        ("聊政发〔2020〕1号", "371700", "聊城市人民政府"),
        ("川府发〔2020〕1号", "371500", "四川省人民政府"),
        ("东阿政发〔2020〕1号", "371500", "东阿县人民政府"),
    ],
)
def test_the_papers_own_place_decides(number, home, body):
    found = issuer_of(number, LEXICON, LEXICON.places[home])
    assert (found.body if found else None) == body


def test_a_body_is_not_named_before_it_had_its_name():
    assert issuer_of("鲁环发〔2016〕1号", LEXICON).body == ""  # 环境保护厅 then
    assert issuer_of("鲁环发〔2020〕1号", LEXICON).body == "山东省生态环境厅"


@pytest.mark.parametrize(
    ("run", "sign"),
    [
        ("按照省政府鲁政发", "鲁政发"),
        ("贯彻落实国办发", "国办发"),
        ("根据中共聊城市委聊办发", "聊办发"),
        ("济历城安发", "济历城安发"),
        ("以某某局关于", ""),
    ],
)
def test_a_sign_at_the_end_of_a_run(run, sign):
    assert known_sign(run, LEXICON) == sign


def test_titles():
    assert title_issuer("中共聊城市委、聊城市人民政府关于推进某事的实施意见") == "中共聊城市委、聊城市人民政府"
    assert title_issuer("聊城市关于推进某事的意见") == ""
    assert title_place("山东省聊城市东阿县某某方案", LEXICON).code == "371524"
    assert title_place("国务院办公厅关于某事的意见", LEXICON).code == "100000"
    assert title_place("关于某事的意见", LEXICON) is None
    assert title_place("市中区某某方案", LEXICON) is None


def test_the_tables_hold_what_they_promise():
    for row in read_table("signs.csv"):
        place = LEXICON.places[row["code"]]
        assert place.name == row["name"] and not place.end, row
        assert row["form"] in ("", "政", "府") and row["office"] in ("", "厅", "?") and row["source"], row
    provinces = {r["code"] for r in read_table("signs.csv") if r["code"].endswith("0000")}
    assert len(provinces) == 31
    keys = [(r["sign"], r["code"]) for r in read_table("signs.csv")]
    assert len(keys) == len(set(keys))
    for row in read_table("sign_bodies.csv"):
        assert row["source"] and row["ends"], row
        assert any(row[x] for x in ("country", "province", "municipality", "city", "county")), row


# --- in papers ------------------------------------------------------------------------------------


def read(text: str):
    book = NameBook(LEXICON)
    return read_file(text.encode(), Source("a.txt", "0" * 64), LEXICON, book)


@pytest.mark.parametrize(
    ("number", "issuer", "code", "level"),
    [
        ("川府发〔2021〕7号", "四川省人民政府", "510000", "province"),
        ("成府发〔2021〕7号", "成都市人民政府", "510100", "city"),
        ("沪府办发〔2021〕7号", "上海市人民政府办公厅", "310000", "province"),
        ("内政办发〔2021〕7号", "内蒙古自治区人民政府办公厅", "150000", "province"),
        ("甬政办发〔2021〕7号", "宁波市人民政府办公厅", "330200", "city"),
        ("聊办发〔2021〕7号", "中共聊城市委办公室", "371500", "city"),
    ],
)
def test_a_paper_without_letterhead_is_its_numbers(number, issuer, code, level):
    text = f"""{number}

关于印发某某工作方案的通知

各有关单位：

现将方案印发给你们。

一、重点任务

1. 建设平台。（牵头单位：财政局；配合单位：民政局）
2. 建设中心。（牵头单位：民政局）
"""
    (info,) = read(text).documents
    assert (info.number, info.issuer, info.jurisdiction, info.level) == (number, issuer, code, level)
    assert info.issuer_key.startswith(code + ".")


def test_the_letterhead_goes_before_the_number():
    text = (
        "聊城市财政局\n济政发〔2020〕1号\n\n聊城市财政局关于印发某某方案的通知\n\n1. 建设平台。（牵头单位：市财政局）\n"
    )
    (info,) = read(text).documents
    assert info.jurisdiction == "371500" and info.issuer == "聊城市财政局"


def test_cited_papers_of_the_corpus_have_issuer_level_and_place(corpus: Path):
    built = build_corpus([corpus])
    cited = {c.number or c.title: c for d in built.documents for c in d.cites}
    cited |= {c.number or c.title: c for r in built.records for c in r.cites}
    expected = {
        "鲁政字〔2023〕18号": ("山东省人民政府", "province", "370000"),
        "鲁政发〔2018〕21号": ("山东省人民政府", "province", "370000"),
        "国办发〔2018〕123号": ("国务院办公厅", "country", "100000"),
        "鲁政办发〔2019〕3号": ("山东省人民政府办公厅", "province", "370000"),
        "聊发〔2018〕15号": ("中共聊城市委、聊城市人民政府", "city", "371500"),
        "聊政发〔2021〕5号": ("聊城市人民政府", "city", "371500"),
        "济历城安发〔2022〕13号": ("历城区安全生产委员会", "county", "370112"),
        "济南市2022年臭氧污染治理方案": ("", "city", "370100"),
        "山东省县域经济高质量发展三年行动方案(2023—2025年)": ("", "province", "370000"),
        "省2023年“稳中向好、进中提质”政策清单（第一批）": ("", "province", "370000"),
        "工业用地出让最低价标准": ("", "", ""),
        # about a place, not of it: the first is a paper of the state, the second the city's, in whose title the province stands
        "山东新旧动能转换综合试验区建设总体方案": ("", "", ""),
        "山东省人才集聚雁阵格局—聊城人才集聚节点建设方案": ("", "", ""),
        "聊城国家骨干冷链物流基地实施方案": ("", "", ""),
    }
    assert {k: (cited[k].issuer, cited[k].level, cited[k].jurisdiction) for k in expected} == expected
    assert cited["聊发〔2018〕15号"].issuer_key == "371500.中共委"
    keys = {a.key for a in built.agencies}
    assert all(not c.issuer_key or c.issuer_key in keys for c in cited.values())


def test_no_province_or_city_stands_in_the_code():
    code = (Path(__file__).parents[1] / "graph/policykg/resolve/signs.py").read_text("utf-8")
    bare = re.sub(r'"""[\s\S]*?"""|#.*', "", code)
    assert not re.findall(r"[\u4e00-\u9fff]{2,}(?:省|市)", bare)


def test_the_graph_tells_who_issued_a_cited_paper(kg: Path):
    graph = open_graph(kg, memory=True)
    assert graph.ask(
        "PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX pol: <https://w3id.org/policykg/ontology#> "
        'ASK { ?d eli:id_local "鲁政发〔2018〕7号" ; eli:passed_by ?by ; eli:jurisdiction ?place ; '
        "pol:level <https://w3id.org/policykg/code/province> . ?by a pol:Agency . ?place a pol:Province }"
    )

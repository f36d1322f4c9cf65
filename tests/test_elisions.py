"""Lists of bodies as papers print them: what an enumeration leaves out, names that begin like a conjunction, namesakes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policykg.clauses import read_clause
from policykg.lexicon import load_lexicon
from policykg.model import Passage
from policykg.names import NameBook
from policykg.resolve.agencies import AgencyResolver
from policykg.segment.brackets import find_clauses

LEXICON = load_lexicon()
BOOK = NameBook(LEXICON)


def bodies(printed: str, home: str) -> list[str]:
    """Return the keys of the bodies that a column lists in a paper of ``home``; unresolved ones with a question mark."""
    clause = read_clause(Passage.of(printed), BOOK, default="responsible", rule="column")
    assigned, _ = AgencyResolver(BOOK, LEXICON.places[home], "a.txt").assign(clause.mentions)
    return [a.agency.key + ("?" if a.agency.kind == "unresolved" else "") for a in assigned]


@pytest.mark.parametrize(
    ("printed", "home", "keys"),
    [
        # 和 that begins a place's name
        ("市财政局、和平区财政局、和平区人民政府", "120000", ["120000.财政局", "120101.财政局", "120101.人民政府"]),
        ("含山县、和县、博望区与和县政府", "340500", ["340522.人民政府", "340523.人民政府", "340506.人民政府"]),
        ("喀什地区行署、和田地区行署", "650000", ["653100.行政公署", "653200.行政公署"]),
        ("和田市、和田县人民政府", "653200", ["653201.人民政府", "653221.人民政府"]),
        ("图们市、和龙市人民政府", "222400", ["222402.人民政府", "222406.人民政府"]),
        ("临夏州和政县人民政府", "620000", ["622925.人民政府"]),
        ("和平路街道办事处", "370100", ["370100.和平路街道办事处"]),
        ("市教育局，和市财政局", "370100", ["370100.教育局", "370100.财政局"]),
        ("市教育局和市财政局", "370100", ["370100.教育局", "370100.财政局"]),
        # the city printed before the district decides
        ("济南市市中区政府、枣庄市市中区", "370000", ["370103.人民政府", "370402.人民政府"]),
        ("石家庄市桥西区政府、桥西区", "130700", ["130104.人民政府", "130703.人民政府"]),
        ("南京市鼓楼区教育局、福建省福州市鼓楼区人民政府", "371500", ["320106.教育局", "350102.人民政府"]),
        ("重庆市江北区人民政府", "620000", ["500105.人民政府"]),
        # what governs: 行政公署 of a prefecture or league, no 管委会 of a district
        ("塔城地区、兴安盟", "650000", ["654200.行政公署", "152200.行政公署"]),
        ("宣化区、察北管理区管委会", "130700", ["130705.人民政府", "130700.察北管理区管委会"]),
        ("高新区、经开区管委会", "371500", ["371500.高新技术产业开发区管委会", "371500.经济技术开发区管委会"]),
        # an ending that is shared
        ("广州、深圳供电局", "440000", ["440100.供电局", "440300.供电局"]),
        ("市委、市政府办公室", "371500", ["371500.市委办公室", "371500.政府办公室"]),
        ("市委、市政府信访局", "371500", ["371500.信访局"]),
        ("市委、市财政局", "371500", ["371500.中共委", "371500.财政局"]),
        # a district with its zone is one administration
        ("高新区（新市区）人民政府、经开区（头屯河区）人民政府", "650100", ["650104.人民政府", "650106.人民政府"]),
        # a place in its usual short form stands for its government
        ("达茂联合旗、土右旗、昆区", "150200", ["150223.人民政府", "150221.人民政府", "150203.人民政府"]),
        ("东乡县、积石山县", "620000", ["622926.人民政府", "622927.人民政府"]),
        # a place in a proper name tells whose body it is only near
        ("陕煤集团、延长石油集团、延长实业集团", "610000", ["610000.陕西煤业化工集团", "610000.陕西延长石油集团", "610000.延长实业集团?"]),
        ("海淀交通支队、清华大学、西京医院", "110000", ["110108.交通支队", "110000.清华大学", "610100.西京医院"]),
        ("市农行、冠县农行", "371500", ["371500.中国农业银行分行", "371525.中国农业银行支行"]),
        ("人民银行广州分行营业管理部", "440000", ["440100.中国人民银行广州分行营业管理部"]),
        # a jurisdiction that is left out is that of the name before
        ("省发展改革委、财政厅、工信厅", "371500", ["370000.发展改革委", "370000.财政厅", "370000.工业和信息化厅"]),
        ("市发展改革委、财政局、区教育局、体育局", "370112", ["370100.发展改革委", "370100.财政局", "370112.教育局", "370112.体育局"]),
        ("省教育厅、体育局", "371500", ["370000.教育厅", "371500.体育局"]),
        ("市教育局、体育局、冠县教育局、体育局", "371500", ["371500.教育局", "371500.体育局", "371525.教育局", "371525.体育局"]),
        ("县财政局、教育局", "371500", ["371500.县财政局?", "371500.县教育局?"]),
        ("县委组织部、宣传部", "371500", ["371500.县委组织部?", "371500.县委宣传部?"]),
        ("各县（市、区）财政局、教育局，市水利局", "371500", ["371500.各县市区财政局", "371500.各县市区教育局", "371500.水利局"]),
        ("市委组织部、宣传部、统战部", "371500", ["371500.市委组织部", "371500.市委宣传部", "371500.市委统战部"]),
        ("市总工会、团市委、妇联、残联", "371500", ["371500.总工会", "371500.共青团委", "371500.妇联", "371500.残联"]),
        ("市中级人民法院、检察院", "371500", ["371500.中级人民法院", "371500.人民检察院"]),
        # damage and names outside the lexicon stay in sight
        ("省财政庁、聊城梅关", "371500", ["370000.财政厅", "371500.聊城梅关?"]),
        ("在平区、莘具、临请市", "371500", ["371503.人民政府", "371522.人民政府", "371581.人民政府"]),
        # The 兵团 and its divisions are bodies that bear their place's name: neither they nor their territory has a code of GB/T 2260,
        # so each is a place of its own under 新疆 (DESIGN.md section 3: jurisdiction + name), wider than the city that a division
        # runs. Not so its bureaus: division and city have one set of them under both names (师市合一, 一个机构两块牌子: 新疆生产建设
        # 兵团的历史与发展 2014), and of the two places the city has the code. A 师市 that the paper does not name stays unresolved.
        ("自治区教育厅、兵团第八师、新疆生产建设兵团", "650000", ["650000.教育厅", "650000-第八师.新疆生产建设兵团第八师", "650000-新疆生产建设兵团.新疆生产建设兵团"]),
        ("第八师石河子市发改委、第八师教育局、石河子市教育局、八师石河子市应急管理局、第十二师教育局、兵团教育局", "650000", ["659001.发展改革委", "659001.教育局", "659001.应急管理局", "650000-第十二师.教育局", "650000-新疆生产建设兵团.教育局"]),
        ("师市发改委、市财政局", "659001", ["659001.发展改革委", "659001.财政局"]),
        ("师市发改委", "650000", ["650000.师市发改委?"]),
        ("市工信局、上海临港松江科技城", "310117", ["310000.工业和信息化局", "310117.上海临港松江科技城?"]),
        ("企业、个人、2023年底", "371500", []),
    ],
)  # fmt: skip
def test_a_list_names_these_bodies(printed: str, home: str, keys: list[str]) -> None:
    assert bodies(printed, home) == keys


def test_namesakes_have_their_city_in_the_label() -> None:
    clause = read_clause(Passage.of("南京市鼓楼区教育局、东阿县教育局"), BOOK, default="responsible", rule="column")
    assigned, _ = AgencyResolver(BOOK, LEXICON.places["371500"], "a.txt").assign(clause.mentions)
    assert [a.agency.label for a in assigned] == ["南京市鼓楼区教育局", "东阿县教育局"]


@pytest.mark.parametrize(
    ("bracket", "count"),
    [
        ("县教育局、湖北省黄石市援藏工作组", 2),
        ("县强基办、县驻村办", 2),
        ("县边境办、县教育局", 2),
        ("市民中心", 0),
        ("县城、乡镇", 0),
        ("、".join(f"{p.name}财政局" for p in LEXICON.places_below["510000"][:20] for _ in (0,)) + "、省财政厅", 21),
        ("、".join(f"{p.name}财政局" for c in ("510100", "500000", "370100", "130100", "330100", "320500", "440100", "420100", "610100", "530100", "371500", "510700") for p in LEXICON.places_below[c]), None),
        ("这是一段很长的说明文字，" * 150 + "市财政局", 0),
    ],
)  # fmt: skip
def test_a_bracket_of_bodies_alone(bracket: str, count: int | None) -> None:
    found = find_clauses(Passage.of(f"抓好落实。（{bracket}）"), BOOK)
    got = sum(len(f.clause.mentions) for f in found)
    assert got == (len(set(bracket.split("、"))) if count is None else count)
    assert count is not None or got > 150


# --- lists of all provinces and levels ------------------------------------------------------------
# cases/lists.csv: keys in order, ";" between them, written down before the lists were read; "?" is a name that must stay
# unresolved, "*" a group. Nothing may be another body.

with (Path(__file__).parent / "cases" / "lists.csv").open(encoding="utf-8") as file:
    LISTS = [(r["home"], r["date"], r["printed"], r["keys"].split(";")) for r in csv.DictReader(file)]


@pytest.mark.parametrize(("home", "date", "printed", "keys"), LISTS, ids=[f"{r[0]} {r[2][:12]}" for r in LISTS])
def test_lists_of_all_levels(home: str, date: str, printed: str, keys: list[str]) -> None:
    clause = read_clause(Passage.of(printed), BOOK, default="responsible", rule="column")
    assigned, _ = AgencyResolver(BOOK, LEXICON.places[home], "a.txt", date).assign(clause.mentions)
    signs = {"unresolved": "?", "group": "*"}
    found = [a.agency for a in assigned]
    assert len(found) == len(keys), [a.key for a in found]
    told = [signs.get(a.kind, a.key) if key in signs.values() else a.key for a, key in zip(found, keys, strict=True)]
    assert told == keys
    assert all(a.kind != "unresolved" for a, key in zip(found, keys, strict=True) if key != "?")

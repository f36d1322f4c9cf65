"""Reforms as bodies of one place: predecessors, successors, names out of their time, and what the graph says of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from policykg.build import build_corpus
from policykg.errors import ISSUES, render
from policykg.lexicon import load_lexicon
from policykg.names import NameBook
from policykg.rdf.quads import corpus_quads
from policykg.records import Agency, Corpus
from policykg.resolve.agencies import AgencyResolver
from policykg.resolve.succession import Reforms, applies


@cache
def reforms() -> Reforms:
    return Reforms(NameBook(load_lexicon()))


def body(home: str, printed: str) -> Agency:
    return AgencyResolver(reforms().book, load_lexicon().places[home], "").identify(printed)


def key(home: str, printed: str) -> str:
    return body(home, printed).key


# --- the table as bodies --------------------------------------------------------------------------


def test_every_row_gives_bodies_somewhere():
    homes = {"country": "100000", "province": "370000", "city": "371500", "county": "371524", "any": "371500"}
    for reform in load_lexicon().successions:
        home = reform.place or homes[reform.level]
        home = "371500" if reform.level == "city" and home.endswith("0000") else home
        changes = [c for c in reforms().of(home) if c.source == reform.source and c.kind == reform.kind]
        assert any(len(c.old) == len(reform.old) and len(c.new) == len(reform.new) for c in changes), reform


def test_a_row_applies_to_its_level_and_place_only():
    lexicon = load_lexicon()
    by_new = {r.new: r for r in lexicon.successions}
    split = by_new["商务局", "投资促进局"]
    assert applies(split, lexicon.places["371500"], lexicon)
    assert not applies(split, lexicon.places["371700"], lexicon)
    assert not applies(split, lexicon.places["370000"], lexicon)
    shandong = next(r for r in lexicon.successions if r.place == "370000" and r.new == ("工业和信息化局",))
    assert applies(shandong, lexicon.places["371700"], lexicon)
    assert not applies(shandong, lexicon.places["410100"], lexicon)


@pytest.mark.parametrize(
    ("home", "old", "new"),
    [
        ("371500", "聊城银监分局", "聊城银保监分局"),
        ("371500", "聊城银保监分局", "国家金融监督管理总局聊城监管分局"),
        ("370000", "山东银保监局", "国家金融监督管理总局山东监管局"),
        ("370200", "青岛银保监局", "国家金融监督管理总局青岛监管局"),
        ("371500", "中国人民银行聊城市中心支行", "中国人民银行聊城市分行"),
        ("370000", "中国人民银行济南分行", "中国人民银行山东省分行"),
        ("371500", "市商务投资促进局", "市商务局"),
        ("371500", "市商务投资促进局", "市投资促进局"),
        ("410100", "市国税局", "市税务局"),
        ("410100", "市国税局", "国家税务总局郑州市税务局"),
        ("510000", "省国土资源厅", "省自然资源厅"),
        ("510000", "省环保厅", "省生态环境厅"),
        ("440100", "市卫计委", "市卫健委"),
        ("330782", "市农业局", "市农业农村局"),
        ("430121", "县农业局", "县农业农村局"),
        ("620000", "省安监局", "省应急管理厅"),
        ("620000", "省工商局", "省市场监管局"),
        ("450000", "自治区扶贫办", "自治区乡村振兴局"),
        ("130600", "市公安消防支队", "市消防救援支队"),
        ("100000", "国土资源部", "自然资源部"),
        ("100000", "国家林业局", "国家林草局"),
        ("100000", "中国银监会", "中国银保监会"),
        ("100000", "国家乡村振兴局", "农业农村部"),
        ("100000", "国家发展改革委", "国家数据局"),
        ("320000", "省政务服务管理办公室", "省数据局"),
    ],
)
def test_successor_and_predecessor(home: str, old: str, new: str) -> None:
    before, after = body(home, old), body(home, new)
    place = load_lexicon().places[home].code
    changes = reforms().of(place)
    assert any(before in c.old and after in c.new for c in changes)
    if before.key.startswith(place):
        assert after.key in {a.key for a in reforms().successors(before.key)}
        assert before.key in {a.key for a in reforms().predecessors(after.key)}


def test_only_reforms_up_to_a_date_count():
    old = key("371500", "聊城银保监分局")
    assert reforms().successors(old, "2023-07-19") == ()
    assert [a.name for a in reforms().successors(old, "2023-07-20")] == ["国家金融监督管理总局聊城监管分局"]


# --- names out of their time ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "old", "new"),
    [
        ("420000", "湖北检验检疫局", "武汉海关"),
        ("330000", "浙江检验检疫局", "杭州海关"),
        ("330200", "宁波检验检疫局", "宁波海关"),
    ],
)
def test_a_provinces_inspection_bureau_went_into_the_customs_of_its_seat(home: str, old: str, new: str) -> None:
    assert [a.key for a in reforms().successors(key(home, old))] == [key(home, new)]
    assert key(home, old) in [a.key for a in reforms().predecessors(key(home, new))]


@pytest.mark.parametrize(
    ("home", "printed", "date", "told"),
    [
        ("371500", "聊城银监分局", "2019-02-21", ("no-longer", "2018-12", True)),
        ("371500", "聊城银监分局", "2018-12-31", None),
        ("371500", "聊城银保监分局", "2018-06-01", ("not-yet", "2018-12", True)),
        ("371500", "聊城银保监分局", "2019-02-28", None),
        ("371500", "聊城银保监分局", "2023-08-25", ("no-longer", "2023-07-20", True)),
        ("371500", "国家金融监督管理总局聊城监管分局", "2023-06-01", ("not-yet", "2023-07-20", True)),
        ("371500", "中国人民银行聊城市中心支行", "2019-02-21", None),
        ("371500", "中国人民银行聊城市分行", "2019-02-21", ("not-yet", "2023-08-18", True)),
        ("370000", "人民银行济南分行", "2019-02-21", None),
        ("510000", "省环保厅", "2019-05-01", ("no-longer", "2018", True)),
        ("510000", "省生态环境厅", "2017-05-01", ("not-yet", "2018", True)),
        ("510000", "省生态环境厅", "2018-01-02", None),
        ("371500", "聊城海关", "2015-01-01", None),
        ("371500", "市财政局", "1999-01-01", None),
        ("371500", "市农业局", "2023-01-01", ("no-longer", "2019-03", False)),
        ("371500", "市农业局", "2019-12-31", None),  # the reform may be late, and habit later
        ("371500", "聊城银监分局", "2019", ("no-longer", "2018-12", True)),
        ("371500", "聊城银监分局", "2018", None),
        ("150700", "市医保局", "2016", ("not-yet", "2018-03", False)),
        ("350200", "市医保局", "2017", None),  # 福建 was first
        ("150700", "市乡村振兴局", "2016-05-01", ("not-yet", "2021", True)),
        ("150700", "市市场监管局", "2016-05-01", None),  # many places merged before 2018
        ("370000", "省数据局", "2014-05-01", ("not-yet", "2023-03", False)),
        ("100000", "国家数据局", "2022-03-01", ("not-yet", "2023-10-25", True)),
        ("100000", "国家医保局", "2016-05-01", ("not-yet", "2018-05", True)),
        ("100000", "国家医保局", "2018-06-01", None),
        ("100000", "中央社会工作部", "2016-05-01", ("not-yet", "2023-03", True)),
        ("100000", "公安部", "1996-05-01", None),
        ("520100", "市疾控局", "2016-05-01", ("not-yet", "2021-05", False)),
        ("520100", "市疾控中心", "2016-05-01", None),
        ("440000", "人民银行广州分行", "2024-05-05", ("no-longer", "2023-08-18", True)),
        ("440000", "省政务服务数据管理局", "2021-05-05", None),
        ("371500", "聊城银监分局", "", None),
        ("370000", "省民政厅", "2023-01-01", None),
        ("230100", "哈尔滨铁路局", "2019-01-01", ("no-longer", "2017-11", True)),
        ("230100", "中国铁路哈尔滨局集团有限公司", "2015-01-01", ("not-yet", "2017-11", True)),
        ("420000", "湖北检验检疫局", "2019-01-01", ("no-longer", "2018-04-20", True)),
    ],
)
def test_out_of_time(home: str, printed: str, date: str, told: tuple[str, str, bool] | None) -> None:
    assert reforms().out_of_time(key(home, printed), date) == told


def test_the_code_is_an_info_and_reads_in_both_languages(corpus_: Corpus) -> None:
    found = [i for i in corpus_.issues if i.code == "name-out-of-time"]
    assert ISSUES["name-out-of-time"].severity == "info"
    # 聊城市人民政府公报 2019-02: 聊办发〔2019〕3号 of 2019-02-21 names 聊城银监分局 23 times, and is told once
    assert [(i.path, i.values) for i in found] == [
        ("liaocheng-gazette-2019-02.txt", ("聊城银监分局", "2019-02-21", "2018-12", "聊城银保监分局"))
    ]
    assert "聊城银监分局" in render(found[0], "en")
    assert "尚未设立或已撤并" in render(found[0], "zh")
    assert [i for r in corpus_.records for i in r.issues if i.code == "name-out-of-time"] == found


PAPER = """济南市人民政府办公厅关于印发重点任务分工的通知
济政办字〔{year}〕9号

一、加快发展（牵头单位：市国土资源局；配合单位：{bodies}）
二、支持{place}发展（牵头单位：市财政局）

济南市人民政府办公厅
{year}年5月1日
"""


def told_of(tmp_path: Path, year: int, bodies: str, place: str) -> list[tuple[str, tuple[str, ...]]]:
    (tmp_path / "a.txt").write_text(PAPER.format(year=year, bodies=bodies, place=place), encoding="utf-8")
    issues = build_corpus([tmp_path]).issues
    return [(i.code, i.values) for i in issues if i.code.endswith("out-of-time")]


def test_names_of_cities_and_places_out_of_their_time_are_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, 2023, "莱芜市人民政府", "章丘市") == [
        ("name-perhaps-out-of-time", ("市国土资源局", "2023-05-01", "2019-03", "市自然资源和规划局")),
        ("place-out-of-time", ("莱芜市", "2023-05-01", "2018", "莱芜区、钢城区")),
        ("place-out-of-time", ("章丘市", "2023-05-01", "2016", "章丘区")),
    ]


def test_a_name_before_its_time_sees_only_bodies_of_that_time(tmp_path: Path) -> None:
    assert told_of(tmp_path, 2014, "省农业农村厅、省财政厅", "章丘区") == [
        ("name-out-of-time", ("省农业农村厅", "2014-05-01", "2018", "省农业厅、省海洋渔业厅")),
        ("place-out-of-time", ("章丘区", "2014-05-01", "2016", "章丘市")),
    ]


def test_a_regional_branch_of_the_central_bank_is_a_predecessor() -> None:
    assert [a.name for a in reforms().predecessors("440000.中国人民银行分行")] == ["中国人民银行广州分行"]


@pytest.mark.parametrize(
    ("home", "date", "meant"),
    [
        ("371500", "2023-03-05", "中国人民银行聊城市中心支行"),
        ("371500", "2023-10-05", "中国人民银行聊城市分行"),
        ("370000", "2023-03-05", "中国人民银行济南分行"),
        ("360000", "2022-03-05", "中国人民银行南昌市中心支行"),
        ("500000", "2022-03-05", "中国人民银行重庆市营业管理部"),
        ("440000", "2023-12-05", "中国人民银行广东省分行"),
    ],
)
def test_the_bare_name_of_the_central_bank_follows_the_date(home: str, date: str, meant: str) -> None:
    resolver = AgencyResolver(reforms().book, load_lexicon().places[home], "", date)
    assert resolver.identify("人民银行").name == meant


def test_the_short_name_of_the_state_s_office_counts_since_it_opened() -> None:
    guangdong = load_lexicon().places["440000"]
    book = reforms().book
    assert AgencyResolver(book, guangdong, "", "2023-12-05").identify("广东金融监管局").key == (
        "440000.国家金融监督管理总局监管局"
    )
    assert AgencyResolver(book, guangdong, "", "2021-12-05").identify("广东金融监管局").kind == "unresolved"


# --- in the corpus and the graph ------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus_() -> Corpus:
    return build_corpus([Path(__file__).resolve().parents[1] / "data" / "corpus"])


def test_successions_link_bodies_of_one_place_that_the_corpus_has(corpus_: Corpus) -> None:
    bodies = {a.key: a for a in corpus_.agencies}
    assert corpus_.successions
    for s in corpus_.successions:
        assert s.old_key in bodies
        assert s.new_key in bodies
        assert bodies[s.old_key].jurisdiction == bodies[s.new_key].jurisdiction
        assert s.kind in ("renamed", "merged", "split")
    pairs = {(s.old_key, s.new_key): s for s in corpus_.successions}
    chain = (
        pairs["371500.银监分局", "371500.银保监分局"],
        pairs["371500.银保监分局", "371500.国家金融监督管理总局监管分局"],
    )
    assert [(s.kind, s.date) for s in chain] == [("renamed", "2018-12"), ("renamed", "2023-07-20")]


def test_a_body_that_no_paper_names_is_added_only_by_a_dated_reform():
    named = {a.key: a for a in (body("371500", "市扶贫开发办"), body("371500", "市农业局"), body("371500", "市民政局"))}
    links, added = reforms().link(named)
    assert [a.key for a in added] == ["371500.乡村振兴局"]
    assert [(s.old_key, s.new_key, s.date) for s in links] == [("371500.扶贫开发办", "371500.乡村振兴局", "2021")]


def test_a_body_is_not_added_where_another_has_the_function():
    named = {a.key: a for a in (body("370000", "省国土资源厅"), body("370000", "省自然资源和规划厅"))}
    links, added = reforms().link(named)
    assert (links, added) == ((), ())


def test_the_graph_says_it_the_short_way_and_as_an_event(corpus_: Corpus) -> None:
    lines = "\n".join(corpus_quads(corpus_))
    base = "https://w3id.org/policykg/"
    old, new = f"<{base}agency/371500.银保监分局>", f"<{base}agency/371500.国家金融监督管理总局监管分局>"
    event = f"<{base}change/371500.银保监分局.371500.国家金融监督管理总局监管分局>"
    assert f"{old} <{base}ontology#succeededBy> {new} " in lines
    assert f"{event} <http://www.w3.org/ns/org#originalOrganization> {old} " in lines
    assert f"{event} <http://www.w3.org/ns/org#resultingOrganization> {new} " in lines
    assert f'{event} <http://purl.org/dc/terms/date> "2023-07-20"^^' in lines


def test_functions_stand_in_a_scheme_with_what_is_broader(corpus_: Corpus) -> None:
    lines = "\n".join(corpus_quads(corpus_))
    base = "https://w3id.org/policykg/function/"
    assert f"<{base}水务> <http://www.w3.org/2004/02/skos/core#broader> <{base}水利> " in lines
    assert f"<{base}水利> <http://www.w3.org/2004/02/skos/core#narrower> <{base}水务> " in lines
    assert f'<{base}水利> <http://www.w3.org/2004/02/skos/core#prefLabel> "Water resources"@en ' in lines
    for function in load_lexicon().function_labels:  # also one that no body of the papers serves
        assert f"<{base}{function}> <http://www.w3.org/2004/02/skos/core#inScheme>" in lines
    for line in lines.splitlines():
        if "core#broader>" in line:
            assert f"{line.split()[2]} <http://www.w3.org/2004/02/skos/core#prefLabel>" in lines


def test_a_body_has_every_printed_form_as_a_label(corpus_: Corpus) -> None:
    lines = "\n".join(corpus_quads(corpus_))
    node = "<https://w3id.org/policykg/agency/371500.住房城乡建设局>"
    for name in ("市住房城乡建设局", "市住房和城乡建设局"):
        assert f'{node} <http://www.w3.org/2004/02/skos/core#altLabel> "{name}"@zh ' in lines
    assert '省全巷环境厅"@zh' not in lines

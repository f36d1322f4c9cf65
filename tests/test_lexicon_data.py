"""Guards of the lexicon's fact tables: places, functions, endings, listed bodies, successions, confusables."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest

from policykg.resources import read_table


def by_code() -> dict[str, dict[str, str]]:
    """Return the division in force for each code (the last row of a reused code)."""
    return {row["code"]: row for row in read_table("divisions.csv")}


def in_force(kind: str) -> list[dict[str, str]]:
    return [row for row in read_table("divisions.csv") if row["kind"] == kind and not row["end"]]


class TestDivisions:
    HEADER = ("code", "name", "short", "also", "parent", "kind", "start", "end", "successor", "source")

    def test_rows_are_complete(self) -> None:
        for row in read_table("divisions.csv"):
            assert tuple(row) == self.HEADER
            assert all(row[key] for key in ("code", "name", "short", "kind", "source")), row
            assert row["name"] == row["name"].strip()
            assert not any(value is None for value in row.values()), row

    def test_numbers_agree_with_the_ministry_of_civil_affairs(self) -> None:
        # 2024: 34 provinces, 333 prefectures, 2,846 counties; 2025: two districts of Chongqing became one.
        outside = {"232761", "232762", "232763", "232764", "632857"}
        counties = [row for row in in_force("county") if row["code"] not in outside]
        assert len(in_force("country")) == 1
        assert len(in_force("province")) == 34
        assert len(in_force("city")) == 333
        assert len(counties) == 2845

    def test_one_row_in_force_for_each_code_and_it_comes_last(self) -> None:
        forces = Counter(row["code"] for row in read_table("divisions.csv") if not row["end"])
        assert set(forces.values()) == {1}
        for code in forces:
            assert by_code()[code]["end"] == ""

    def test_parents_exist_and_stand_above(self) -> None:
        above = {
            "province": {"country"},
            "city": {"province"},
            "county": {"city", "province"},
            "zone": {"province", "city", "county", "zone"},
        }
        known = by_code()
        for row in read_table("divisions.csv"):
            if row["kind"] == "country":
                assert row["parent"] == ""
            else:
                assert known[row["parent"]]["kind"] in above[row["kind"]], row

    def test_nothing_in_force_lies_below_an_abolished_division(self) -> None:
        known = by_code()
        for row in read_table("divisions.csv"):
            if not row["end"] and row["parent"]:
                assert known[row["parent"]]["end"] == "", row

    def test_successors_exist(self) -> None:
        known = by_code()
        for row in read_table("divisions.csv"):
            codes = [code for code in row["successor"].split(";") if code]
            assert all(code in known for code in codes), row
            assert bool(codes) == bool(row["end"]), row

    def test_years(self) -> None:
        for row in read_table("divisions.csv"):
            for key in ("start", "end"):
                assert row[key] == "" or 2010 <= int(row[key]) <= 2025, row
            if row["start"] and row["end"]:
                assert int(row["start"]) <= int(row["end"]), row

    @pytest.mark.parametrize(
        ("code", "name", "short", "parent"),
        [
            ("370000", "山东省", "山东", "100000"),
            ("371500", "聊城市", "聊城", "370000"),
            ("371524", "东阿县", "东阿", "371500"),
            ("371525", "冠县", "冠县", "371500"),
            ("371503", "茌平区", "茌平", "371500"),
            ("370112", "历城区", "历城", "370100"),
            ("150000", "内蒙古自治区", "内蒙古", "100000"),
            ("450000", "广西壮族自治区", "广西", "100000"),
            ("640000", "宁夏回族自治区", "宁夏", "100000"),
            ("110105", "朝阳区", "朝阳", "110000"),
            ("419001", "济源市", "济源", "410000"),
            ("429004", "仙桃市", "仙桃", "420000"),
            ("469001", "五指山市", "五指山", "460000"),
            ("659012", "白杨市", "白杨", "650000"),
            ("422800", "恩施土家族苗族自治州", "恩施", "420000"),
            ("222400", "延边朝鲜族自治州", "延边", "220000"),
            ("152200", "兴安盟", "兴安盟", "150000"),
            ("653131", "塔什库尔干塔吉克自治县", "塔什库尔干", "653100"),
            ("500157", "两江新区", "两江新区", "500000"),
        ],
    )
    def test_known_places(self, code: str, name: str, short: str, parent: str) -> None:
        row = by_code()[code]
        assert (row["name"], row["short"], row["parent"]) == (name, short, parent)

    @pytest.mark.parametrize(
        ("code", "name", "end", "successor"),
        [
            ("371200", "莱芜市", "2018", "370116;370117"),
            ("371523", "茌平县", "2019", "371503"),
            ("341400", "巢湖市", "2011", "340100;340200;340500"),
            ("542200", "山南地区", "2016", "540500"),
            ("330103", "下城区", "2021", "330105"),
            ("500105", "江北区", "2025", "500157"),
            ("371324", "苍山县", "2014", "371324"),
        ],
    )
    def test_known_changes(self, code: str, name: str, end: str, successor: str) -> None:
        rows = [row for row in read_table("divisions.csv") if (row["code"], row["name"]) == (code, name)]
        assert [(row["end"], row["successor"]) for row in rows] == [(end, successor)]

    @pytest.mark.parametrize(
        ("code", "other"),
        [
            ("532500", "红河州"),
            ("222400", "延边州"),
            ("152500", "锡盟"),
            ("130321", "青龙县"),
            ("371500-高新技术产业开发区", "聊城市高新区"),
            ("650000-新疆生产建设兵团", ""),
        ],
    )
    def test_other_forms(self, code: str, other: str) -> None:
        assert other in by_code()[code]["also"].split(";")

    def test_an_other_form_is_no_other_place(self) -> None:
        names = {row["name"]: row["code"] for row in read_table("divisions.csv") if not row["end"]}
        for row in read_table("divisions.csv"):
            for other in row["also"].split(";"):
                assert other == "" or other not in names or row["end"], row

    def test_no_short_form_is_mistaken_for_a_province(self) -> None:
        provinces = {row["short"] for row in in_force("province")}
        for row in read_table("divisions.csv"):
            if row["kind"] != "province":
                assert row["short"] not in provinces, row

    def test_a_county_is_not_called_like_its_city(self) -> None:
        known = by_code()
        for row in in_force("county"):
            assert row["short"] != known[row["parent"]]["short"], row

    def test_four_districts_are_called_shizhong(self) -> None:
        assert {row["code"] for row in in_force("county") if row["name"] == "市中区"} == {
            "370103",
            "370402",
            "511002",
            "511102",
        }

    def test_zones_of_the_corpus(self) -> None:
        known = by_code()
        for name in ("高新技术产业开发区", "经济技术开发区", "江北水城旅游度假区"):
            assert known[f"371500-{name}"]["parent"] == "371500"


@cache
def forms() -> dict[str, str]:
    """Return each form of a function with its function."""
    return {form: row["function"] for row in read_table("functions.csv") for form in row["forms"].split(";")}


@cache
def suffix_functions() -> dict[str, str]:
    return {row["suffix"]: row["function"] for row in read_table("suffixes.csv")}


def function_of(name: str) -> str:
    """Read ``name`` as stem + ending by the rule at the head of suffixes.csv; "" when no reading fits."""
    stems, endings = forms(), suffix_functions()
    readings = [(name[:at], name[at:]) for at in range(len(name)) if name[at:] in endings]
    for _, ending in readings:
        if endings[ending]:
            return endings[ending]
    return next((stems[stem] for stem, _ in reversed(readings) if stem in stems), "")


class TestFunctions:
    def test_rows_are_complete(self) -> None:
        for row in read_table("functions.csv"):
            assert tuple(row) == ("function", "en", "broader", "forms", "source")
            assert all(row[key] for key in ("function", "en", "forms", "source")), row

    def test_a_function_stands_once(self) -> None:
        for key in ("function", "en"):
            assert [x for x, n in Counter(row[key] for row in read_table("functions.csv")).items() if n > 1] == []

    def test_a_form_belongs_to_one_function(self) -> None:
        count = Counter(form for row in read_table("functions.csv") for form in row["forms"].split(";"))
        assert [form for form, n in count.items() if n > 1] == []
        assert all(form == form.strip() and form for form in count)

    def test_broader_exists_and_has_no_circle(self) -> None:
        broader = {row["function"]: row["broader"] for row in read_table("functions.csv")}
        for function in broader:
            seen = {function}
            while above := broader[function]:
                assert above in broader, above
                assert above not in seen, seen
                seen.add(above)
                function = above

    def test_function_names_are_legal_local_names(self) -> None:
        assert all(row["function"].isalpha() for row in read_table("functions.csv"))

    def test_water_stands_in_one_line(self) -> None:
        broader = {row["function"]: row["broader"] for row in read_table("functions.csv")}
        assert forms()["水利"] == "水利"
        assert forms()["水务"] == forms()["城乡水务"] == "水务"
        assert broader["水务"] == "水利"

    @pytest.mark.parametrize(
        ("stem", "function"),
        [
            ("发改", "发展改革"),
            ("发展和改革", "发展改革"),
            ("人社", "人力资源社会保障"),
            ("住建", "住房城乡建设"),
            ("工信", "工业和信息化"),
            ("卫健", "卫生健康"),
            ("教体", "教育体育"),
            ("文广旅", "文化旅游"),
            ("市场监督管理", "市场监管"),
            ("地方金融监督管理", "地方金融监管"),
            ("自然资源和规划", "自然资源"),
            ("国有资产监督管理", "国资监管"),
            ("银保监", "金融监管"),
            ("医保", "医疗保障"),
            ("城管", "城市管理"),
            ("退役军人", "退役军人事务"),
        ],
    )
    def test_short_and_colloquial_forms(self, stem: str, function: str) -> None:
        assert forms()[stem] == function


class TestSuffixes:
    def test_rows(self) -> None:
        functions = {row["function"] for row in read_table("functions.csv")}
        for row in read_table("suffixes.csv"):
            assert tuple(row) == ("suffix", "level", "kind", "function", "source")
            assert row["level"] in {"country", "province", "city", "county", "township", "any"}, row
            assert row["kind"] in {"agency", "group"}, row
            assert row["function"] in functions | {""}, row
            assert row["source"], row

    def test_an_ending_stands_once(self) -> None:
        assert [x for x, n in Counter(row["suffix"] for row in read_table("suffixes.csv")).items() if n > 1] == []

    def test_collective_names_are_groups(self) -> None:
        kinds = {row["suffix"]: row["kind"] for row in read_table("suffixes.csv")}
        assert kinds["部门"] == kinds["有关部门"] == kinds["单位"] == kinds["企业"] == "group"
        assert kinds["局"] == kinds["部"] == kinds["专班"] == "agency"

    @pytest.mark.parametrize(
        ("name", "function"),
        [
            ("金融监管局", "金融监管"),
            ("金融监督管理局", "金融监管"),
            ("金融办", "地方金融监管"),
            ("通信管理局", "通信管理"),
            ("人民政府办公室", "政府综合办公"),
            ("政府研究中心", "政府研究"),
            ("市场监督管理局", "市场监管"),
            ("农业大学", "高等教育"),
            ("农业局", "农业农村"),
            ("建设银行", "银行"),
            ("建设局", "住房城乡建设"),
            ("广播电视台", "媒体"),
            ("广播电视局", "广播电视"),
            ("中医医院", "医疗服务"),
            ("中医药管理局", "中医药"),
            ("编办", "机构编制"),
            ("残疾人联合会", "残疾人"),
            ("气象台", "气象"),
            ("天气局", ""),
        ],
    )
    def test_names_that_split_in_several_ways(self, name: str, function: str) -> None:
        assert function_of(name) == function

    @pytest.mark.parametrize(
        ("name", "function"),
        [  # names as the papers of data/corpus print them, without their level word
            ("财政局", "财政"),
            ("发展改革委", "发展改革"),
            ("发展改革局", "发展改革"),
            ("卫生健康委", "卫生健康"),
            ("国资委", "国资监管"),
            ("自然资源和规划局", "自然资源"),
            ("自然资源厅", "自然资源"),
            ("住房和城乡建设局", "住房城乡建设"),
            ("文化和旅游局", "文化旅游"),
            ("城管局", "城市管理"),
            ("应急局", "应急管理"),
            ("医保局", "医疗保障"),
            ("民族宗教局", "民族宗教"),
            ("扶贫开发办", "扶贫开发"),
            ("商务投资促进局", "商务投资促进"),
            ("工业行业管理办公室", "工业行业管理"),
            ("信息通信发展办公室", "信息通信"),
            ("公路事业发展中心", "公路"),
            ("知识产权事业发展中心", "知识产权"),
            ("体育事业发展中心", "体育"),
            ("金融事业发展中心", "地方金融监管"),
            ("经济发展服务中心", "经济发展"),
            ("交警大队", "交通警察"),
            ("保险协会", "保险行业"),
            ("文旅集团", "文化旅游"),
            ("投融资担保集团", "融资担保"),
            ("税务局", "税务"),
            ("地方金融监管局", "地方金融监管"),
            ("大数据局", "大数据"),
            ("行政审批局", "行政审批"),
            ("水务局", "水务"),
            ("城乡水务局", "水务"),
            ("人民政府", "政府"),
            ("证监局", "证券监管"),
        ],
    )
    def test_names_of_the_papers_compose(self, name: str, function: str) -> None:
        assert function_of(name) == function


def is_date(text: str) -> bool:
    """Tell whether ``text`` is an ISO year, month or day that exists."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return False
    try:
        date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    except ValueError:
        return False
    return [len(part) for part in parts] == [4, 2, 2][: len(parts)]


def listed(name: str, place: str) -> dict[str, str]:
    """Return the row of bodies.csv whose pattern gives ``name`` when {place} is ``place``."""
    return next(row for row in read_table("bodies.csv") if row["pattern"].replace("{place}", place) == name)


class TestBodies:
    def test_rows(self) -> None:
        functions = {row["function"] for row in read_table("functions.csv")}
        for row in read_table("bodies.csv"):
            assert tuple(row) == ("pattern", "name", "function", "kind", "place", "start", "end", "source")
            pattern = row["pattern"].replace("{short}", "{place}")
            assert pattern.count("{place}") == row["name"].count("{place}") <= 1, row
            assert row["function"] in functions, row
            assert row["kind"] in {"agency", "group"}, row
            assert row["place"] in ({"full", "short", "level"} if "{place}" in pattern else {"", *by_code()}), row
            assert row["source"], row
            assert all(row[key] == "" or is_date(row[key]) for key in ("start", "end")), row
            assert not row["start"] or not row["end"] or row["start"] < row["end"], row

    def test_a_pattern_stands_once(self) -> None:
        count = Counter(row["pattern"] for row in read_table("bodies.csv"))
        assert [pattern for pattern, n in count.items() if n > 1] == []

    def test_names_of_one_body_agree(self) -> None:
        facts: dict[str, set[tuple[str, str]]] = {}
        for row in read_table("bodies.csv"):
            facts.setdefault(row["name"], set()).add((row["function"], row["place"]))
        assert {name: found for name, found in facts.items() if len(found) > 1} == {}

    @pytest.mark.parametrize(
        ("name", "place", "official", "function"),
        [  # the papers of data/corpus and their like in other provinces
            ("聊城海关", "聊城", "{place}海关", "海关"),
            ("黄埔海关", "黄埔", "{place}海关", "海关"),
            ("国网聊城供电公司", "聊城", "国网{place}供电公司", "供电"),
            ("聊城供电公司", "聊城", "国网{place}供电公司", "供电"),
            ("中国人民银行聊城市分行", "聊城市", "中国人民银行{place}分行", "中央银行"),
            ("人行菏泽市分行", "菏泽市", "中国人民银行{place}分行", "中央银行"),
            ("人民银行济南分行", "济南", "中国人民银行{place}分行", "中央银行"),
            ("人民银行聊城市中心支行", "聊城市", "中国人民银行{place}中心支行", "中央银行"),
            ("国家金融监督管理总局聊城监管分局", "聊城", "国家金融监督管理总局{place}监管分局", "金融监管"),
            ("国家金融监督管理总局山东监管局", "山东", "国家金融监督管理总局{place}监管局", "金融监管"),
            ("聊城银监分局", "聊城", "{place}银监分局", "金融监管"),
            ("聊城银保监分局", "聊城", "{place}银保监分局", "金融监管"),
            ("山东银保监局", "山东", "{place}银保监局", "金融监管"),
            ("山东证监局", "山东", "{place}证监局", "证券监管"),
            ("国家税务总局成都市税务局", "成都市", "{place}税务局", "税务"),
            ("共青团聊城市委", "聊城市", "共青团{place}委", "共青团"),
            ("团市委", "市", "共青团{place}委", "共青团"),
            ("市委组织部", "市", "{place}委组织部", "组织"),
            ("市委编办", "市", "{place}委编办", "机构编制"),
            ("中共大理白族自治州委组织部", "大理白族自治州", "{place}委组织部", "组织"),
            ("市妇联", "市", "{place}妇联", "妇联"),
            ("市科协", "市", "{place}科协", "科协"),
            ("市政府办公室", "市", "{place}政府办公室", "政府综合办公"),
            ("市邮政管理局", "市", "{place}邮政管理局", "邮政管理"),
            ("市信息通信发展办公室", "市", "{place}信息通信发展办公室", "信息通信"),
            ("市检察院", "市", "{place}人民检察院", "检察"),
            ("区交警大队", "区", "{place}公安局交警大队", "交通警察"),
            ("聊城市保险协会", "聊城市", "{place}保险行业协会", "保险行业"),
            ("武警聊城支队", "聊城", "武警{place}支队", "军事"),
            ("中国移动聊城分公司", "聊城", "中国移动{place}分公司", "电信运营"),
            ("国家发改委", "", "国家发展改革委", "发展改革"),
            ("财政部", "", "财政部", "财政"),
        ],
    )
    def test_listed_bodies(self, name: str, place: str, official: str, function: str) -> None:
        row = listed(name, place)
        assert (row["name"], row["function"]) == (official, function)

    def test_misprints_of_papers_are_not_listed(self) -> None:
        patterns = "".join(row["pattern"] for row in read_table("bodies.csv"))
        assert "管理局总局" not in patterns
        assert "监督分局" not in patterns


class TestConfusables:
    def test_rows(self) -> None:
        for row in read_table("confusables.csv"):
            assert tuple(row) == ("right", "wrong", "kind", "source")
            assert len(row["right"]) == len(row["wrong"]) == 1, row
            assert row["right"] != row["wrong"], row
            assert row["kind"] in {"shape", "sound"}, row
            assert row["source"], row

    def test_a_pair_stands_once(self) -> None:
        count = Counter((row["right"], row["wrong"]) for row in read_table("confusables.csv"))
        assert [pair for pair, n in count.items() if n > 1] == []

    @pytest.mark.parametrize(
        ("right", "printed"),
        [  # the first seven stand in the papers of data/corpus
            ("牵头", "率头"),
            ("牵头", "单兴"),
            ("茌平区", "在平区"),
            ("省生态环境厅", "省全巷环境厅"),
            ("省商务厅", "省商者厅"),
            ("市卫生健康委", "市工生健康委"),
            ("省卫生健康委", "省卫生度康委"),
            ("市卫生健康委", "市卫生健秉委"),
            ("市生态环境局", "市生态坏境局"),
            ("市财政局", "市财攻局"),
            ("市市场监管局", "市市场盐管局"),
            ("莒县", "营县"),
            ("市科技局", "市料技局"),
            ("5", "S"),
            ("1", "l"),
            ("0", "O"),
            ("市财政局", "市财正局"),
            ("市人力资源社会保障局", "市人力资源设会保障局"),
        ],
    )
    def test_damaged_names_are_one_step_away(self, right: str, printed: str) -> None:
        pairs = {(row["right"], row["wrong"]) for row in read_table("confusables.csv")}
        assert len(right) == len(printed)
        assert all(a == b or (a, b) in pairs for a, b in zip(right, printed, strict=True))


def known_body(name: str) -> bool:
    """Tell whether ``name`` (without jurisdiction) is a name of bodies.csv or composed of a known stem and ending."""
    if any(row["name"] == name for row in read_table("bodies.csv")):
        return True
    bare = re.sub("^(?:国家|国务院|中央|中国)", "", name)
    return bool(function_of(bare))


class TestSuccessions:
    def test_rows(self) -> None:
        places = by_code()
        for row in read_table("successions.csv"):
            assert tuple(row) == ("old", "new", "kind", "date", "after", "by", "level", "place", "source")
            assert row["kind"] in {"renamed", "merged", "split", "founded", "abolished"}, row
            assert (row["old"] == "") == (row["kind"] == "founded"), row
            assert row["level"] in {"country", "province", "city", "county", "any"}, row
            assert all(row[key] == "" or is_date(row[key]) for key in ("date", "after", "by")), row
            assert not row["date"] or not (row["after"] or row["by"]), row
            assert not row["after"] or not row["by"] or row["after"] < row["by"], row
            assert row["place"] == "" or row["place"] in places, row
            assert row["source"], row

    def test_kind_agrees_with_the_number_of_bodies(self) -> None:
        for row in read_table("successions.csv"):
            new = row["new"].split(";") if row["new"] else []
            if row["kind"] == "abolished":
                assert new == [], row
            else:
                assert (len(new) > 1) == (row["kind"] == "split"), row
            if row["kind"] == "renamed":
                assert ";" not in row["old"], row

    def test_a_change_stands_once(self) -> None:
        count = Counter((row["old"], row["new"], row["level"], row["place"]) for row in read_table("successions.csv"))
        assert [change for change, n in count.items() if n > 1] == []

    def test_every_body_can_be_resolved(self) -> None:
        names = {
            name for row in read_table("successions.csv") for key in ("old", "new") for name in row[key].split(";")
        } - {""}
        assert {name for name in names if not known_body(name)} == set()

    @pytest.mark.parametrize(
        ("old", "new", "kind", "date", "level"),
        [
            ("{place}银监分局", "{place}银保监分局", "renamed", "2018-12", "city"),
            (
                "{place}银保监分局",
                "国家金融监督管理总局{place}监管分局",
                "renamed",
                "2023-07-20",
                "city",
            ),
            ("中国人民银行{place}中心支行", "中国人民银行{place}分行", "renamed", "2023-08-18", "city"),
            ("商务投资促进局", "商务局;投资促进局", "split", "", "city"),
            ("国家发展改革委", "国家发展改革委;国家数据局", "split", "2023-10-25", "country"),
            ("{place}国税局;{place}地税局", "{place}税务局", "merged", "2018-07-05", "city"),
        ],
    )
    def test_known_changes(self, old: str, new: str, kind: str, date: str, level: str) -> None:
        found = [
            row for row in read_table("successions.csv") if (row["old"], row["new"], row["level"]) == (old, new, level)
        ]
        assert [(row["kind"], row["date"]) for row in found] == [(kind, date)]

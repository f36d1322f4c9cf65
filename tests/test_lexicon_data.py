"""Guards of the lexicon's fact tables: places, functions, endings, listed bodies, successions, confusables."""

from __future__ import annotations

from collections import Counter

import pytest

from policykg.resources import read_table


def by_code() -> dict[str, dict[str, str]]:
    """Return the division in force for each code (the last row of a reused code)."""
    return {row["code"]: row for row in read_table("divisions.csv")}


def in_force(kind: str) -> list[dict[str, str]]:
    return [row for row in read_table("divisions.csv") if row["kind"] == kind and not row["end"]]


class TestDivisions:
    HEADER = ("code", "name", "short", "parent", "kind", "start", "end", "successor", "source")

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
            "zone": {"city", "county"},
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

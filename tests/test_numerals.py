"""Numerals: forms read from papers, cn2an as a second opinion, no time wasted on damage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykg.extract.numerals import LONGEST, find_numerals, multiplier, parse_chinese, parse_numeral


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1000", 1000),
        ("1.3万", 13000),
        ("1,200", 1200),
        ("12,345,678", 12345678),
        ("1.5万亿", 1.5e12),  # cn2an 0.5 fails on it
        ("1300亿", 1.3e11),
        ("3亿5000万", 350000000),
        ("3千万", 30000000),
        ("163.2", 163.2),
        ("1.1亿", 110000000),
        ("十", 10),
        ("十二", 12),
        ("十亿", 10**9),
        ("千亿", 10**11),
        ("百万", 10**6),
        ("两", 2),
        ("二十", 20),
        ("一百二十", 120),
        ("一千零五", 1005),
        ("两千三百万", 23000000),
        ("一万二千", 12000),
        ("二〇二五", 2025),
        ("二○二三", 2023),
        ("三十万", 300000),
        ("一亿零三百万", 103000000),
    ],
)
def test_value(printed: str, value: float) -> None:
    assert parse_numeral(printed) == value


@pytest.mark.parametrize("printed", ["", "百千", "十百千", "三四五", "一一", "万千", "家", "1..2", "十分"])
def test_no_numeral(printed: str) -> None:
    assert parse_numeral(printed) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百分之八十", [(80.0, 100)]),
        ("千分之五", [(5.0, 1000)]),
        ("百分之3.5", [(3.5, 100)]),
        ("三分之一的村，二分之一", [(0.333333, 1), (0.5, 1)]),
        ("500万千瓦", [(5000000.0, 0)]),  # 千 belongs to the unit
        ("3000千瓦时", [(3000.0, 0)]),
        ("3个百分点", [(3.0, 0)]),  # 百 belongs to the unit
        ("1—2个", [(1.0, 0), (2.0, 0)]),
    ],
)
def test_found_in_text(text: str, expected: list[tuple[float, int]]) -> None:
    assert [(n.value, n.per) for n in find_numerals(text)] == expected


def test_neighbouring_digits_are_a_range() -> None:
    assert [(n.value, n.high) for n in find_numerals("两三家，七八百人，三四十个")] == [(2, 3), (700, 800), (30, 40)]


def test_more_inside_a_numeral() -> None:
    assert [(n.value, n.more) for n in find_numerals("20多万元，10余亿元，20万元")] == [
        (200000, True),
        (1e9, True),
        (200000, False),
    ]


def test_multiplier_falls_never() -> None:
    assert [multiplier(s) for s in ("", "万", "百万", "千万", "万亿", "亿万")] == [1, 10**4, 10**6, 10**7, 10**12, None]


def test_damage_is_no_number() -> None:
    text = "9" * 200_000 + "个，" + "一" * 200_000 + "家，建成3个"
    assert [n.value for n in find_numerals(text)] == [3.0]


_DIGITS = "零一二三四五六七八九"


def _spell(number: int) -> str:
    """Spell a number as papers do, written apart from the code under test."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if not group:
            continue
        if parts and group < 1000:
            parts.append("零")
        digits, zero = [], False
        for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // unit % 10
            if digit:
                digits.append(("零" if zero and digits else "") + _DIGITS[digit] + mark)
                zero = False
            else:
                zero = True
        parts.append("".join(digits) + name)
    spelt = "".join(parts)
    return spelt[1:] if spelt.startswith("一十") else spelt


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 10**12 - 1))
def test_spelt_numbers_read_back(number: int) -> None:
    spelt = _spell(number)
    if len(spelt) <= LONGEST:
        assert parse_chinese(spelt) == number


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 10**12 - 1))
def test_agrees_with_cn2an(number: int) -> None:
    cn2an = pytest.importorskip("cn2an")
    spelt = cn2an.an2cn(number)
    if len(spelt) <= LONGEST:
        assert parse_chinese(spelt) == number


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 99999), st.integers(0, 2), st.sampled_from(["", "万", "亿", "千万", "万亿"]))
def test_mixed_numbers_are_exact(number: int, places: int, scale: str) -> None:
    printed = f"{number / 10**places:.{places}f}{scale}"
    factor = {"": 1, "万": 10**4, "亿": 10**8, "千万": 10**7, "万亿": 10**12}[scale]
    assert parse_numeral(printed) == number * factor / 10**places


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.,一二两十百千万亿零多余分之点个元%，。 ", max_size=60))
def test_spans_are_in_order_and_inside(text: str) -> None:
    last = 0
    for numeral in find_numerals(text):
        assert last <= numeral.start < numeral.end <= len(text)
        last = numeral.end

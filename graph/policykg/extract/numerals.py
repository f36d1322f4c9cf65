"""Numerals as policy papers print them: 1000, 1.3万, 1,200, 3亿5000万, 十亿, 两, 千亿, 百分之五, 三分之一, 七八.

Values are exact decimals turned to ``float`` at the end, so that 1.1亿 is 110000000 and not one more.
Numerals longer than ``LONGEST`` characters are no numbers (scanning damage, bar codes) and are passed over.
Every pattern is possessive: the scan is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import numeric

LONGEST = 24

_DIGITS = {
    c: n
    for n, row in enumerate(["零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for c in row
}
#: Ten-words in one character, as calendars and old prints have them.
_TENS = {"廿": "二十", "卅": "三十"}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_CHINESE = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE) + "".join(_TENS)
_SCALE = "十百千万亿"

_MULTIPLIERS = r"(?:[十万亿]|百(?!分)|千(?![瓦米克伏分]))"
_VULGAR = "½⅓⅔¼¾"
#: 半 begins a word (过半年, 超半导体).
_NOT_HALF = "(?![年天个小月夜径程百日周截导价工自成人封开])"
#: 上万, 上千: ten thousand or more (以上, 线上 and their like end in another word).
_UP = "(?<![以之线网史路海际场身手地天加马晚早岸船车街至向楼台村基面实会月年日度])上"
_NUMERAL = re.compile(
    rf"(?=[\d{_CHINESE}{_VULGAR}]|半数|[数几上][十百千万亿]|[过超]半)"
    rf"(?:(?P<half>(?<![经通不越超])[过超]半数?{_NOT_HALF}|半数|[{_VULGAR}])|(?P<vague>[数几]|{_UP})(?=[十百千万亿]))?+"
    rf"(?(half)|(?P<per>[百千]分之)?(?:(?P<arabic>\d{{1,3}}(?:,\d{{3}})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?)"
    rf"(?P<more>[多余](?=[{_SCALE}]))?(?P<scale>{_MULTIPLIERS}*+)"
    rf"(?:(?<=[万亿])(?P<rest>\d++(?:\.\d++)?{_MULTIPLIERS}++))?+"
    rf"|(?P<chinese>(?:[{_CHINESE.replace('百', '').replace('千', '')}]|百(?!分)|千(?![瓦米克伏分]))++)))"
)
#: What 数 ends as a noun (人数, 总数): 从业人数百人 may say 100 or some hundreds, so it says nothing.
_COUNT_NOUN = re.compile(r"[人户件次总天指系参函倍分岁基位级]数$")
_REST = re.compile(rf"([\d.]+)([{_SCALE}]+)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at ``start``..``end`` of the text searched.

    ``value`` is expanded; ``high`` is the upper one of two neighbouring digits (七八个), else None; ``more``
    when 多 or 余 stands inside it (20多万); ``scale`` is the printed multiplier (万, 千万; "" when none);
    ``chinese`` when no Arabic digit is printed; ``per`` is 100 or 1000 for 百分之 and 千分之, 1 for another
    fraction, 0 else.
    """

    start: int
    end: int
    value: float
    high: float | None = None
    more: bool = False
    scale: str = ""
    chinese: bool = False
    per: int = 0


def multiplier(scale: str) -> int | None:
    """Return what a row of 十, 百, 千, 万, 亿 multiplies by; None when it is no number word.

    >>> multiplier("万亿"), multiplier("千万"), multiplier(""), multiplier("万千")
    (1000000000000, 10000000, 1, None)
    """
    value, last = 1, 0
    for char in scale:
        factor = _SMALL.get(char) or _LARGE[char]
        if factor < last:
            return None
        value, last = value * factor, factor
    return value


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral, read by place (二〇二五) or by unit (一千二百); None when it is none.

    A leading unit stands for one of it (十亿, 千亿, 百万), as papers print round sums.

    >>> parse_chinese("一千二百万"), parse_chinese("二〇二五"), parse_chinese("千亿"), parse_chinese("两")
    (12000000, 2025, 100000000000, 2)
    >>> parse_chinese("百千") is None
    True
    """
    if not text or len(text) > LONGEST:
        return None
    if all(c in _DIGITS for c in text):
        return None if len(text) > 1 and not set(text) & set("零〇○") else int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    floor = 10**5
    for i, char in enumerate(text):
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        if char in _SMALL:
            factor = _SMALL[char]
            if factor >= floor or (digit is None and i):
                return None
            section += (1 if digit is None else digit) * factor
            digit, floor = None, factor
            continue
        factor = _LARGE[char]
        section += digit or 0
        if not section and not total:
            section = 1
        if total and not section and text[i - 1] not in _LARGE:
            return None
        total = (total + section) * factor if factor > 10**4 or not total else total + section * factor
        section, digit, floor = 0, None, 10**5
    if digit and floor < 10**5 and floor >= 100 and text[-2] in _SMALL:
        return None  # 一百五 is speech (150), not print
    return total + section + (digit or 0)


def parse_numeral(text: str) -> float | None:
    """Return the value of a whole numeral, Arabic, Chinese or mixed; None when the text is not one numeral.

    >>> parse_numeral("1.5万亿"), parse_numeral("3亿5000万"), parse_numeral("1,200"), parse_numeral("十二")
    (1500000000000.0, 350000000.0, 1200.0, 12.0)
    """
    found = next(find_numerals(text), None)
    return found.value if found and (found.start, found.end) == (0, len(text)) else None


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a text without white space, in order, fractions in one piece.

    >>> [(n.value, n.per) for n in find_numerals("百分之五，三分之一，三分之二十")]
    [(5.0, 100), (0.333333, 1), (6.666667, 1)]
    """
    pending: Numeral | None = None
    for match in _NUMERAL.finditer(text):
        made = None
        if match.end() - match.start() <= LONGEST:
            made = _half(match) if match["half"] else _arabic(match) if match["arabic"] else _chinese(match)
        if made and pending and pending.value and text[pending.end : made.start] == "分之":
            pending = Numeral(pending.start, made.end, round(made.value / pending.value, 6), per=1, chinese=True)
            continue
        if pending:
            yield pending
        pending = made
    if pending:
        yield pending


def _half(match: re.Match[str]) -> Numeral:
    """Read 半数, 过半 and ½."""
    half = match["half"]
    value = 0.5 if "半" in half else round(numeric(half), 6)
    return Numeral(match.start(), match.end(), value, more=half[0] in "过超", chinese=True, per=1)


def _vague(match: re.Match[str]) -> Numeral | None:
    """Read 数十, 几百, 上万: the number printed, or more (how many times 数 is, no paper says)."""
    text = match["chinese"] or ""
    value = multiplier(text) if text and all(c in _SCALE for c in text) else None
    if not value or _COUNT_NOUN.search(match.string, max(0, match.start() - 1), match.start() + 1):
        return None
    return Numeral(match.start(), match.end(), float(value), more=True, chinese=True)


def _per(match: re.Match[str]) -> int:
    return {"百": 100, "千": 1000}[match["per"][0]] if match["per"] else 0


def _arabic(match: re.Match[str]) -> Numeral | None:
    scale = multiplier(match["scale"])
    if scale is None:
        return None
    value = Decimal(match["arabic"].replace(",", "")) * scale
    if match["rest"]:
        for number, unit in _REST.findall(match["rest"]):
            value += Decimal(number) * (multiplier(unit) or 1)
    more = bool(match["more"])
    return Numeral(match.start(), match.end(), float(value), None, more, match["scale"], False, _per(match))


def _chinese(match: re.Match[str]) -> Numeral | None:
    if match["vague"]:
        return _vague(match)
    text = "".join(_TENS.get(c, c) for c in match["chinese"])
    if pair := _pair(text):
        return Numeral(match.start(), match.end(), pair[0], pair[1], chinese=True, per=_per(match))
    value = parse_chinese(text)
    if value is None:
        return None
    return Numeral(match.start(), match.end(), float(value), chinese=True, per=_per(match))


def _pair(text: str) -> tuple[float, float] | None:
    """Read 三四, 七八十, 两三百: two neighbouring digits before one unit are a range."""
    if len(text) < 2 or text[0] not in _DIGITS or text[1] not in _DIGITS or not 1 <= _DIGITS[text[0]] < 9:
        return None
    scale = multiplier(text[2:]) if all(c in _SCALE for c in text[2:]) else None
    if scale is None or _DIGITS[text[1]] != _DIGITS[text[0]] + 1:
        return None
    return float(_DIGITS[text[0]] * scale), float(_DIGITS[text[1]] * scale)

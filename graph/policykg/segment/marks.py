"""Ordinals of an outline: 一、 （一） 1. （1） ① and what number each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
#: Letters that scanning puts in place of a digit at the head of a paragraph.
_MISREAD = {"l": 1, "I": 1, "Z": 2, "S": 5, "B": 8}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2474 + i): i + 1 for i in range(20)}
_HAN = "[一二三四五六七八九十百零〇]"
#: A text behind an ordinal may begin with a day (7.3月31日前完成…) or a generation of networks (8.5G基站…): no decimals.
_NOT_BEGUN = r"(?!\d?月(?:[底末初份前]|[上中下]旬|\d{1,2}日)|G(?![A-Za-z]))"

#: (rank, pattern): the standard order of levels in official papers (GB/T 9704-2012, 7.3.3), outermost first.
_STYLES = (
    (0, re.compile(rf"第\s*({_HAN}+|\d+)\s*[章编篇部](?:分)?[\s\u3000、:：]*")),
    (1, re.compile(rf"({_HAN}{{1,4}})\s*[、.．](?!{_HAN}*[、，])\s*")),
    (1, re.compile(rf"第\s*({_HAN}+|\d+)\s*条[\s\u3000、:：]*")),
    (2, re.compile(rf"[（(〔]\s*({_HAN}{{1,4}})\s*[)）〕]\s*[、.．]?\s*")),
    (
        3,
        re.compile(
            rf"(?:【\s*)?(?:重点)?(?:任务|事项|举措|措施|项目|工程|问题|目标)\s*({_HAN}{{1,3}}|\d{{1,3}})\s*[】:：、.．]\s*"
        ),
    ),
    (3, re.compile(rf"(\d{{1,3}})\s*(?:[.．](?!\d(?!\d{{3}}年){_NOT_BEGUN})|、(?!\d(?!\d{{3}}年)))\s*")),
    (3, re.compile(r"([lISZB])\s*[.．、]\s*(?=[\u4e00-\u9fff“])")),
    (4, re.compile(r"[（(]\s*(\d{1,3})\s*[)）]\s*[、.．]?\s*")),
    (4, re.compile(r"(\d{1,2})[)）]\s*")),
    (5, re.compile(r"([①-⑳⑴-⒇])\s*")),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An ordinal at the head of a paragraph: ``rank`` 0 (outermost) to 5, ``printed`` without its
    punctuation, ``number`` its value, ``length`` of the printed mark in characters.
    """

    rank: int
    printed: str
    number: int
    length: int


def han_number(text: str) -> int:
    """Read a Chinese numeral up to 999, or digits; 0 when it is none.

    >>> han_number("二十三"), han_number("十"), han_number("一百零二"), han_number("12")
    (23, 10, 102, 12)
    """
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "十":
            total += (digit or 1) * 10
            digit = 0
        elif char == "百":
            total += (digit or 1) * 100
            digit = 0
        else:
            return 0
    return total + digit


def read_mark(text: str) -> Mark | None:
    """Return the ordinal at the head of ``text``, or None.

    >>> read_mark("（三）纵深推进"), read_mark("1.5亿元") is None
    (Mark(rank=2, printed='三', number=3, length=3), True)
    >>> [m and m.number for m in map(read_mark, ("7.3月31日前完成", "8.5G基站", "2.5GHz频段", "3、4月底前", "7.3%"))]
    [7, 8, None, None, None]
    """
    lead = len(text) - len(text.lstrip(" \u3000\t#*-"))
    for rank, pattern in _STYLES:
        match = pattern.match(text, lead)
        if match:
            printed = match.group(1)
            number = _CIRCLED.get(printed) or _MISREAD.get(printed) or han_number(printed)
            if number:
                return Mark(rank, printed, number, match.end())
    return None

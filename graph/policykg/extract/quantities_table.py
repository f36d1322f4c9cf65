"""The targets of a row of an indicator table: one for each cell under a year, a target value or a yearly growth.

Headers say what a cell is: 2025年, 目标值（2025年）, 年均增长; 2020年 before the paper's date, 现状值 and 基期 are what was so and
become the former value. The unit stands in its own column, in the bracket of the name (高新技术企业数（家）) or in the cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policykg.extract.dates import find_dates
from policykg.extract.numerals import multiplier, parse_numeral
from policykg.extract.quantities_measure import Comparator
from policykg.extract.quantities_text import fold
from policykg.extract.quantities_units import base_value, units
from policykg.model import ColumnCell, Item, Passage, Quantity

Mode = Literal["level", "increase", "rate"]

_UNIT = re.compile(r"(?:计量)?单位")
_FORMER = re.compile(
    r"现状|基期|基数|基准|基础值|初始|完成值|实际|实绩|完成数|上年|(?:完成|达到)(?:情况)?$|“?十三五”?末|原值"
)
_TARGET = re.compile(r"目标|规划|计划(?!单位)|预期|指标值|任务数|任务量|期末值")
_GROWTH = re.compile(r"年均|增长率|增速|增幅")
_SUM = re.compile(r"累计|五年合计")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE_YEAR = re.compile(r"\(?(?:19|20)\d\d年?(?:底|末)?\)?")
_MARKS: tuple[tuple[str, Comparator], ...] = (
    (r"≥|>=|>|不低于|不少于|大于|超过|突破|至少|高于", ">="),
    (r"≤|<=|<|不高于|不超过|小于|低于|控制在(?=.*以)", "<="),
    (r"约|近", "~"),
)
_BEHIND: tuple[tuple[str, Comparator], ...] = (
    (r"(?:及)?以上|\+", ">="),
    (r"(?:及)?以[内下]", "<="),
    (r"左右|上下", "~"),
)
_CELL = re.compile(
    r"(?P<open>\[|〔|【|\()?(?:达到|完成|提高到|提高至|增长|下降|降低|降至|提高)?(?P<mark>≥|≤|>=?|<=?|不低于|不少于|不高于|不超过|大于|小于|超过|突破|至少|高于|低于|控制在|约|近)?"
    r"(?P<low>[\d.,]+)(?P<lows>[十百千万亿]*)%?(?:[-—~至]+(?P<high>[\d.,]+)(?P<scale>[十百千万亿]*))?(?P<unit>[^\d\[\]()〔〕【】，。；以左上+]{0,8}?)"
    r"(?P<behind>(?:及)?以[上下内]|左右|上下|\+)?(?:\]|〕|】|\))?(?P<late>(?:及)?以[上下内]|左右)?"
)
_BRACKET = re.compile(r"\((?P<unit>[^()]{1,12})\)$")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.、．]|\(\d{1,2}\)|[①-⑳])")
#: A column of what a task costs beside that of what it is to reach.
_MONEY = re.compile(r"资金|投资|经费")
_LONGEST_QUOTE = 240


@dataclass(frozen=True, slots=True)
class _Header:
    """What a column of values holds: former values, targets, yearly growth or a sum over years."""

    kind: Literal["former", "target", "growth", "sum"]
    year: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """The quantities of a row of an indicator table, and the cells of values that say no number that can be read."""

    quantities: tuple[Quantity, ...]
    unread: tuple[Passage, ...]


def table_row(item: Item, source: str, issued: str, due: str = "") -> TableRow | None:
    """Read a row of a table of indicators; None when its table is none. ``issued`` is the paper's date or year.

    ``due`` is the row's time limit as a day, "" when it has none: it is left to be inherited where a header names its year.
    """
    if item.kind != "row":
        return None
    named = bool(item.title.text.strip()) and item.title.at != item.text.at
    headers = [
        None if named and c.cell.passage.at == item.text.at and _read(c.cell.text) is None else _header(c, issued)
        for c in item.columns
    ]
    if named and _read(item.text.text) is not None:
        item = replace(item, text=item.title)  # 农村改厕 | 目标（2024年）: 1500
    targets = [i for i, h in enumerate(headers) if h and h.kind != "former"]
    if not targets or not _of_indicators(item, headers):
        return None
    headers = _by_years(headers, issued)
    name = item.text.text
    unit = _unit(item)
    former = [
        (h.year, cell.value * _scaled(cell.unit or h.unit or unit)[0])
        for c, h in zip(item.columns, headers, strict=True)
        if h and h.kind == "former" and (cell := _read(c.cell.text))
    ]
    last = max((h.year for h in headers if h and h.kind == "target"), default="")
    found: list[Quantity] = []
    unread: list[Passage] = []
    for column, header in zip(item.columns, headers, strict=True):
        text = column.cell.text.strip()
        if header is None or header.kind == "former" or not text:
            continue
        cell = _read(text)
        if cell is None:
            if re.search(r"\d", text):
                unread.append(column.cell.passage)
            continue
        if header.kind == "target" and header.year and due[:4] == header.year and _dated(item):
            header = replace(header, year="")  # the row's own time limit is nearer than its header's year
        found.append(_quantity(item, column, header, cell, unit, name, former[-1][1] if former else None, last, source))
    found += [
        sum_of_money
        for column, header in zip(item.columns, headers, strict=True)
        if header is None and _MONEY.search(fold(column.header)[0]) and column.meaning in ("", "other", "value")
        if (sum_of_money := unit_cell(item, column, source)) is not None
    ]
    return TableRow(tuple(found), tuple(unread))


def _dated(item: Item) -> bool:
    return any(c.meaning == "deadline" and re.search(r"\d", c.cell.text) for c in item.columns)


def unit_cell(item: Item, column: ColumnCell, source: str) -> Quantity | None:
    """Read a bare number under a header that says its unit (投资估算（万元）: 2600); None for anything else."""
    header = fold(column.header)[0]
    said = _BRACKET.search(header)
    cell = _read(column.cell.text) if said else None
    if said is None or cell is None or cell.unit or cell.bracketed or not column.cell.passage.at:
        return None
    unit = said["unit"].removeprefix("单位：")
    if _scaled(unit)[1] not in units():
        return None
    return _quantity(item, column, _Header("target", "", unit), cell, unit, header[: said.start()], None, "", source)


def _header(column: ColumnCell, issued: str) -> _Header | None:
    header = fold(column.header)[0]
    if column.meaning not in ("", "value", "other", "title", "text") or len(header) > 24:
        return None
    bracket = _BRACKET.search(header)
    unit = bracket["unit"] if bracket and _scaled(bracket["unit"])[1] in units() else ""
    years = _YEAR.findall(header)
    year = years[-1] if years else ""
    if _FORMER.search(header):
        return _Header("former", year, unit)
    if _GROWTH.search(header):
        return _Header("growth", year, unit)
    if _SUM.search(header) and not _TARGET.search(header):
        return _Header("sum", year, unit)
    if year and (_TARGET.search(header) or _BARE_YEAR.fullmatch(header.replace(f"({unit})", ""))):
        past = bool(issued) and year < issued[:4] and not _TARGET.search(header)
        return _Header("former" if past else "target", year, unit)
    if column.meaning == "value" or re.fullmatch(
        r"(?:规划|预期|年度|“?十[一二三四五]五”?(?:期末)?)?目标(?:值|数)?", header
    ):
        plan = [d.deadline[:4] for d in find_dates(f"{header}期末") if d.deadline]
        return _Header("target", plan[-1] if plan else "", unit)
    return None


def _by_years(headers: Sequence[_Header | None], issued: str) -> list[_Header | None]:
    """Take the first of several years for the former one where no date says which of them are past."""
    years = sorted(h.year for h in headers if h and h.kind == "target" and h.year)
    if issued or len(years) < 2 or any(h and h.kind == "former" for h in headers):
        return list(headers)
    return [_Header("former", h.year, h.unit) if h and h.year == years[0] else h for h in headers]


def _of_indicators(item: Item, headers: Sequence[_Header | None]) -> bool:
    """Whether a row names what is measured in few words, and its values are bare numbers or none."""
    if len(item.text.text) > 60 or re.search(r"[。；，]", item.text.text):
        return False
    values = [c.cell.text for c, h in zip(item.columns, headers, strict=True) if h and c.cell.text.strip()]
    return bool(values) and all(len(v) <= 24 for v in values)


def _unit(item: Item) -> str:
    """Return the unit of a row: of its own column, else of the bracket behind the name."""
    for column in item.columns:
        if _UNIT.fullmatch(fold(column.header)[0]) and column.meaning in ("", "other", "unit"):
            return fold(column.cell.text)[0].strip("()")
    bracket = _BRACKET.search(fold(item.text.text)[0])
    return bracket["unit"] if bracket and len(bracket["unit"]) <= 8 else ""


def _scaled(unit: str) -> tuple[int, str]:
    """Take 万 and 亿 out of a unit.

    >>> _scaled("万吨"), _scaled("亿元"), _scaled("万千瓦"), _scaled("千瓦"), _scaled("%")
    ((10000, '吨'), (100000000, '元'), (10000, '千瓦'), (1, '千瓦'), (1, '%'))
    """
    if unit in units():
        return 1, unit
    scale = re.match(r"[十百千万亿]+", unit)
    for end in range(len(scale.group()) if scale else 0, 0, -1):
        factor = multiplier(unit[:end])
        if factor and (unit[end:] in units() or end == 1):
            return factor, unit[end:]
    return 1, unit


@dataclass(frozen=True, slots=True)
class _Value:
    comparator: Comparator
    value: float
    high: float | None
    unit: str
    bracketed: bool


def _read(text: str) -> _Value | None:
    """Read a cell of values: 7.5%左右, ≥155, 10以上, 〔14〕, 1500家; None for words and dashes."""
    folded = fold(text)[0]
    match = _CELL.fullmatch(folded)
    if match is None:
        return None
    low = parse_numeral(match["low"] + (match["lows"] or match["scale"] or ""))
    high = parse_numeral(match["high"] + match["scale"]) if match["high"] else None
    if low is None:
        return None
    comparator: Comparator = "range" if high is not None else "="
    behind = match["behind"] or match["late"] or ""
    for said, pairs in ((behind, _BEHIND), (match["mark"] or "", _MARKS)):
        for pattern, sign in pairs:
            if comparator == "=" and said and re.fullmatch(pattern, said):
                comparator = sign
    percent = "%" if "%" in folded and not match["unit"] else ""
    return _Value(comparator, low, high, match["unit"] or percent, match["open"] is not None)


def _quantity(
    item: Item, column: ColumnCell, header: _Header, cell: _Value, unit: str, name: str, former: float | None, last: str, source: str,
) -> Quantity:  # fmt: skip
    growth = header.kind == "growth" and not cell.bracketed
    factor, printed = _scaled(cell.unit or header.unit or ("%" if growth else unit))
    value = round(cell.value * factor, 6)
    high = None if cell.high is None else round(cell.high * factor, 6)
    mode: Mode = "rate" if growth or re.search(r"(?:增长|增速|增幅|增长率)$", _indicator(name)) else "level"
    if cell.bracketed and header.kind in ("growth", "sum"):
        mode = "increase"
    base, top = base_value(value, printed), None if high is None else base_value(high, printed)
    spans = [p.span() for p in (item.text, column.cell.passage) if p.at]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    if end - start > _LONGEST_QUOTE:
        start, end = column.cell.passage.span()
    return Quantity(
        kind="target",
        column="text",
        indicator=_indicator(name),
        comparator=cell.comparator,
        value=value,
        value_max=high,
        unit=printed,
        deadline=header.year or (last if header.kind != "target" else "") or None,
        start=None,
        frequency="year" if growth else None,
        mode=mode,
        quote="".join(source[start:end].split()),
        quote_start=start,
        quote_end=end,
        rule="table",
        score=0.9,
        base_value=base[0] if base else None,
        base_max=top[0] if top else None,
        base_unit=base[1] if base else "",
        former_value=former if mode == "level" else None,
    )


def _indicator(name: str) -> str:
    plain = _ORDINAL.sub("", "".join(name.split()))
    return re.sub(r"[(（][^()（）]{1,12}[)）]$", "", plain) or plain

"""Numbers with their units and comparators: the candidates among which the rules find quantities.

Units come from ``lexicon/units.csv``; a number without a unit of that table is no candidate, but for fractions
(三分之一), ranks (前3) and round sums (千亿大关). What a list shares, it shares here: 100万、50万元; 1—2个; 200—300万元;
最高40万元、20万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from policykg.extract.numerals import Numeral, find_numerals, multiplier
from policykg.extract.quantities_text import Prepared, Spans
from policykg.extract.quantities_units import TIME, unit_at, units, units_by_first

Comparator = Literal["=", ">=", "<=", "~", "range"]

#: What stands behind a number. 及以上 before 以上; a bracketed 含 may come first.
_SUFFIX = re.compile(r"(?:\(含[^()]{0,8}\))?(?:及其?)?(?P<word>以上|之上|以下|之下|以内|之内|左右|上下|\+)")
_SUFFIXES: dict[str, Comparator] = {
    "以上": ">=",
    "之上": ">=",
    "+": ">=",
    "以下": "<=",
    "之下": "<=",
    "以内": "<=",
    "之内": "<=",
    "左右": "~",
    "上下": "~",
}

#: A span of time within which something is done (3个工作日内办结): the number is its longest.
_WITHIN = re.compile(r"内(?!部|容|设|外|地|河|陆|贸)")
#: People counted by the ten thousand without a measure word (惠及20万群众, 带动1.2万农户); they are no unit.
_PEOPLE = re.compile(
    r"(?:[一-龥]{0,6}?)(?:人口|群众|居民|农户|农民工?|村民|市民|牧民|渔民|老年人|老人|职工|员工|学生|师生|学子|劳动力|用户|游客|妇女|儿童|青少?年|残疾人|患者|家庭|个体工商户|经营主体|市场主体)"
)

#: What stands before a number, the longer word first.
_PREFIXES: tuple[tuple[Comparator, str], ...] = (
    (
        "<=",
        r"不得?超过|不得大于|不宜大于|不能超过|不超出|不高于|不大于|不多于|不得高于|不得多于|不突破|低于|少于|小于|不足|最高不?超?过?|最多|至多|最大|最长",
    ),
    (
        ">=",
        r"不低于|不少于|不小于|不得小于|不宜小于|不得低于|不得少于|不能少于|不能低于|超过|突破|高于|大于|多于|至少|最低|最少|超出|超|(?<![通经])过",
    ),
    ("~", r"大约|大概|(?<![签节合集预特履制违公条契邀赴简])约|(?<![附最靠临邻])近(?!年)|将近|接近"),
)
_WORD_OF = {c: re.compile(rf"(?:{words})(?:到|达|为|在)?$") for c, words in _PREFIXES}
#: No comparator before a number is longer.
_NEAR = 10
_NOT_BEFORE = re.compile(
    r"(?:不低于|不少于|不小于|不得小于|不宜小于|不得低于|不得少于|不能少于|不能低于|不得大于|不宜大于|不大于|不超过|不得超过|不能超过|不高于|不得高于|不突破)(?:到|达|为|在)?$"
)
#: 至少 and 最高 may stand before the verb (至少确定一个, 最高给予500万元), the others before what they measure (不低于收入的10%).
_FAR = re.compile(
    r"(?P<low>至少|最低(?!标准|生活|工资|价|档|限|保障)|最少)[^，；。：、\d]{0,10}$|(?P<high>最高|最多|至多)(?!人民|法|检|标准|价|档)[^，；。：、\d]{0,10}$"
    r"|(?P<over>不低于|不少于|超过|突破)[^，；。：、\d]{1,24}的$|(?P<under>不超过|不高于|不得超过|低于)[^，；。：、\d]{1,24}的$"
)
#: 不超过设备投资20%: the base of a share stands between comparator and number.
_WIDE_SHARE = re.compile(r"(?:(?P<low>不低于|不少于)|不超过|不高于|不得超过)[^，；。：、\d]{1,20}$")
_JOIN = re.compile(r"[、，]?(?:和|及|与|或|以及|或者)?")
_TO = re.compile(r"(?:--|—+|-|~|至|到)")
_RAISED = re.compile(r"[^，；。\d]{0,6}(?:提高|提升|放宽|调整|增加|扩大|降低|下降|降|延长)(?:至|到|为)")
#: A unit that the table does not know must close its clause behind a verb of reaching; grades are none (达到5A级).
_UNKNOWN = re.compile(r"(?P<unit>(?![级星类等档以左及元角倍])[一-龥]{1,2}?)??(?=以[上下内]|左右|[，；。、()]|$)")
_REACHED = re.compile(
    r"(?:达到|达|不低于|不少于|不超过|不高于|不大于|超过|突破|控制在|保持在|稳定在|提[高升]到|提[高升]至|增加到|增加至|增至|下降到|下降至|降低到|降低至|降到|降至|压减到|压减至)(?:约|近)?$"
)
_INDEX = re.compile(
    r"(?:率|指数|系数|比|值|PUE|强度|效率|密度|得分|分数|指标)\)?(?:由[\d.]+)?(?:可|应|年均|平均|总体|全面|均|要)*(?:达|不|超|突|控|保|稳|提|增|下|降|压)[^，；。]{0,4}$"
)
#: A ratio to one (车桩比达到3:1, 按1:1配套); shares of several parties (7:3, 2:2:2:4) are none.
_RATIO = re.compile(r"(?P<unit>[：:/]1)(?![\d：:.])")
_RATIO_OF = re.compile(r"(?:比|比例|比值|按照?|配套)(?:例|值)?(?:[^，；。：\d、]{0,8})$")
_ORDINAL = re.compile(r"[第№#]$|[A-Za-z][-.—_]?$|[:：/]$(?<=\d.)|\d\.$")


_SUBJECT = 4
#: Some more than the number said: 20余家, 十几家.
_MORE = re.compile(r".[余多](?![样元])|十几")
_OF_CLASS = re.compile(r"[一-龥]{2,8}")
_DOUBLED = re.compile(r"(?<!成)(?<!多)倍增(?=目标(?:[，。；]|$)|[，。；、]|$)")


#: What a rate is for (元/吨); the longer word first.
_PER = re.compile(
    r"[/／](平方公里|平方米|立方米|千瓦时|千瓦|公里|公斤|标准箱|标箱|床位|架次|车次|班列|人次|年|月|件|人|亩|户|辆|台|套|家|个|天|日|吨|斤|次|项|床|头|只|株|羽|棵|盏|座|处|所|名|例|列|班|场|张)"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit. ``start``..``end`` holds number and unit, ``tail`` ends behind 以上.

    ``head`` is where its comparator before it begins; ``listed`` when it follows another measure with only a
    comma or 和 between; ``chinese`` when the number is in Chinese characters; ``lone`` for 百, 千, 万, 亿 alone.
    """

    start: int
    end: int
    tail: int
    head: int
    value: float
    value_max: float | None
    unit: str
    dimension: str
    comparator: Comparator
    prefixed: bool = False
    listed: bool = False
    chinese: bool = False
    lone: bool = False
    per: str = ""
    rank: bool = False


@cache
def _candidate() -> re.Pattern[str]:
    first = "".join(re.escape(c) for c in sorted(units_by_first()) if not c.isascii())
    return re.compile(
        rf"\d|[〇零一二两三四五六七八九十廿卅百千万亿半]\s*(?:[{first}余多几]|分\s*之|大\s*关)|半\s*数|[过超]\s*半|[½⅓⅔¼¾]|前\s*[一二三四五六七八九十百]|倍\s*增"
    )


def may_measure(text: str) -> bool:
    """Tell whether a text can hold a measure at all: a digit, or a Chinese numeral in front of a unit.

    >>> may_measure("建成两家医院"), may_measure("一是完善机制，二是加强统筹")
    (True, False)
    """
    return _candidate().search(text) is not None


def find_measures(text: Prepared, dates: Spans) -> list[Measure]:
    """Return the candidates of a text in order: numbers outside dates and names, with unit and comparator."""
    numerals = [n for n in find_numerals(text.text) if not dates.holding(n.start) and not text.names.holding(n.start)]
    found: list[Measure] = []
    for i, numeral in enumerate(numerals):
        following = numerals[i + 1] if i + 1 < len(numerals) else None
        if made := _measure(text, numeral, following):
            found.append(made)
    if "倍增" in text.text:
        found += [m for m in _doubled(text) if not text.names.holding(m.start)]
        found.sort(key=lambda m: m.start)
    return _listed(text, _ranges(text.text, list(_no_grades(text.text, found))))


def _no_grades(text: str, found: list[Measure]) -> Iterator[Measure]:
    """Leave out classes of things: 四、五类危桥, 五类水体断面3个."""
    for i, measure in enumerate(found):
        if measure.unit == "类" and measure.chinese and measure.comparator == "=":
            last, following = found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None
            if following and following.chinese and following.unit == "类":
                if text[measure.end - 1] != "类" and following.value == measure.value + 1:
                    continue
            elif following and _OF_CLASS.fullmatch(text, measure.end, following.start):
                continue
            grade = last and last.chinese and last.unit == "类" and text[last.end - 1] != "类"
            if grade and last and measure.value == last.value + 1 and text[last.end : measure.start] == "、":
                continue
        yield measure


def _doubled(text: Prepared) -> Iterator[Measure]:
    """Yield 倍增 where it says what is reached: twice as much; 倍增计划 and 倍增发展 name a plan, a way."""
    for match in _DOUBLED.finditer(text.context):
        start, end = match.span()
        if start - text.clause(start)[0] < _SUBJECT:
            continue  # 实现倍增目标: of what?
        yield Measure(start, end, end, start, 2.0, None, "倍", "multiple", "=")


def _measure(prepared: Prepared, numeral: Numeral, following: Numeral | None) -> Measure | None:
    text = prepared.text
    before = text[max(0, numeral.start - 3) : numeral.start]
    if _ORDINAL.search(before):
        return None
    end = numeral.end
    more = numeral.more
    if _MORE.match(text, end - 1):
        more, end = True, end + 1
    rank = before.endswith("前") and not before.endswith(("目前", "以前", "之前", "当前", "年前"))
    unit, dimension, value = "", "", numeral.value
    if numeral.per in (100, 1000):
        unit, dimension = ("%", "ratio") if numeral.per == 100 else ("‰", "ratio")
    elif unit := unit_at(text, end):
        dimension = units()[unit][0]
        end += len(unit)
    elif numeral.per == 1:
        dimension = "fraction"
    elif text.startswith("大关", end):
        dimension = "money" if numeral.value >= 10**8 else "count"
        end += 3 if text[end + 2 : end + 3] in ("”", '"') else 2
    elif rank:
        dimension = "rank"
    elif (other := _RATIO.match(text, end)) and _RATIO_OF.search(
        prepared.view(numeral.start)[max(0, numeral.start - 30) : numeral.start]
    ):
        dimension, unit = "ratio-of", other["unit"].replace("：", ":")
        end = other.end()
    elif shared := _shared(text, numeral, following, end):
        unit, factor = shared
        dimension, value = units()[unit][0], round(value * factor, 6)
    elif numeral.scale and numeral.value >= 10**3 and _PEOPLE.match(text, end):
        dimension = "person"
    elif (strange := _strange(prepared, numeral, end)) is not None:
        unit, dimension = strange, "other"
        end += len(unit)
    else:
        return None
    if rank and dimension != "ratio":
        dimension = "rank" if unit in ("", "名", "位", "家", "强", "个") else dimension
    per = ""
    if text[end : end + 1] in ("/", "／") and (other := _PER.match(text, end)):
        per, end = other[1], other.end()
        if per not in ("年", "月"):
            unit = f"{unit}/{per}"
    tail = end
    comparator: Comparator = "range" if numeral.high else "="
    suffix = _SUFFIX.match(text, end)
    if suffix:
        tail = suffix.end()
        if comparator == "=":
            comparator = _SUFFIXES[suffix["word"]]
    elif dimension in TIME and comparator == "=" and _WITHIN.match(text, end):
        comparator = "<="
    head, prefix = _prefix(prepared, numeral.start)
    if not prefix and dimension == "ratio":
        left = prepared.view(numeral.start)[max(prepared.clause(numeral.start)[0], numeral.start - 28) : numeral.start]
        if wide := _WIDE_SHARE.search(left):
            prefix = ">=" if wide["low"] else "<="
    if prefix and comparator == "=":
        comparator = prefix
    if more and comparator == "=":
        comparator = ">="
    lone = numeral.chinese and numeral.end - numeral.start == 1 and numeral.value >= 100 and not more
    return Measure(numeral.start, end, tail, head, value, numeral.high, unit, dimension, comparator,
                   prefix is not None, False, numeral.chinese, lone, per, rank)  # fmt: skip


def _strange(prepared: Prepared, numeral: Numeral, end: int) -> str | None:
    """Return a unit that the table does not know (提升至1.8万客), "" for an index (PUE降至1.25以下), None for neither."""
    if numeral.chinese or numeral.per:
        return None
    text = prepared.text
    left = prepared.view(numeral.start)[max(prepared.clause(numeral.start)[0], numeral.start - 30) : numeral.start]
    right = _UNKNOWN.match(text, end)
    if right is None or not _REACHED.search(left):
        return None
    unit = right["unit"] or ""
    return None if not unit and not _INDEX.search(left) else unit


def _shared(text: str, numeral: Numeral, following: Numeral | None, end: int) -> tuple[str, float] | None:
    """Read 200 of 200—300万元 and 100万 of 100万、50万元: unit and, when it has none of its own, scale of the next."""
    if following is None or following.start - end > 3 or not following.start > end:
        return None
    between = text[end : following.start]
    dash = _TO.fullmatch(between) is not None
    if not dash and (not _JOIN.fullmatch(between) or between == "，"):
        return None
    unit = unit_at(text, following.end)
    if not unit:
        return None
    if not numeral.scale and following.scale and not numeral.chinese:
        mantissa = following.value / _scale_of(following)
        if numeral.value <= mantissa or not dash:
            return unit, _scale_of(following)
    return unit, 1.0


def _scale_of(numeral: Numeral) -> float:
    return float(multiplier(numeral.scale) or 1)


def _prefix(prepared: Prepared, at: int) -> tuple[int, Comparator | None]:
    start = max(prepared.clause(at)[0], at - 40)
    left = prepared.view(at)[start:at].rstrip('“"')
    if strict := _NOT_BEFORE.search(left, max(0, len(left) - _NEAR)):
        low = strict.group().startswith(
            ("不低", "不少", "不小", "不得小", "不宜小", "不得低", "不得少", "不能少", "不能低")
        )
        return start + strict.start(), ">=" if low else "<="
    near = left[-_NEAR:]
    for comparator, pattern in _WORD_OF.items():
        if match := pattern.search(near):
            return start + len(left) - len(near) + match.start(), comparator
    if match := _FAR.search(left):
        return at, ">=" if match["low"] or match["over"] else "<="
    return at, None


def _ranges(text: str, found: list[Measure]) -> list[Measure]:
    """Make one of 1—2个, 50万—200万元: the first number is the value, the second the maximum."""
    made: list[Measure] = []
    for measure in found:
        last = made[-1] if made else None
        if (
            last
            and last.unit == measure.unit
            and last.value_max is None
            and last.value < measure.value
            and _TO.fullmatch(text, last.end, measure.start)
        ):
            made[-1] = replace(
                measure,
                start=last.start,
                head=last.head,
                value=last.value,
                value_max=measure.value,
                comparator="range",
                prefixed=last.prefixed,
            )
        else:
            made.append(measure)
    return made


def _listed(prepared: Prepared, found: list[Measure]) -> list[Measure]:
    """Mark the members of a bare list and hand on what its first member's comparator says to all of them."""
    made: list[Measure] = []
    for measure in found:
        last = made[-1] if made else None
        if (
            last
            and measure.start - last.tail <= 3
            and _JOIN.fullmatch(prepared.text, last.tail, measure.start)
            and measure.start > last.tail
        ):
            measure = replace(measure, listed=True)
            if measure.comparator == "=" and last.prefixed and last.comparator in (">=", "<="):
                measure = replace(measure, comparator=last.comparator, prefixed=True)
        elif (
            last
            and last.prefixed
            and measure.comparator == "="
            and _RAISED.fullmatch(prepared.text, last.tail, measure.start)
        ):
            measure = replace(measure, comparator=last.comparator, prefixed=True)
        made.append(measure)
    return made

"""The units of numbers: the table ``lexicon/units.csv`` and where one of its units stands in a text."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from policykg.resources import read_table

#: Dimensions whose unit counts things: what is counted follows it (3个园区) or precedes it (园区3个).
COUNTING = frozenset({"count", "person", "person-visit", "household", "device", "vehicle", "container", "bed"})
RATIO = frozenset({"ratio", "ratio-point", "multiple", "doubling", "fraction"})
TIME = frozenset({"time-year", "time-month", "time-day", "time-hour", "working-day"})

#: A unit of one character is none when a word begins with it (3家庭农场, 2期间, 5部门).
_WORDS = {
    "家": "庭居电具长园乡", "部": "门队委署长分件", "处": "理置于级长分室境", "人": "均才民口大工社防员力事机类造",
    "条": "件例款", "期": "间货限末刊", "位": "于列置居数", "名": "单称录牌优特", "场": "所地馆景", "台": "账风湾",
    "类": "别似", "种": "植业子质源粮", "座": "谈", "次": "性办供创元利装曲", "批": "准复", "本": "市地级科土专", "头": "部雁", "支": "持撑付部柱", "对": "接口标外口应",
    "片": "区", "块": "状", "道": "路口", "口": "岸", "组": "织建成团", "分": "钟之别级类", "成": "立果本为长功品效员",
    "年": "度期级制", "日": "常前", "项": "", "段": "", "层": "次面级", "门": "类户店", "点": "位", "里": "程街屯铺河庄", "方": "面式案向便",
    "级": "", "届": "", "包": "保", "株": "", "单": "位独个", "份": "额", "款": "项", "轮": "", "件": "", "根": "据本",
    "克": "服难", "升": "级学", "兆": "", "周": "年边期", "站": "", "P": "", "角": "色", "队": "伍", "卷": "", "间": "接",
    "客": "户车流运商人源服", "餐": "饮厅桌食馆", "席": "位",
    "节": "能约假日目", "枪": "支击", "堂": "食", "吨": "级", "千瓦": "级", "兆瓦": "级", "班": "级子列车组", "毫秒": "级", "秒": "杀", "字": "号体", "集": "中群团聚成约体散", "首": "席位创个批次都府", "线": "上下路索",
    "套": "餐", "张": "", "档": "案", "床": "", "排": "", "只": "", "户": "籍外",
}  # fmt: skip


@cache
def units() -> dict[str, tuple[str, str, float]]:
    """Return the units table: printed form -> dimension, base unit, factor."""
    return {
        row["unit"]: (row["dimension"], row["base"], float(Fraction(row["factor"]))) for row in read_table("units.csv")
    }


@cache
def units_by_first() -> dict[str, tuple[str, ...]]:
    """Return the units by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for unit in sorted(units(), key=lambda u: (-len(u), u)):
        found.setdefault(unit[0], []).append(unit)
    return {first: tuple(some) for first, some in found.items()}


def base_value(value: float, unit: str) -> tuple[float, str] | None:
    """Return a value in the base unit of its dimension, so that sums can be compared; None for unknown units.

    >>> base_value(20, "公顷"), base_value(5, "‰"), base_value(1, "光年")
    ((200000.0, 'm2'), (0.5, '%'), None)

    A rate is compared by both of its units:

    >>> base_value(800, "元/吨"), base_value(0.8, "元/公斤")
    ((0.8, '元/kg'), (0.8, '元/kg'))
    """
    known = units().get(unit)
    if known:
        return round(value * known[2], 6), known[1]
    whole, slash, part = unit.partition("/")
    one, other = units().get(whole), units().get(part)
    if not slash or not one or not other:
        return None
    return float(f"{value * one[2] / other[2]:.9g}"), f"{one[1]}/{other[1]}"


def unit_at(text: str, at: int) -> str:
    """Return the longest unit that begins at a place; "" when none does.

    >>> unit_at("3家庭农场", 1), unit_at("3家", 1), unit_at("500平方公里", 3)
    ('', '家', '平方公里')
    """
    for unit in units_by_first().get(text[at : at + 1], ()):
        if text.startswith(unit, at):
            after = text[at + len(unit) : at + len(unit) + 1]
            if after and after in _WORDS.get(unit, ""):
                continue
            if unit.isascii() and unit.isalpha() and after.isascii() and after.isalpha():
                continue
            return unit
    return ""

"""The ordinals that Word prints before numbered paragraphs: 一、（一）1. ① and how they count on.

ECMA-376 part 1, 17.9: a paragraph (or its style) names a list and a level; the list's definition
says how the level is written, where it starts and what starts it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)


def chinese(n: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Write a number up to 9999 in Chinese numerals.

    >>> chinese(8), chinese(10), chinese(12), chinese(20), chinese(105)
    ('八', '十', '十二', '二十', '一百〇五')
    """
    if not 0 < n < 10000:
        return str(n)
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return out[1:] if 10 <= n < 20 and units[0] == "十" else out


def roman(n: int) -> str:
    """Write a number in Roman numerals.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    out = ""
    for number, sign in pairs:
        out += sign * (n // number)
        n %= number
    return out


def write_number(n: int, style: str) -> str:
    """Write a number in a style of ST_NumberFormat (ECMA-376 part 1, 17.18.59); "" for bullets and none.

    >>> [write_number(3, s) for s in ("decimal", "chineseCounting", "decimalEnclosedCircle", "upperLetter", "bullet")]
    ['3', '三', '③', 'C', '']
    """
    if style in ("none", "bullet"):
        return ""
    if style in _CHINESE:
        return chinese(n)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(d)] for d in str(n))
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(n, _FORMAL, "拾佰仟")
    if style.startswith("decimalEnclosedCircle") and 1 <= n <= 20:
        return chr(0x2460 + n - 1)
    if style == "decimalEnclosedParen" and 1 <= n <= 20:
        return chr(0x2474 + n - 1)
    if style == "decimalEnclosedFullstop" and 1 <= n <= 20:
        return chr(0x2488 + n - 1)
    if style in ("upperLetter", "lowerLetter"):
        sign = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return sign if style == "upperLetter" else sign.lower()
    if style in ("upperRoman", "lowerRoman"):
        return roman(n) if style == "upperRoman" else roman(n).lower()
    if style == "ideographTraditional":
        return _STEMS[(n - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(n - 1) % 12]
    if style == "decimalZero":
        return f"{n:02d}"
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(d)) for d in str(n))
    return str(n)


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is written: start, style, pattern (%1、), the level that starts it anew, plain digits."""

    start: int
    style: str
    pattern: str
    restart: int | None
    legal: bool


class Numbers:
    """The lists of a document and where each stands; ``ordinal`` must be asked in the order of the text."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._of: dict[str, str] = {}
        self._styles = _styles(document)
        root = next(
            (r.target_part.element for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
        )
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {_attribute(e, "abstractNumId"): e for e in _named(root, "abstractNum")}
        linked = {_val(e, "styleLink"): e for e in abstract.values() if _val(e, "styleLink")}
        for number in _named(root, "num"):
            key = _attribute(number, "numId")
            of = _val(number, "abstractNumId") or ""
            definition = abstract.get(of)
            if definition is None:
                continue
            definition = linked.get(_val(definition, "numStyleLink"), definition)
            levels = {int(_attribute(e, "ilvl") or 0): _level(e) for e in _named(definition, "lvl")}
            shared = of
            for override in _named(number, "lvlOverride"):
                depth = int(_attribute(override, "ilvl") or 0)
                for own in _named(override, "lvl"):
                    levels[depth] = _level(own)
                start = _val(override, "startOverride")
                if start is not None and start.isdigit() and depth in levels:
                    old = levels[depth]
                    levels[depth] = Level(int(start), old.style, old.pattern, old.restart, old.legal)
                    shared = f"{of}/{key}"  # a list that starts anew counts on its own
            self._levels[key] = levels
            self._of[key] = shared

    def ordinal(self, paragraph: Any) -> str:
        """Return what Word prints before a paragraph ("" when it is in no list)."""
        key, depth = self._place(paragraph)
        levels = self._levels.get(key, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._of[key], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            rule = levels[deeper].restart if deeper in levels else None
            if rule is None or depth < rule:
                del counts[deeper]
        if level.style == "bullet":
            return "• "
        if level.style == "none" and "%" not in level.pattern:
            return level.pattern
        text = level.pattern
        for d in range(depth + 1):
            if d in levels:
                style = "decimal" if level.legal else levels[d].style
                text = text.replace(f"%{d + 1}", write_number(counts.get(d, levels[d].start), style))
        return text

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level that a paragraph or its style names."""
        properties = next(iter(_named(paragraph, "pPr")), None)
        if properties is None:
            return "", 0
        number = next(iter(_named(properties, "numPr")), None)
        inherited, inherited_level = self._styles.get(_val(properties, "pStyle") or "", ("", 0))
        if number is None:
            return inherited, inherited_level
        key, depth = _val(number, "numId"), _val(number, "ilvl")
        return (
            inherited if key is None else key,
            int(depth) if depth and depth.isdigit() else inherited_level if key is None else 0,
        )


def _styles(document: Any) -> dict[str, tuple[str, int]]:
    """Return the list and level of each paragraph style, those it takes over from its base included."""
    own: dict[str, tuple[str | None, int | None, str | None]] = {}
    for style in _named(document.styles.element, "style"):
        key = level = None
        for properties in _named(style, "pPr"):
            for number in _named(properties, "numPr"):
                key = _val(number, "numId")
                depth = _val(number, "ilvl")
                level = int(depth) if depth and depth.isdigit() else None
        own[_attribute(style, "styleId")] = (key, level, _val(style, "basedOn"))
    found: dict[str, tuple[str, int]] = {}
    for name in own:
        key, level, at, seen = None, None, name, set()
        while at in own and at not in seen:
            seen.add(at)
            style_key, style_level, base = own[at]
            key = style_key if key is None else key
            level = style_level if level is None else level
            at = base or ""
        found[name] = (key or "", level or 0)
    return found


def _level(element: Any) -> Level:
    start = _val(element, "start")
    restart = _val(element, "lvlRestart")
    return Level(
        int(start) if start and start.isdigit() else 1,
        _val(element, "numFmt") or "decimal",
        _val(element, "lvlText") or "",
        int(restart) if restart and restart.isdigit() else None,
        bool(_named(element, "isLgl")),
    )


def _named(element: Any, name: str) -> list[Any]:
    return [e for e in element if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name]


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _val(element: Any, name: str) -> str | None:
    found = _named(element, name)
    return _attribute(found[0], "val") if found else None

"""The grammar of body names: is a run of text a body, and where does one name end and the next begin?

A name is composed: jurisdiction (a level word or a place) + stem (a function) + suffix; what cannot
be composed is listed in ``bodies.csv``. ``strength`` grades how sure the grammar is:

    3.0  listed, or composed of jurisdiction, known function and suffix, or a government
    2.9  a branch of a body in a place, or a unit inside a body
    2.8  a listed body with one sign damaged
    2.5  a collective name (各县（市、区）人民政府, 市有关部门)
    2.0  known function and suffix without a jurisdiction (财政局)
    1.5  jurisdiction and suffix around an unknown stem (市文旅集团)
    0.8  a suffix alone (新兴产业集群专班)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from policykg.lexicon import NAME_LEVELS, Lexicon, fold
from policykg.model import Level

LISTED, PART, DAMAGED, GROUP, BARE, UNKNOWN, SUFFIX_ONLY = 3.0, 2.9, 2.8, 2.5, 2.0, 1.5, 0.8
#: Names longer than this are sentences.
LONGEST = 34

_BRACKETS = re.compile(r"[(（〔\[【〈][^()（）〔〕\[\]【】〈〉]*[)）〕\]】〉]")
_GOVERNMENT = re.compile(
    r"^(?:人民政府|政府|行政公署|行署|党委|党工委|委|市委|县委|区委|管委会|管理委员会|人民政府办公[室厅]|政府办公?[室厅]?|党委办公[室厅])(?:和(?:人民)?政府)?$"
)
_GROUP = re.compile(
    r"^(?:各|[省市县区州盟旗]委各|地方|在[\u4e00-\u9fff](?=高|单|企|院)|有关|相关|其他|其它|全市|全省|全县|全区|所有|市县|省市县|市直|省直|县直|区直|市属|省属|区属|县属|省市|中央|驻[\u4e00-\u9fff])"
)
#: Collective names, in which 、 may stand.
_COLLECTIVE = re.compile(r"^(?:[省市县区州盟旗]直|自治区直)?(?:各|相关|有关)")
#: 各 + what it is each of; 各负其责 and the like are no bodies.
_EACH = re.compile(r"^各(?!负其责|司其职|尽其|自|项|方面|类|种|有侧重)[\u4e00-\u9fff]{1,15}$")
_VERB_END = re.compile(
    r"按|(?:牵头|率头|负责|配合|落实|实施|主责|主办|协办|协助|协同|参与|参加|承办|承担|分工|职责|组织|推进|执行)$"
)
_GROUP_END = re.compile(
    r"(?:有关|相关|其他|其它|责任|成员|各|直属|主管|牵头|归口|配合|职能)(?:部门|单位|企业|机构|区县|县区|市县|县市区|地方|街道|镇街|乡镇|处室|科室|市|县|区)$"
)
LEVEL_HEAD = re.compile(
    "^(?:" + "|".join(sorted((w for w in NAME_LEVELS if not w.startswith(("我", "全"))), key=len, reverse=True)) + ")"
)
#: A government of a place the lexicon does not know (its name damaged, or a township), or of a prefecture (行署).
_PLACE_GOVERNMENT = re.compile(
    r"^[^局委厅办部院会]{1,8}?(?:市|县|区|州|旗|镇|乡|街道|园区)(?:人民政府|政府|管委会|管理委员会|办事处)$"
)
_PREFECTURE = re.compile(r"^(?:行政公署|行署)$")
#: The administration of a zone that no table lists (某某新区管委会).
ZONE = re.compile(r"^[^局委厅办部院各属]{1,16}?(?:区|园|城|带)(?:党工委)?(?:管委会|管理委员会)$")
TOWNSHIP = re.compile(r"(?:(?:镇|乡|街道)(?:人民政府|政府|办事处)?|街道办)$")
#: The function of zones' administrations; a zone's bureau (高新区财政局) has that of its bureau.
ZONE_FUNCTION = "园区管理"
#: A division of the 新疆生产建设兵团 and its city (第一师阿拉尔市).
_DIVISION = re.compile(r"^第[一二三四五六七八九十]{1,3}师(?:[\u4e00-\u9fff]{2,6}市)?$")
#: A municipal bureau's branch in a district (市生态环境局历城分局).
_BRANCH = re.compile(
    r"^(?P<head>.{2,18}?(?:[局会院署委]|银行|公司|集团))(?P<place>[\u4e00-\u9fff]{2,8}?)(?:监管)?(?:分局|分院|分会|分中心|分支局|分署|中心支行|分行|支行|分公司|办事处|局|公司)$"
)
#: A bureau's branch in a district named by two or three signs (市生态环境局市中分局).
_DISTRICT_BRANCH = re.compile(r"^(?P<head>.{3,18}?局)(?P<place>[\u4e00-\u9fff]{2,4})(?<!局)分局$")
#: Ends of a unit inside a body: 市公安局交警支队某某大队, 国家矿山安全监察局某某局执法六处.
_UNIT_ENDS = ("大队", "中队", "支队", "总队", "处", "科", "室", "所", "站", "局", "中心", "办", "庭")
_NO_UNIT = re.compile(r"^[主承协督经查]办$|^[查惩]处$|^总局|^员会|[和及与、]|[局委厅部院](?!$)")
#: Two bodies joined by a word or by nothing: no unit or branch of the first.
_TWO = re.compile(r"(?:[局委厅部署院会办关行]|中心|政府)(?:会同|联合|协同|商|牵头|配合)(?=[省市区县州国各中])")
_NOT_A_NAME = re.compile(r"[。；：:，,、“”\"？?！!%％]|\d{3}|(?:年|月底?|日)前?$")
BAD_HEAD = re.compile(
    r"^(?:总局|局|厅|委(?!员)|处|室|署|站|的|和|及|与|等|并|要|对|将|为|在|把|以|了|是)(?!.*(?:人民政府|街道办事处))"
)

_PLACE_ENDS = "省市区县州旗盟"

NameKind = Literal["agency", "group", "government"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. ``prefix`` is printed (市, 聊城市, ""), ``place`` the place's name in it or ""."""

    text: str
    prefix: str
    level: Level
    place: str
    stem: str
    suffix: str
    function: str
    kind: NameKind
    strength: float
    body: str = ""


#: Level words that fill {place} of a listed body only (地委组织部).
_LISTED_LEVELS: Mapping[str, Level] = {**NAME_LEVELS, "地": "city"}
_ZONE_ENDS = ("管委会", "管理委员会", "开发区管委会")
#: What may stand before and behind a function in a stem.
_OPENING = re.compile(r"^(?:人民政府|政府|促进|推进|推动)(?=..)")
_TAILS = ("", "管理", "事务", "工作", "服务")


@cache
def _body_patterns(lexicon: Lexicon) -> tuple[tuple[str, str, str, str, str], ...]:
    """(head, tail, pattern, kind, function) of the listed bodies, the longest first."""
    rows = []
    for body in lexicon.bodies:
        head, mark, tail = body.pattern.replace("{short}", "{place}").partition("{place}")
        rows.append((head, tail if mark else "\0", body.pattern, body.kind, body.function))
    return tuple(sorted(rows, key=lambda r: (-len(r[0]) - len(r[1]), r[2])))


@cache
def suffix_list(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the endings of bodies' names, the longest first."""
    return tuple(sorted(lexicon.suffixes, key=lambda s: (-len(s), s)))


def _stem_forms(stem: str) -> tuple[str, ...]:
    """List the stems under which a function may be known: 财政, 机关事务管理 -> 机关事务."""
    stem = stem.removeprefix("委") if len(stem) > 2 else stem
    inner = _OPENING.sub("", stem)
    heads = (stem,) if inner == stem else (stem, inner)
    return tuple(head.removesuffix(tail) for head in heads for tail in _TAILS)


def _preference(name: Name) -> tuple[float, bool, int]:
    """Order readings: a listed body with one sign damaged is no branch of the body it opens with."""
    return 2.95 if name.strength == DAMAGED else name.strength, name.body != "", len(name.prefix)


def _alone(text: str, tail: str) -> bool:
    """Tell whether a listed body may be named without its place (妇联, 检察院), a Party department without 委 (宣传部)."""
    if text != tail:
        return tail[0] == "委" and text.endswith(("部", "政法委")) and len(text) > 2
    return len(text) > 1 and tail[0] != "委" and text not in ("大学", "学院")


def _own_head(head: Name) -> str:
    """Return the jurisdiction that opens a body's name, as printed; "" where it stands inside."""
    return head.prefix if head.text.startswith(head.prefix) else ""


class NameBook:
    """Reads names with a lexicon; immutable but for its memory of names already read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._read: dict[str, Name | None] = {}

    def parse(self, text: str) -> Name | None:
        """Take a name apart; None when it cannot be a body.

        >>> from policykg.lexicon import load_lexicon
        >>> book = NameBook(load_lexicon())
        >>> name = book.parse("市发展改革委")
        >>> name.prefix, name.function, name.suffix, name.strength
        ('市', '发展改革', '委', 3.0)
        >>> book.parse("到2025年年底") is None
        True
        """
        if text not in self._read:
            key = fold(text)
            if key not in self._read:
                self._read[key] = self._parse(key)
            self._read[text] = self._read[key]
        return self._read[text]

    def _parse(self, text: str) -> Name | None:
        bare = _BRACKETS.sub("", text).strip("()（）*")
        quoted = re.sub(r"[“”\"‘’'「」《》]", "", bare.replace("、", "") if _COLLECTIVE.match(bare) else bare)
        if not 2 <= len(quoted) <= LONGEST or _NOT_A_NAME.search(quoted) or _TWO.search(quoted):
            return None
        candidates = [c for c in (self._listed(quoted), self._group(quoted), *self._composed(quoted)) if c is not None]
        if not candidates:
            return None
        return replace(max(candidates, key=_preference), text=text)

    def _listed(self, text: str) -> Name | None:
        near: Name | None = None
        for head, tail, pattern, kind, function in _body_patterns(self.lexicon):
            if tail == "\0":
                if text == head:
                    return Name(text, "", "", "", text, "", function, "agency", LISTED, pattern)
                continue
            if len(text) > len(head) + len(tail) and text.startswith(head) and text.endswith(tail):
                middle = text[len(head) : len(text) - len(tail)]
                level, place = self._place_in(middle)
                named = self.lexicon.places_by_name.get(place, ())
                if level and ("{short}" not in pattern or any(p.short == place != p.name for p in named)):
                    name_kind: NameKind = "group" if kind == "group" else "agency"
                    return Name(text, middle, level, place, head + tail, "", function, name_kind, LISTED, pattern)
            elif not head and text in (tail, tail[1:]) and "{short}" not in pattern and _alone(text, tail):
                return Name(text, "", "", "", text, "", function, "agency", BARE, pattern)
            elif near is None and len(head) >= 6 and len(tail) >= 3 and text.startswith(head):
                near = self._near(text, head, tail, pattern, function)
        return near

    def _near(self, text: str, head: str, tail: str, pattern: str, function: str) -> Name | None:
        """Read a listed body whose tail is damaged in one sign (国家金融监督管理总局某市监督分局)."""
        rest = text[len(head) :]
        for end in range(min(10, len(rest) - 2), 1, -1):
            level = self._place_level(rest[:end])
            if (
                level
                and len(rest) - end == len(tail)
                and sum(a != b for a, b in zip(rest[end:], tail, strict=True)) <= 1
            ):
                place = rest[:end]
                return Name(text, place, level, place, head + tail, "", function, "agency", DAMAGED, pattern)
        return None

    def _place_in(self, text: str) -> tuple[Level, str]:
        """Return level and place name of what fills {place}: a level word, a place, or places in a row."""
        if text in _LISTED_LEVELS:
            return _LISTED_LEVELS[text], ""
        if level := self._place_level(text):
            return level, text
        for at in range(2, len(text) - 1):
            if self._place_level(text[:at]) and text[:at] not in NAME_LEVELS and (level := self._inside(text, at)):
                return level, text[at:]
        return "", ""

    def _inside(self, text: str, at: int) -> Level:
        """Return the level of the place ``text[at:]`` when it lies in the place ``text[:at]``, else ""."""
        by_name, places = self.lexicon.places_by_name, self.lexicon.places
        upper = {p.code for p in by_name.get(text[:at], ())}
        for place in by_name.get(text[at:], ()):
            above = places.get(place.parent)
            if place.parent in upper or (above is not None and above.parent in upper):
                return "county" if place.kind == "zone" else place.kind
        return ""

    def _place_level(self, text: str) -> Level:
        """Return the level of a level word or place name, "" when it is neither."""
        if text in NAME_LEVELS:
            return NAME_LEVELS[text]
        for place in self.lexicon.places_by_name.get(text, ()):
            return "county" if place.kind == "zone" else place.kind
        return ""

    def _group(self, text: str) -> Name | None:
        if _EACH.match(text) and not _VERB_END.search(text):
            prefix, level = self._level_head(text)
            return Name(text, prefix, level, "", text, "", "", "group", GROUP)
        if _GROUP.match(text) or _GROUP_END.search(text):
            if not any(text.endswith(s) for s in suffix_list(self.lexicon)) and not text.endswith(
                ("区", "县", "市", "州", "旗", "院所", "机构")
            ):
                return None
            prefix, level = self._level_head(text)
            end = _GROUP_END.search(text)
            head = text[len(prefix) : end.start()] if end and not _GROUP.match(text) else ""
            strength = SUFFIX_ONLY if head and head not in self.lexicon.places_by_name else GROUP
            return Name(text, prefix, level, "", text[len(prefix) :], "", "", "group", strength)
        return None

    def _level_head(self, text: str) -> tuple[str, Level]:
        found = LEVEL_HEAD.match(text)
        return (found[0], NAME_LEVELS[found[0]]) if found else ("", "")

    def _heads(self, text: str) -> list[tuple[str, Level, str]]:
        """List the ways a jurisdiction may open the name: (printed prefix, level, place name)."""
        heads: list[tuple[str, Level, str]] = []
        for end in range(min(12, len(text) - 1), 1, -1):
            places = self.lexicon.places_by_name.get(text[:end])
            if places:
                level: Level = "county" if places[0].kind == "zone" else places[0].kind
                heads.append((text[:end], level, text[:end]))
                heads += [
                    (text[:end] + p, below, inner)
                    for p, below, inner in self._heads(text[end:])
                    if inner
                    and inner[-1] in _PLACE_ENDS
                    and (text[end - 1] in _PLACE_ENDS or self._inside(text[:end] + inner, end))
                ]
        word, level = self._level_head(text)
        if word:
            heads.append((word, level, ""))
            heads += [
                (word + p, below, inner)
                for p, below, inner in self._heads(text[len(word) :])
                if inner and inner[-1] in _PLACE_ENDS and inner not in NAME_LEVELS and below != level
            ]
        return heads

    def _composed(self, text: str) -> list[Name]:
        found: list[Name] = []
        for prefix, level, place in self._heads(text):
            rest = text[len(prefix) :]
            if not rest:
                continue
            if _GOVERNMENT.match(rest):
                found.append(Name(text, prefix, level, place, rest, "", "", "government", LISTED))
            elif (inner := self._stem(rest)) is not None:
                stem, suffix, function, known = inner
                # a bare short place name (聊城) carries a name only when the rest is known
                full = not place or place[-1] in _PLACE_ENDS
                known = known or bool(function and suffix in _ZONE_ENDS and ZONE.match(rest))
                kind: NameKind = "group" if self.lexicon.suffixes[suffix] == "group" else "agency"
                if known:
                    found.append(Name(text, prefix, level, place, stem, suffix, function, kind, LISTED))
                elif full or suffix in ("大学", "学院", "集团", "公司", "医院", "支行", "分行", "分公司"):
                    found.append(Name(text, prefix, level, place, stem, suffix, function, kind, UNKNOWN))
            elif rest.startswith(("市", "县", "区", "州")) and len(prefix) > 1:
                continue
        if (inner := self._stem(text)) is not None and not BAD_HEAD.match(text):
            stem, suffix, function, known = inner
            found.append(Name(text, "", "", "", stem, suffix, function, "agency", BARE if known else SUFFIX_ONLY))
        if _DIVISION.match(text) or _PREFECTURE.match(text):
            found.append(Name(text, "", "", "", text, "", "", "government", BARE))
        if (_PLACE_GOVERNMENT.match(text) or ZONE.match(text)) and not BAD_HEAD.match(text):
            found.append(Name(text, "", "", "", text, "", "", "government", BARE))
        return found + self._branches(text)

    def _branches(self, text: str) -> list[Name]:
        """Read a name as a body's branch in a place, or as a unit inside a body."""
        branch = _BRANCH.match(text)
        if branch and (level := self._place_level(branch["place"])) and branch["place"] not in NAME_LEVELS:
            head = self.parse(branch["head"])
            if any(listed in branch["head"][1:] for listed, *_ in _body_patterns(self.lexicon) if len(listed) >= 6):
                return []  # another body opens inside: two side by side
            plain = head is not None and len(branch["head"]) <= 10 and not _NO_UNIT.search(branch["head"])
            if head is not None and head.kind == "agency" and (plain or head.strength >= BARE):
                return [
                    replace(
                        head,
                        text=text,
                        prefix=branch["place"],
                        level=level,
                        place=branch["place"],
                        strength=PART,
                        stem=text[len(_own_head(head)) :],
                        suffix="",
                        body="",
                    )
                ]
        part = _DISTRICT_BRANCH.match(text)
        if part and (head := self.parse(part["head"])) is not None and head.strength >= BARE and head.kind == "agency":
            return [replace(head, text=text, strength=PART, stem=text, suffix="", body="")]
        if not text.endswith(_UNIT_ENDS):
            return []
        for end in range(len(text) - 2, 3, -1):
            if text[end - 1] not in "局会院署委厅队":
                continue
            head, unit = self.parse(text[:end]), text[end:]
            if (
                head is not None
                and head.strength >= BARE
                and head.kind == "agency"
                and len(unit) <= 12
                and not _NO_UNIT.search(unit)
                and not LEVEL_HEAD.match(unit)
                and (unit.endswith("队") or not self._sure(unit))
            ):
                stem = text[len(_own_head(head)) :]
                return [replace(head, text=text, strength=PART, stem=stem, suffix="", body="")]
        return []

    def _sure(self, text: str) -> bool:
        name = self.parse(text)
        return name is not None and name.strength >= BARE

    def _stem(self, text: str) -> tuple[str, str, str, bool] | None:
        """Cut the suffix off; return stem, suffix, function and whether the stem (not the suffix) tells it."""
        functions = self.lexicon.functions
        best: tuple[str, str, str, bool] | None = None
        weak: tuple[str, str, str, bool] | None = None
        for suffix in suffix_list(self.lexicon):
            if not text.endswith(suffix) or len(text) == len(suffix):
                continue
            stem = text[: -len(suffix)]
            function = next((functions[s] for s in _stem_forms(stem) if s in functions), "") or self._merged(stem)
            own = self.lexicon.suffix_functions.get(suffix, "")
            if function and (best is None or len(stem) > len(best[0])):
                best = (stem, suffix, own or function, True)
            elif weak is None and len(stem) >= 2:
                weak = (stem, suffix, own, False)
        if best is not None:
            return best
        return weak

    def _merged(self, stem: str) -> str:
        """Return the first function of a merged office's stem (文化旅游广电体育), "" unless all of it is known functions."""
        functions = self.lexicon.functions
        if len(stem) < 4:
            return ""
        best: list[str | None] = ["", *([None] * len(stem))]
        for end in range(1, len(stem) + 1):
            for start in range(max(0, end - 8), end):
                piece = stem[start:end].removeprefix("和").removeprefix("与") if start else stem[start:end]
                if best[start] is not None and len(piece) >= 2 and piece in functions:
                    first = best[start]
                    best[end] = functions[piece] if first in ("", ZONE_FUNCTION) else first
                    break
        return best[len(stem)] or ""

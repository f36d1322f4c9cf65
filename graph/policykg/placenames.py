"""The grammar of place names in running text: where a name stands, what stands around it, what stands beside it.

A name found here is a token, not yet a place: which place it means, and whether it means one at all, is
decided in ``resolve`` by the paper's own place and date. Ordinary words and the beginnings of other names
(roads, rivers, companies, dishes, branches of bodies) are left out here, by what stands before and behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Place

#: How the full names of divisions end.
FULL_ENDS = "省市区县州旗盟"
#: Behind a full name: the rest of another word (区域, 区级, 市场主体 stay apart by the name itself).
_NOT_FULL = re.compile(r"[域间划块位内际]|(?<=[区县])级|路(?![网灯面段政])|大[街道](?!镇)|街(?![道区镇])")
#: Behind a short name: a landform, a road, a body, a school: a name of its own.
_NOT_SHORT = re.compile(
    r"[山江河湖海岛寺关岭峰湾沟桥路街巷村镇乡塔庙机巴人]|大[街道学桥]|等(?!地|市|县|区|州|旗|[两二三四五六七八九十])"
    r"|(?:中心)?[分支]行|分局|支局|海关|监管|[银证保]+监|供电|电力|税务|军分区|[\u4e00-\u9fff]{0,4}(?:大学|学院|医院|银行|日报)"
    r"|精神|会议|战役|会战|起义|模式|经验|质?子"
)
#: Before a short name: the head of a body's name (人民银行成都分行, 国网聊城供电公司), or of another word.
_NOT_BEFORE = re.compile(r"(?:银行|人行|总局|国网|电网|公司|集团|证监会|铁塔|石油|石化|联通|移动|电信)$")
#: Behind a county's short name: a zone, a place of its own (东阿经济开发区).
_ZONE = re.compile(
    r"(?:经济|高新|工业|化工|产业|技术|国际|现代|绿色|循环|[、和])*(?:技术)*(?:开发区|产业园区?|工业园区?|高新区|新区|度假区|园区)"
)
#: Behind a short name: the rest of a company's name in a list of companies (阳谷华泰、祥光铜业等…企业), or of one.
_COMPANY = re.compile(
    r"[^、，,；;。（(\s]+(?:、[^、，,；;。等]+)*等[^，,；;。]{0,16}(?:企业|公司|集团)"
    r"|[\u4e00-\u9fff]{2,4}(?:化工|药业|铜业|铝业|纸业|酒业|乳业|股份|集团|公司|纺织|重工|热电|钢铁|水泥|控股|电气)"
    r"(?!产业|园|基地|企业|行业|集群|产品|项目|等)"
)
#: What joins names to a row.
_JOINT = re.compile(r"^(?:[、和与及至到/—－-]|以及)$")
#: A short name alone is a place between these.
_BEFORE = re.compile(r"(?:支持|推动|推进|加快|促进|鼓励|在|赴|到)$")
_BEHIND = re.compile(
    r"(?:建设|打造|创建|开展|设立|建立|发展|先行|探索|举办|召开|实施|试点|申报|争创|做[大强优]|布局|落地|融入|承接|等[地市县区州旗])"
)


@dataclass(frozen=True, slots=True)
class PlaceToken:
    """A name of a place in a text: ``start``..``end``, ``full`` or short, behind another name (南京市|鼓楼区) or not.

    ``row`` is the number of the row of names it stands in (甲、乙至丙); ``clear``: what stands around it says that it is a
    place; ``zone`` is what sort of zone follows the name and belongs to it ("" for a division).
    """

    start: int
    end: int
    name: str
    full: bool
    behind: bool = False
    row: int = 0
    clear: bool = False
    zone: str = ""


def is_full_name(name: str, place: Place) -> bool:
    """Tell whether a name of a place says what it is (柳州市, 东乡县 for 东乡族自治县), not only which (柳州).

    >>> from policykg.lexicon import load_lexicon
    >>> places = load_lexicon().places
    >>> is_full_name("东乡县", places["622926"]), is_full_name("柳州", places["450200"])
    (True, False)
    """
    end = name[-1]
    return name == place.name or (end in FULL_ENDS and (end == place.name[-1] or place.kind == "zone"))


@cache
def _full_names(lexicon: Lexicon) -> tuple[Mapping[str, tuple[int, ...]], frozenset[str]]:
    names = frozenset(
        n for n, p in lexicon.place_names if p.kind != "country" and is_full_name(n, p) and n[-1] in FULL_ENDS
    )
    return _lengths(names), names


def _lengths(names: Collection[str]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(len(name))
    return {k: tuple(sorted(v, reverse=True)) for k, v in found.items()}


def scan_places(text: str, lexicon: Lexicon, short_names: Collection[str]) -> tuple[PlaceToken, ...]:
    """Return the names of places in a text, in order; none lies in another.

    Full names are looked for first (九江县 holds no 九江); ``short_names`` are the short names and other forms that
    may mean a place in this paper.

    >>> from policykg.lexicon import load_lexicon
    >>> found = scan_places("支持南京市鼓楼区、江北区、九江路发展", load_lexicon(), {"九江"})
    >>> [(t.name, t.behind, t.row) for t in found]
    [('南京市', False, 1), ('鼓楼区', True, 1), ('江北区', False, 1)]
    """
    full = [
        PlaceToken(i, i + k, text[i : i + k], True)
        for i, k in _matches(text, 0, len(text), *_full_names(lexicon))
        if not _NOT_FULL.match(text, i + k)
    ]
    lengths = _lengths(short_names)
    found: list[PlaceToken] = []
    at = 0
    for token in (*full, None):
        end = token.start if token else len(text)
        found += [
            PlaceToken(i, i + k, text[i : i + k], False) for i, k in _matches(text, at, end, lengths, short_names)
        ]
        if token:
            found.append(token)
            at = token.end
    zoned = [_with_zone(t, text, lexicon) for t in found]
    return _in_rows([t for t in zoned if t.full or t.zone or _is_short(t, text, lexicon)], text)


def _matches(
    text: str, start: int, end: int, lengths: Mapping[str, tuple[int, ...]], names: Collection[str]
) -> list[tuple[int, int]]:
    """Return where names stand in a stretch of text, and how long each is; leftmost, then longest."""
    found = []
    i = start
    while i < end:
        k = next((k for k in lengths.get(text[i], ()) if i + k <= end and text[i : i + k] in names), 0)
        if k:
            found.append((i, k))
        i += k or 1
    return found


@cache
def _zone_forms(lexicon: Lexicon) -> re.Pattern[str]:
    forms = sorted(lexicon.zone_kinds, key=lambda f: (-len(f), f))
    return re.compile("|".join(forms))


def _with_zone(token: PlaceToken, text: str, lexicon: Lexicon) -> PlaceToken:
    match = _zone_forms(lexicon).match(text, token.end)
    return replace(token, end=match.end(), zone=match.group()) if match else token


@cache
def _products(lexicon: Lexicon) -> re.Pattern[str]:
    """Match a product that carries a place's name, but for the site where it is made (阿胶产业园)."""
    words = "|".join(sorted(lexicon.products, key=lambda w: (-len(w), w)))
    return re.compile(
        rf"[\u4e00-\u9fff]{{0,2}}?(?:{words})(?!产业园|产业基地|产业集群|基地|小镇|[\u4e00-\u9fff]{{0,2}}园)"
    )


def _is_short(token: PlaceToken, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a short name stands for itself: it opens no other name and ends none."""
    return not (
        _NOT_SHORT.match(text, token.end)
        or _NOT_BEFORE.search(text, 0, token.start)
        or _ZONE.match(text, token.end)
        or _COMPANY.match(text, token.end)
        or _products(lexicon).match(text, token.end)
    )


def _in_rows(tokens: list[PlaceToken], text: str) -> tuple[PlaceToken, ...]:
    """Number the rows, mark names behind names, and short names that stand clear."""
    found: list[PlaceToken] = []
    row = 0
    for token in tokens:
        between = text[found[-1].end : token.start] if found else ""
        behind = bool(found) and found[-1].end == token.start and not found[-1].zone
        joined = bool(found) and _JOINT.match(between) is not None
        row += not (behind or joined)
        clear = bool(_BEFORE.search(text, 0, token.start) and _BEHIND.match(text, token.end))
        found.append(replace(token, behind=behind, row=row, clear=clear))
    return tuple(found)

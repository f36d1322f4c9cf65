"""How a body is called: its canonical stem, the level word of its place, its label, its key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from policykg.lexicon import Lexicon, plain_stem
from policykg.model import Place
from policykg.resolve.places import COUNTRY

_KEY_DROP = re.compile(r"[\W_]+")
_SUFFIXES: Mapping[str, str] = MappingProxyType({"委员会": "委", "办": "办公室", "工作委员会": "工委"})
ACADEMIES = ("大学", "学院", "职业技术学院", "职业学院", "技师学院")
COMPANIES = ("公司", "集团", "厂")
PROPER = (*ACADEMIES, *COMPANIES, "医院")
"""How bodies end whose names begin with a place that is part of the name (青岛啤酒集团, 山东建筑大学)."""
#: A document number in its official form.
_NUMBER = re.compile(r"^(?P<sign>.+?)〔(?P<year>\d{4})〕(?P<serial>\d+)号$")


def slug(text: str) -> str:
    """Fold width (NFKC, as IRIs do: what two keys share there they must share here) and drop all but letters and digits.

    >>> slug("各县（市、区）人民政府"), slug("①"), slug("Ⅱ类")
    ('各县市区人民政府', '1', 'II类')
    """
    return _KEY_DROP.sub("", unicodedata.normalize("NFKC", text))


def unused(key: str, taken: dict[str, int]) -> str:
    """Return ``key``, with -2, -3 … behind it where it was given out before; ``taken`` counts what was given.

    >>> taken = {}
    >>> [unused(k, taken) for k in ("任务.2", "任务.2-2", "任务.2")]
    ['任务.2', '任务.2-2', '任务.2-3']
    """
    n = taken.get(key, 0) + 1
    while n > 1 and f"{key}-{n}" in taken:
        n += 1
    taken[key] = n
    if n == 1:
        return key
    taken[f"{key}-{n}"] = 1
    return f"{key}-{n}"


@cache
def _plain_forms(lexicon: Lexicon) -> Mapping[tuple[str, str], str]:
    """Return the first form of each function for each way to write it."""
    found: dict[tuple[str, str], str] = {}
    for form, function in lexicon.functions.items():
        found.setdefault((function, plain_stem(form)), form)
    return MappingProxyType(found)


@cache
def _kept_apart(lexicon: Lexicon) -> frozenset[str]:
    """Return names that a reform changed by no more than a word that is else folded (政务服务数据管理, now 政务服务和数据管理)."""
    pairs = ((o, n) for r in lexicon.successions for o in r.old for n in r.new)
    ends = sorted(lexicon.suffixes, key=lambda e: (len(e), e))
    stems = {(o.removesuffix(e), n.removesuffix(e)) for o, n in pairs for e in ends if o.endswith(e) and n.endswith(e)}
    return frozenset(s for o, n in stems if o != n and len(o) > 3 and plain_stem(o) == plain_stem(n) for s in (o, n))


@cache
def canonical_stem(stem: str, function: str, lexicon: Lexicon) -> str:
    """Return the name of which ``stem`` is a full or colloquial form.

    Forms are one name when variants.csv says so, or when they differ in 和, 监督管理 and the like only
    (``plain_stem``). Others are bodies of their own: 文旅 is 文化和旅游, 文广旅 is not.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [canonical_stem(s, "", lexicon) for s in ("发改", "住房和城乡建设", "文旅", "文广旅")]
    ['发展改革', '住房城乡建设', '文化和旅游', '文化广电和旅游']
    """
    if stem in _kept_apart(lexicon):
        return stem
    plain = plain_stem(stem)
    return lexicon.variants.get(plain) or _plain_forms(lexicon).get((function, plain)) or stem


def canonical_suffix(suffix: str) -> str:
    """Return the form under which an ending that has two goes: 委员会 -> 委, 办 -> 办公室.

    >>> canonical_suffix("委员会"), canonical_suffix("办"), canonical_suffix("局")
    ('委', '办公室', '局')
    """
    return _SUFFIXES.get(suffix, suffix)


def level_sign(place: Place) -> str:
    """Return the level word by which a place's bodies are called in its own papers (市, 州, 旗 …), "" for a zone."""
    if place.kind == "county":
        return {"县": "县", "旗": "旗", "市": "市"}.get(place.name[-1], "区")
    if place.kind == "province":
        return "市" if place.name.endswith("市") else "自治区" if place.name.endswith("区") else "省"
    if place.kind == "city":
        return {"州": "州", "盟": "盟", "区": "地区"}.get(place.name[-1], "市")
    return ""


def label_of(shown: str, place: Place | None) -> str:
    """Return a name readable anywhere: the level word replaced by the place's name (市财政局 -> 聊城市财政局)."""
    if place is None or place.code == COUNTRY or place.name in shown or (place.short and place.short in shown):
        return shown
    sign = level_sign(place)
    return place.name + (shown.removeprefix(sign) if sign and shown.startswith(sign) else shown)


def document_key(number: str, title: str) -> str:
    """Return a paper's key: of its number, else of its title.

    >>> document_key("聊政字〔2023〕12号", ""), document_key("", "某市《方案》（试行）")
    ('聊政字-2023-12', '某市方案试行')
    """
    match = _NUMBER.match(number)
    return f"{slug(match['sign'])}-{match['year']}-{match['serial']}" if match else slug(title)

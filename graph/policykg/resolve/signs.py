"""Document numbers -> issuers: the sign of a place and the sign of a body, composed (聊 + 政 + 字).

The signs stand in ``signs.csv`` and ``sign_bodies.csv``. Several places share a sign (济: 济南, 济宁),
and counties choose theirs from their own name; what the number alone does not tell is told by the
place of the paper that names it, or stays undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policykg.lexicon import LEVEL_WORDS, Lexicon
from policykg.model import Level, Place
from policykg.resolve.places import COUNTRY, ancestors, find_place, level_place
from policykg.resources import read_table

_NUMBER = re.compile(r"^(?P<sign>.+?)〔(?P<year>\d{4})〕\d+号$")
_TITLE_ISSUER = re.compile(r"^(?P<issuer>[\u4e00-\u9fff、]{2,60}?)(?:关于|印发|转发|批转|公布|发布)")
_BODY_END = re.compile(
    r"(?:人民政府|政府|公署|国务院|中共中央|委员会|[省市县区州盟旗]委|党委|工委|办公室|办公厅|厅|局|部|署|院|委|中心|公司|管委会)$"
)
#: Government words of the tables' column ``form``.
_FORMS = ("政", "府")
_NATIONAL = ("国务院", "中共中央", "国家", "中央", "中华人民共和国", "全国人民代表大会", "全国人大")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose number it is: ``body`` in full ("" when only the place is told), ``code`` of its place (GB/T 2260)."""

    body: str
    code: str


@dataclass(frozen=True, slots=True)
class _Tail:
    """A row of sign_bodies.csv that fits what stands behind a place sign."""

    sign: str
    row: dict[str, str]


def issuer_of(number: str, lexicon: Lexicon, home: Place | None = None) -> Issuer | None:
    """Return whose document number this is; None when the signs are unknown or several places share them.

    ``home`` is the place of the paper that bears or names the number, None when unknown.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> issuer_of("鲁政办发〔2019〕3号", lexicon)
    Issuer(body='山东省人民政府办公厅', code='370000')
    >>> issuer_of("济政发〔2020〕1号", lexicon) is None
    True
    >>> issuer_of("济政发〔2020〕1号", lexicon, lexicon.places["370100"]).body
    '济南市人民政府'
    """
    match = _NUMBER.match(number)
    if match is None:
        return None
    return _issuer(match["sign"], int(match["year"]), lexicon, home)


def identity(
    number: str, title: str, lexicon: Lexicon, home: Place | None = None, local: bool = False
) -> tuple[str, Level, Place | None]:
    """Return issuer, level and place of a paper named in a paper of ``home``, as far as number and title tell.

    ``local``: the title may open with a level word of the naming paper's own line (省2023年…清单).

    >>> from policykg.lexicon import load_lexicon
    >>> issuer, level, place = identity("鲁政发〔2018〕7号", "关于某规划的通知", load_lexicon())
    >>> issuer, level, place.name
    ('山东省人民政府', 'province', '山东省')
    """
    issuer = title_issuer(title)
    place = title_place(issuer or title, lexicon, home)
    word = ""
    if place is None and local:
        word = next((w for w in sorted(LEVEL_WORDS, key=len, reverse=True) if title.startswith(w)), "")
        place = level_place(LEVEL_WORDS[word], home, lexicon) if word else None
    if not issuer:
        signed = (issuer_of(number, lexicon, place) if place else None) or issuer_of(number, lexicon, home)
        if signed is not None:
            issuer, place = signed.body, lexicon.places[signed.code]
        elif not word and not _opens_fully(title, lexicon):
            place = None
    elif place is None and (signed := issuer_of(number, lexicon, home)) is not None:
        place = lexicon.places[signed.code]
    level: Level = "" if place is None else "county" if place.kind == "zone" else place.kind
    return issuer, level, place


def _opens_fully(title: str, lexicon: Lexicon) -> bool:
    """Tell whether a title opens with a place as its own papers write it (某某省…方案), not with a short name or two.

    A short name says what a paper is about (山东新旧动能转换综合试验区建设总体方案 is a paper of the state),
    and so does a place behind a dash.
    """
    if any(any(part[:k] in lexicon.places_by_name for k in range(2, 8)) for part in re.split("[—－-]+", title)[1:]):
        return False
    return title.startswith(_NATIONAL) or any(
        title[:k] in lexicon.places_by_name and title[k - 1] in "省市区县州旗盟" for k in range(3, 13)
    )


def known_sign(run: str, lexicon: Lexicon, home: Place | None = None) -> str:
    """Return the longest end of a run of signs that is an issuer's sign, "" when none is.

    >>> from policykg.lexicon import load_lexicon
    >>> known_sign("按照省政府鲁政发", load_lexicon())
    '鲁政发'
    """
    for start in range(len(run) - 1):
        sign = run[start:]
        if _national(sign) is not None or any(
            _tails(sign[k:]) and _places(sign[:k], "", lexicon, home) for k in _cuts(sign)
        ):
            return sign
    return ""


def title_issuer(title: str) -> str:
    """Return the body in front of 关于 or 印发 in a title, "" when there is none.

    >>> title_issuer("聊城市人民政府关于印发〈某某规划〉的通知"), title_issuer("关于某事的通知")
    ('聊城市人民政府', '')
    """
    match = _TITLE_ISSUER.match(title)
    return match["issuer"] if match and _BODY_END.search(match["issuer"]) else ""


def title_place(title: str, lexicon: Lexicon, home: Place | None = None) -> Place | None:
    """Return the place that opens a title (the last of a row: 山东省聊城市…), None when none does or it is undecided.

    >>> from policykg.lexicon import load_lexicon
    >>> title_place("济南市2022年某某方案", load_lexicon()).code
    '370100'
    """
    text = title.strip("《〈“”》〉").removeprefix("中共")
    if text.startswith(_NATIONAL) or title.startswith(_NATIONAL):
        return lexicon.places.get(COUNTRY)
    found, own = None, home
    while True:
        name = next((text[:k] for k in range(min(12, len(text) - 1), 1, -1) if text[:k] in lexicon.places_by_name), "")
        if not name or (found is not None and name[-1] not in "省市区县州旗盟"):
            return found
        place = find_place(name, own, lexicon)
        if place is None:
            return found
        found = own = place
        text = text[len(name) :]


def _issuer(sign: str, year: int, lexicon: Lexicon, home: Place | None) -> Issuer | None:
    national = _national(sign)
    if national is not None and int(national["since"] or 0) <= year:
        return Issuer(national["country"], national["code"] or COUNTRY)
    for k in _cuts(sign):
        tail = _tails(sign[k:])
        if tail is None:
            continue
        form = tail.sign[0] if tail.sign[0] in _FORMS else ""
        places = _places(sign[:k], form, lexicon, home)
        place = _decide(sign[:k], form, places, lexicon, home)
        if place is not None:
            return Issuer(_body(tail, place, year), place.code)
        if places:
            return None
    return None


def _cuts(sign: str) -> range:
    """Return where the place sign may end, the longest first."""
    return range(len(sign) - 1, 0, -1)


@cache
def _rows() -> tuple[tuple[dict[str, str], tuple[str, ...]], ...]:
    rows = read_table("sign_bodies.csv")
    return tuple((r, tuple(r["ends"].split(";"))) for r in sorted(rows, key=lambda r: (-len(r["sign"]), r["sign"])))


def _fits(rest: str, ends: tuple[str, ...]) -> bool:
    return ("*" in ends and len(rest) <= 5) or rest in ends or (not rest and "-" in ends)


def _tails(tail: str) -> _Tail | None:
    """Return the body sign that opens ``tail`` and whose kinds may follow, the longest first."""
    for row, ends in _rows():
        if not row["country"] and tail.startswith(row["sign"]) and _fits(tail[len(row["sign"]) :], ends):
            return _Tail(row["sign"], row)
    return None


def _national(sign: str) -> dict[str, str] | None:
    for row, ends in _rows():
        if row["country"] and sign.startswith(row["sign"]) and _fits(sign[len(row["sign"]) :], ends):
            return row
    return None


@cache
def _signs() -> dict[str, tuple[dict[str, str], ...]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_table("signs.csv"):
        found.setdefault(row["sign"], []).append(row)
    return {k: tuple(v) for k, v in found.items()}


@cache
def _listed() -> frozenset[str]:
    return frozenset(r["code"] for r in read_table("signs.csv"))


def _places(sign: str, form: str, lexicon: Lexicon, home: Place | None) -> tuple[Place, ...]:
    """Return the places a sign may stand for: listed, a short name, or a city's sign and a county of it (济历城)."""
    rows = [r for r in _signs().get(sign, ()) if not form or r["form"] in ("", form)]
    if rows:
        return tuple(lexicon.places[r["code"]] for r in rows)
    if len(sign) >= 2:
        named = find_place(sign, home, lexicon) if sign in lexicon.places_by_name else None
        if named is not None:
            return (named,)
        for row in _signs().get(sign[0], ()):
            below = [p for p in lexicon.places_by_name.get(sign[1:], ()) if p.parent == row["code"] and not p.end]
            if below:
                return tuple(below)
    return ()


def _decide(sign: str, form: str, places: tuple[Place, ...], lexicon: Lexicon, home: Place | None) -> Place | None:
    """Choose among the places of a sign by the paper's own place; None when nothing decides.

    A county may use the first sign of its name: in its own city's papers, or where nothing tells
    the place, such a sign says nothing for sure. A province's sign is kept by its own papers.
    """
    above = {p.code for p in ancestors(home, lexicon)} if home else set()
    near = [p for p in places if p.code in above]
    if len(near) != 1 and home is not None:
        near = near or [p for p in places if home.code in {a.code for a in ancestors(p, lexicon)}]
    if near:
        return near[0] if len(near) == 1 else None
    if len(places) != 1:
        return None
    place = places[0]
    if len(sign) > 1:
        return place
    rivals = [p for p in _rivals(sign, form, lexicon) if p.parent != place.code]
    if home is not None:
        local = [p for p in rivals if p.code == home.code or p.parent == home.code or p.parent in above - {COUNTRY}]
        return None if local or (rivals and place.kind != "province") else place
    return place if place.kind == "province" or not rivals else None


@cache
def _by_first_sign(lexicon: Lexicon) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in lexicon.places.values():
        if place.kind in ("city", "county") and not place.end and place.code not in _listed():
            found.setdefault(place.name[0], []).append(place)
    return {k: tuple(v) for k, v in found.items()}


@cache
def _province_forms() -> dict[str, str]:
    return {r["code"][:2]: r["form"] for r in read_table("signs.csv") if r["code"].endswith("0000")}


def _rivals(sign: str, form: str, lexicon: Lexicon) -> list[Place]:
    """List the unlisted places whose name begins with the sign, where governments are called so (政 or 府)."""
    forms = _province_forms()
    return [p for p in _by_first_sign(lexicon).get(sign, ()) if not form or forms.get(p.code[:2], form) == form]


def _body(tail: _Tail, place: Place, year: int) -> str:
    """Return the body's full name at the place's level, "" when the table does not tell."""
    level = "county" if place.kind == "zone" else place.kind
    if place.kind == "province" and place.name.endswith("市"):
        level = "municipality"  # type: ignore[assignment]
    pattern = tail.row.get(level, "")
    if int(tail.row["since"] or 0) > year:
        return ""
    if "{office}" in pattern:
        office = next((r["office"] for r in read_table("signs.csv") if r["code"] == place.code), "") or "室"
        if office == "?":
            return ""
        pattern = pattern.replace("{office}", office)
    if tail.sign in ("办", "办发", "厅") and _province_forms().get(place.code[:2]) == _FORMS[1]:
        return ""  # where governments write 府, 办发 is the government office's in some, the committee's in others
    if place.name.endswith("自治区"):
        pattern = pattern.replace("{name}委", "{name}委员会")
    return pattern.replace("{name}", place.name)

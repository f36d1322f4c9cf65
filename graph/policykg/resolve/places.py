"""Which place a name means, told apart by the paper's own place; which place a paper belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Level, Place
from policykg.names import NameBook
from policykg.placenames import FULL_ENDS, is_full_name

COUNTRY = "100000"


@cache
def ancestors(place: Place, lexicon: Lexicon) -> tuple[Place, ...]:
    """Return the place and all that it lies in, inmost first.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [p.name for p in ancestors(lexicon.places["371524"], lexicon)]
    ['东阿县', '聊城市', '山东省', '中国']
    """
    chain = [place]
    while chain[-1].parent and chain[-1].parent in lexicon.places and len(chain) < 6:
        chain.append(lexicon.places[chain[-1].parent])
    return tuple(chain)


def nearness(place: Place, own: Place | None, lexicon: Lexicon) -> int:
    """Grade how near a place lies to the paper's own: 3 in one line with it, 2 same city, 1 same province, 0 else."""
    if own is None:
        return 0
    line = {p.code for p in ancestors(place, lexicon)}
    home = [p.code for p in ancestors(own, lexicon)]
    if own.code in line or place.code in home:
        return 3
    shared = [c for c in home if c in line and c != COUNTRY]
    return 2 if any(lexicon.places[c].kind == "city" for c in shared) else 1 if shared else 0


def in_force(place: Place, date: str) -> bool:
    """Tell whether a place existed in the year of ``date`` (ISO); the years of its start and end count, "" is any year.

    >>> from policykg.lexicon import load_lexicon
    >>> [in_force(load_lexicon().places["371503"], d) for d in ("2018-05-01", "2019", "")]
    [False, True, True]
    """
    year = date[:4]
    return not year or ((not place.start or place.start[:4] <= year) and (not place.end or year <= place.end[:4]))


def divisions_of(code: str, lexicon: Lexicon, date: str = "") -> tuple[Place, ...]:
    """Return the places that lay directly in the place ``code`` on ``date`` ("": today), in order of code.

    In the year of a change these are the new ones.

    >>> from policykg.lexicon import load_lexicon
    >>> names = [p.name for p in divisions_of("371500", load_lexicon(), "2018") if p.kind == "county"]
    >>> "茌平县" in names, "茌平区" in names
    (True, False)
    """
    below = lexicon.places_below.get(code, ())
    year = date[:4]
    return tuple(p for p in below if (not p.end or (year and year < p.end[:4])) and (not year or in_force(p, date)))


@cache
def candidates(printed: str, lexicon: Lexicon) -> tuple[Place, ...]:
    """Return the places that a name may mean; of names in a row (南京市鼓楼区) the last, inside the one before it.

    A full name (also the short way to write it: 东乡县 for an autonomous county) goes before a short one.

    >>> from policykg.lexicon import load_lexicon
    >>> [p.code for p in candidates("南京市鼓楼区", load_lexicon())]
    ['320106']
    """
    places = lexicon.places_by_name.get(printed, ())
    if places:
        full = [p for p in places if is_full_name(printed, p)]
        return tuple(full or places)
    found: list[Place] = []
    for cut in range(len(printed) - 2, 1, -1):
        outer = (
            {p.code for p in candidates(printed[:cut], lexicon)} if printed[cut:] in lexicon.places_by_name else set()
        )
        inner = candidates(printed[cut:], lexicon) if outer else ()
        found += [p for p in inner if p not in found and outer & {a.code for a in ancestors(p, lexicon)[1:]}]
    return tuple(found)


def find_place(
    name: str,
    own: Place | None,
    lexicon: Lexicon,
    level: Level = "",
    date: str = "",
    within: Place | None = None,
) -> Place | None:
    """Return the place a name means in a paper of ``own`` written on ``date``; None when unknown or undecided.

    The printed parent decides (南京市鼓楼区, or ``within``), then nearness to the paper's own place, then which
    division was in force at the paper's date. Far from home a county's short name (东湖, 曲江) and names that are
    ordinary words (东区) do not count, and of two places in force neither.
    """
    return _found(name, own.code if own else "", lexicon, level, date[:4], within.code if within else "")


@cache
def _found(name: str, home: str, lexicon: Lexicon, level: Level, date: str, above: str) -> Place | None:
    own = place_of(home, lexicon) if home else None
    within = place_of(above, lexicon) if above else None
    places = [p for p in candidates(name, lexicon) if not level or p.kind == level or p.kind == "zone"]
    if within is not None:
        places = [p for p in places if within in ancestors(p, lexicon)[1:]]
    if not places:
        return None
    led = within is not None or name not in lexicon.places_by_name
    best = max(nearness(p, own, lexicon) for p in places)
    nearest = [p for p in places if nearness(p, own, lexicon) == best]
    alive = [p for p in nearest if in_force(p, date)]
    if best < 2 and not led:
        if not alive:
            alive = [p for p in places if in_force(p, date)]
        if lexicon.common_names.get(name, "short") != "short":
            return None
        nearest = [p for p in alive or nearest if is_full_name(name, p) or p.kind != "county"]
        if not best:
            nearest = [p for p in nearest if p.kind != "zone" or name == p.name or not _is_generic(name, p, lexicon)]
        alive = nearest
    return _only(alive) or _only(nearest) or (_only([p for p in nearest if not p.end]) if best >= 2 or led else None)


def _is_generic(name: str, zone: Place, lexicon: Lexicon) -> bool:
    """Tell whether a zone's name says only what sort of zone it is, not whose (滨海高新区): other cities have such too."""
    above = lexicon.places.get(zone.parent)
    told = above is not None and above.short != "" and name.startswith(above.short)
    return not told and name.endswith(tuple(lexicon.zone_kinds))


def _only(places: Sequence[Place]) -> Place | None:
    """Return the one place there is; of a city and its county of one short name (长沙) the city."""
    if len(places) > 1:
        cities = [p for p in places if p.kind == "city"]
        places = cities if len(cities) == 1 and all(p.kind in ("city", "county") for p in places) else places
    return places[0] if len({p.code for p in places}) == 1 else None


def zone_of(place: Place, form: str, lexicon: Lexicon) -> Place:
    """Return the zone of a city or county that ``form`` (高新区) names: the listed one, else one composed of both names.

    >>> from policykg.lexicon import load_lexicon
    >>> zone = zone_of(load_lexicon().places["510100"], "高新区", load_lexicon())
    >>> zone.code, zone.name, zone.parent
    ('510100-高新技术产业开发区', '成都高新技术产业开发区', '510100')
    """
    name, of_county = lexicon.zone_kinds[form]
    if place.kind == "county" and of_county:
        name = of_county
    whole = place.short + name
    for zone in divisions_of(place.code, lexicon):
        if zone.kind == "zone" and whole in (zone.name, zone.short):
            return zone
    return Place(f"{place.code}-{name}", whole, whole, "zone", place.code)


def zones_named(words: str, stem: str, place: Place, lexicon: Lexicon, date: str = "") -> tuple[Place, ...]:
    """Return the listed zones of a place that a name behind it may mean; ``stem`` is the name's canonical form.

    Words for a sort of zone mean only the zone that bears its place's own name (北京经开区, 天津高新区).

    >>> from policykg.lexicon import load_lexicon
    >>> book = load_lexicon()
    >>> [z.name for z in zones_named("经开区", "经济技术开发区", book.places["110000"], book)]
    ['北京经济技术开发区']
    >>> zones_named("经开区", "经济技术开发区", book.places["420100"], book)
    ()
    """
    if words in lexicon.zone_kinds or words in lexicon.functions:
        forms = (words, stem, lexicon.zone_kinds.get(words, ("", ""))[0])
        named = (p for f in forms if f for p in lexicon.places_by_name.get(place.short + f, ()))
        return tuple(dict.fromkeys(p for p in named if p.kind == "zone" and place in ancestors(p, lexicon)))
    zones = (p for p in divisions_of(place.code, lexicon, date) if p.kind == "zone")
    return tuple(z for z in zones if z.short.endswith(words) or z.name.endswith(stem))


@cache
def split_zone(text: str, lexicon: Lexicon) -> str:
    """Return the place whose zone a bare name means (西安经开区 -> 西安), a listed zone's own name, "" when it is no zone.

    >>> from policykg.lexicon import load_lexicon
    >>> [split_zone(t, load_lexicon()) for t in ("西安经开区", "洋浦经济开发区", "高新区")]
    ['西安', '洋浦经济开发区', '']
    """
    places = lexicon.places_by_name
    if len(text) >= 4 and any(p.kind == "zone" and is_full_name(text, p) for p in places.get(text, ())):
        return text
    return next(
        (text[:k] for k in range(len(text) - 3, 1, -1) if text[:k] in places and text[k:] in lexicon.zone_kinds), ""
    )


def place_of(code: str, lexicon: Lexicon) -> Place | None:
    """Return the place of a code, also of a zone that is composed (``zone_of``); None when there is none.

    >>> from policykg.lexicon import load_lexicon
    >>> place_of("510100-高新技术产业开发区", load_lexicon()).name
    '成都高新技术产业开发区'
    """
    place = lexicon.places.get(code)
    if place is not None:
        return place
    above, mark, name = code.rpartition("-")
    parent = lexicon.places.get(above) if mark else None
    return zone_of(parent, name, lexicon) if parent is not None and name in lexicon.zone_kinds else None


def level_place(level: Level, own: Place | None, lexicon: Lexicon) -> Place | None:
    """Return the place of ``level`` in the paper's line (市 in a county's paper is its city), None when there is none.

    In a paper of a municipality (直辖市) or of a county-level city 市 is the city itself.
    """
    if level == "country":
        return lexicon.places.get(COUNTRY)
    if own is None or not level:
        return None
    line = ancestors(own, lexicon)
    if level == "city" and own.kind == "county" and own.name.endswith("市"):
        return own
    if level == "city" and own.kind == "zone" and lexicon.places[own.parent].kind == "zone":
        return own  # a division of the 兵团 in its own papers (师市)
    for place in line:
        if place.kind == level or (level == "county" and place.kind == "zone"):
            return place
    if level == "city":
        return next((p for p in line if p.kind == "province" and p.name.endswith("市")), None)
    return None


def upper_home(home: Place | None, level: Level, lexicon: Lexicon) -> Place | None:
    """Return the place of the upper level that a column names, for the bodies it lists."""
    return level_place(level, home, lexicon) if level else home


@dataclass(frozen=True, slots=True)
class Home:
    """A paper's own place and how it was told: issuer, title, bodies, text, or "" (unknown)."""

    place: Place | None
    rule: str


def find_home(issuer: str, title: str, bodies: Sequence[str], text: str, book: NameBook) -> Home:
    """Tell which place a paper belongs to: its issuer, its title's first words, the bodies it names, its text.

    ``bodies`` are printed names in roles. A vote must be clear: twice as many as the next city.
    """
    lexicon = book.lexicon
    context = Counter(_full_names(text[:200000], lexicon))
    for rule, words in (("issuer", issuer), ("title", title)):
        for name in _leading_places(words, lexicon):
            candidates = lexicon.places_by_name[name]
            exact = [p for p in candidates if p.name == name] or list(candidates)
            ranked = sorted(exact, key=lambda p: (-_support(p, context, lexicon), bool(p.end), p.code))
            return Home(ranked[0], rule)
    if any(words.startswith(("国务院", "中共中央", "国家", "中央")) for words in (issuer, title)):
        return Home(lexicon.places[COUNTRY], "issuer")
    votes: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    for printed in bodies:
        body = book.parse(printed)
        if body is None:
            continue
        if not body.place and body.level:
            levels[body.level] += 1
        if body.place and (place := find_place(body.place, None, lexicon)) is not None:
            for up in ancestors(place, lexicon)[:-1]:
                votes[up.code] += 1
    for rule, counted in (("bodies", votes), ("text", _with_parents(context, lexicon))):
        for level, _ in levels.most_common() or [("city", 0), ("province", 0)]:
            ranked_codes = [(c, n) for c, n in counted.most_common() if lexicon.places[c].kind == level]
            if ranked_codes and (len(ranked_codes) == 1 or ranked_codes[0][1] >= 2 * ranked_codes[1][1]):
                return Home(lexicon.places[ranked_codes[0][0]], rule)
    return Home(None, "")


def _leading_places(words: str, lexicon: Lexicon) -> Iterable[str]:
    """Yield the place names that open a title or issuer, the longest first; a joint issuer's own place may follow 中共."""
    for prefix in ("中共", "中国共产党", ""):
        if words.startswith(prefix):
            rest = words[len(prefix) :]
            inner = _inmost(rest, lexicon)
            if inner:
                yield inner
                return


def _inmost(words: str, lexicon: Lexicon) -> str:
    """Return the last of the places that follow each other at the head (山东省聊城市东阿县… -> 东阿县)."""
    last = ""
    at = 0
    while True:
        step = next(
            (k for k in range(min(12, len(words) - at), 1, -1) if words[at : at + k] in lexicon.places_by_name), 0
        )
        name = words[at : at + step]
        if not step or (last and name[-1] not in FULL_ENDS):
            return last
        last, at = name, at + step


def _full_names(text: str, lexicon: Lexicon) -> Iterable[str]:
    """Yield the full names of places in a text (names of three signs or more)."""
    heads = _heads(lexicon)
    i = 0
    while i < len(text):
        for k in heads.get(text[i], ()):
            name = text[i : i + k]
            if name in lexicon.places_by_name and name[-1] in FULL_ENDS:
                yield name
                i += k - 1
                break
        i += 1


_HEADS: dict[int, dict[str, tuple[int, ...]]] = {}


def _heads(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    """Return, for each first sign, the lengths of the place names that begin with it, longest first."""
    found = _HEADS.get(id(lexicon))
    if found is None:
        lengths: dict[str, set[int]] = {}
        for name in lexicon.places_by_name:
            if len(name) >= 3:
                lengths.setdefault(name[0], set()).add(len(name))
        found = {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()}
        _HEADS[id(lexicon)] = found
    return found


def _support(place: Place, context: Counter[str], lexicon: Lexicon) -> int:
    """Count how often a text names the places a place lies in."""
    return sum(context[p.name] for p in ancestors(place, lexicon)[1:-1])


def _with_parents(context: Counter[str], lexicon: Lexicon) -> Counter[str]:
    votes: Counter[str] = Counter()
    for name, n in context.items():
        places = [p for p in lexicon.places_by_name[name] if p.name == name and not p.end]
        if len(places) == 1:
            for place in ancestors(places[0], lexicon)[:-1]:
                votes[place.code] += n
    return votes

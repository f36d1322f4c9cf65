"""Whose body a name is that its place alone does not tell: universities, companies, banks, zones with a district in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from policykg.lexicon import Body, Lexicon
from policykg.model import Place
from policykg.names import ZONE_FUNCTION, Name
from policykg.placenames import is_full_name
from policykg.records import Agency
from policykg.resolve.naming import ACADEMIES, COMPANIES, slug
from policykg.resolve.places import ancestors, find_place, nearness

_OF_ITS_OWN = ("风景", "景区", "旅游风景", "新区")
#: 高新区（新市区）人民政府: zone and district are one administration, that of the district.
_ONE_WITH_ZONE = re.compile(
    r"^[\u4e00-\u9fff]{2,10}区[（(](?P<inner>[\u4e00-\u9fff]{2,8}[区县市])[）)](?P<rest>人民政府|政府)$"
)

_TRADE_ZONE = re.compile(
    r"^中国[（(](?P<of>[\u4e00-\u9fff]{2,6})[）)](?:自由贸易试验区|自贸试验区|自贸区)(?:(?P<area>[\u4e00-\u9fff]{2,5})片区)?(?:管委会|管理委员会)$"
)


def has_academies(place: Place, printed: str, home: Place | None, lexicon: Lexicon) -> bool:
    """Tell whether a place's name may stand for it in a university's: 中山大学 is not of the city 中山."""
    near = home is None or nearness(place, home, lexicon) > 0 or place.kind == "province"
    own = place.code in {p.code for p in ancestors(home, lexicon)} if home else True
    return place.kind in ("province", "city") and (own or (near and printed == place.name))


def tells_whose(name: Name, place: Place, home: Place | None, lexicon: Lexicon) -> bool:
    """Tell whether the place that opens a proper name says whose body it is.

    A county's short name does so for a company only in papers of that county and its city: 延长石油集团 is a company of
    its province, and not of the county 延长.
    """
    if name.suffix in ACADEMIES:
        return has_academies(place, name.place, home, lexicon)
    if not name.suffix.endswith(COMPANIES) or place.kind != "county" or is_full_name(name.place, place):
        return True
    return home is not None and home.code in (place.code, place.parent)


def has_own_name(name: Name, place: Place, home: Place | None) -> bool:
    """Tell whether a zone has a name of its own: 西湖风景名胜区 is of 杭州, 北戴河新区 of 秦皇岛, not of their districts."""
    own = home is not None and home.code == place.code
    bare = place.kind == "county" and not is_full_name(name.place, place)
    return bare and not own and name.text[len(name.prefix) :].startswith(_OF_ITS_OWN)


def in_prefecture(home: Place | None, lexicon: Lexicon) -> bool:
    """Tell whether the paper's place is a prefecture or league, or a county in one that is no city: 市财政局 is not its own."""
    if home is None or (home.kind == "county" and home.name.endswith("市")):
        return False
    return any(p.kind == "city" and p.name[-1] in "州盟区" for p in ancestors(home, lexicon))


def inner_place(text: str, home: Place | None, lexicon: Lexicon) -> str:
    """Return the government of the district that a zone's name has in brackets (高新区（新市区）人民政府), "" when none.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> inner_place("高新区（新市区）人民政府", lexicon.places["650100"], lexicon)
    '新市区人民政府'
    """
    match = _ONE_WITH_ZONE.match(text) if "区" in text else None
    place = find_place(match["inner"], home, lexicon) if match else None
    if match is None or place is None or place.name != match["inner"] or nearness(place, home, lexicon) < 2:
        return ""
    return match["inner"] + match["rest"]


def trade_zone(text: str, home: Place | None, lexicon: Lexicon) -> Agency | None:
    """Return a pilot free trade zone's or its area's administration, of the city that its name has, else its province.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> trade_zone("中国（广西）自由贸易试验区南宁片区管委会", lexicon.places["450000"], lexicon).jurisdiction
    '450100'
    """
    match = _TRADE_ZONE.match(text)
    place = find_place(match["of"], home, lexicon) if match else None
    if match is None or place is None:
        return None
    inner = find_place(match["area"], home, lexicon, within=place) if match["area"] else None
    code = (inner or place).code
    return Agency(f"{code}.{slug(text)}", text, text, "agency", code, ZONE_FUNCTION)


def is_place_named(text: str, place: Place, lexicon: Lexicon) -> bool:
    """Tell whether a text is a place's full name or its short way to write it (达茂联合旗), perhaps behind its city's.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [is_place_named(t, lexicon.places["150223"], lexicon) for t in ("包头市达茂联合旗", "达茂")]
    [True, False]
    """
    if text.endswith(place.name):
        return True
    tails = (text[k:] for k in range(len(text) - 1))
    return any(is_full_name(t, place) and place in lexicon.places_by_name.get(t, ()) for t in tails)


def with_its_city(place: Place, lexicon: Lexicon) -> Place:
    """Return the city that a division of the 兵团 administers its bureaus with (师市合一), a place as it is elsewhere.

    Division and city have one set of bureaus under both names (第八师石河子市发改委, 第八师发改委, 石河子市发改委); the city has the
    code of GB/T 2260. The table writes both names in a row as one form of the division's.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [with_its_city(lexicon.places[c], lexicon).name for c in ("650000-第八师", "650000-第十二师", "371500")]
    ['石河子市', '第十二师', '聊城市']
    """
    if place.kind != "zone":
        return place
    return _cities(lexicon).get(place.code, place)


@cache
def _cities(lexicon: Lexicon) -> Mapping[str, Place]:
    rows = (
        (zone.code, city)
        for name, zone in lexicon.place_names
        if zone.kind == "zone" and name.startswith(zone.name) and name != zone.name
        for city in lexicon.places_by_name.get(name.removeprefix(zone.name), ())
        if city.kind == "county"
    )
    return MappingProxyType(dict(rows))


def county_branch(body: Body, place: Place) -> str:
    """Return the pattern under which a bank that is named by its place (县农行) is listed in a county: 支行, not 分行."""
    if place.kind != "county" or not body.pattern.startswith("{place}") or not body.name.endswith("{place}分行"):
        return ""
    return body.name.removesuffix("分行") + "支行"

"""Which bodies a collective name means (各县（市、区）人民政府)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykg.lexicon import Lexicon
from policykg.model import Place
from policykg.records import Agency
from policykg.resolve.places import divisions_of, place_of

#: GB/T 2260 numbers 台湾 and the special administrative regions from here on: papers of the state council do not charge them.
BEYOND = "700000"
#: What a collective name is each of, as a pattern (各旗县市区, 各设区市).
DIVISIONS = (
    r"县市区|县区|区县|市县区|县市|旗县区|旗县市区|旗县|市县|市区|区市县|设区的?市|地级以上市|地级市|盟市|地州市|州市地|市州地"
    r"|区|县|市州|州市|市地|市"
)
_DIVISION = re.compile(rf"^各(?:{DIVISIONS}|盟行政公署|镇街|乡镇街道)")
_PROVINCES = re.compile("^各(?:省|自治区|直辖市)")
#: Counties right below their province, named beside its cities.
_DIRECT = re.compile("直管|直辖|林区|自治县")


def governments(groups: Sequence[Agency], lexicon: Lexicon) -> tuple[Agency, ...]:
    """Return the governments that groups have as members, by key: known bodies even where no paper names them."""
    found: dict[str, Agency] = {}
    for key in sorted({m for g in groups for m in g.members}):
        place = place_of(key.partition(".")[0], lexicon)
        if place is not None:
            shown = place.name + "人民政府"
            found[key] = Agency(key, shown, shown, "agency", place.code, "政府")
    return tuple(found.values())


def member_keys(text: str, home: Place, lexicon: Lexicon, date: str = "") -> tuple[str, ...]:
    """Return the keys of the governments that a collective name of ``home`` means on ``date``, () when it does not tell.

    >>> from policykg.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> len(member_keys("各省自治区直辖市人民政府", lexicon.places["100000"], lexicon))
    31
    """
    kinds = _kinds(text, home)
    below = divisions_of(home.code, lexicon, date) if kinds else ()
    return tuple(f"{p.code}.人民政府" for p in below if p.kind in kinds and p.code < BEYOND)


def _kinds(text: str, home: Place) -> tuple[str, ...]:
    """Return the kinds of places right below ``home`` whose governments a collective name means, () when it does not tell.

    A province may rule counties without a city between (直管市, 神农架林区), which papers then name apart.
    """
    if home.kind == "country":
        return ("province",) if _PROVINCES.match(text) else ()
    if not _DIVISION.match(text):
        return ()
    if home.kind == "city" or home.name.endswith("市"):
        return ("county",)
    return ("city", "county") if _DIRECT.search(text) else ("city",)

"""Which bodies a collective name means (各县（市、区）人民政府)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykg.lexicon import Lexicon
from policykg.model import Place
from policykg.records import Agency
from policykg.resolve.places import place_of

#: What a collective name is each of, as a pattern (各旗县市区, 各设区市).
DIVISIONS = (
    r"县市区|县区|区县|市县区|县市|旗县区|旗县市区|旗县|市县|市区|区市县|设区的?市|地级以上市|地级市|盟市|地州市|州市地|市州地"
    r"|区|县|市州|州市|市地|市"
)
_DIVISION = re.compile(rf"^各(?:{DIVISIONS}|镇街|乡镇街道)")


def governments(groups: Sequence[Agency], lexicon: Lexicon) -> tuple[Agency, ...]:
    """Return the governments that groups have as members, by key: known bodies even where no paper names them."""
    found: dict[str, Agency] = {}
    for key in sorted({m for g in groups for m in g.members}):
        place = place_of(key.partition(".")[0], lexicon)
        if place is not None:
            shown = place.name + "人民政府"
            found[key] = Agency(key, shown, shown, "agency", place.code, "政府")
    return tuple(found.values())


def members_kind(text: str, home: Place) -> str:
    """Return the kind of places whose governments a collective name means, "" when the name does not tell."""
    if not _DIVISION.match(text):
        return ""
    return "county" if home.kind == "city" or home.name.endswith("市") else "city"

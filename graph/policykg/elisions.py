"""What an enumeration of bodies leaves out: 甲区、乙县、丙县人民政府; 甲、乙供电局; 市委、市政府办公室."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policykg.model import Passage, Place
from policykg.names import ZONE, NameBook

#: The last of several places and how many they are: 甲、乙、丙三市政府.
_COUNTED = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,6}?)[两二三四五六七八九十]+(?P<unit>[市县区州旗])(?P<ending>人民政府|政府)$"
)
_ADMINISTRATION = re.compile(r"(?:人民政府|政府|管委会|管理委员会)$")
_PLAIN = re.compile(r"^[\u4e00-\u9fff]+$")
_PLACE_ENDS = "区县市州旗盟镇乡"
#: 市委、市政府办公室: the committee's office and the government's; 市委、市政府信访局: one bureau of both.
_COMMITTEE = re.compile(r"^(?:中共)?(?P<level>.{0,6}[省市县区州旗盟])委$")
_OF_GOVERNMENT = re.compile(
    r"^(?P<level>.{0,6}[省市县区州旗盟])(?:人民)?政府(?:(?P<office>办公[室厅]|办)|[\u4e00-\u9fff]{1,6}[局室办])"
)


def committee_part(token: Passage, after: Passage) -> str | None:
    """Tell what 市委 before 市政府… leaves out: its office (市委、市政府办公室), "" of one bureau of both, None nothing.

    >>> [committee_part(Passage.of("市委"), Passage.of(x)) for x in ("市政府办公室", "市政府信访局", "市财政局")]
    ['办公室', '', None]
    """
    committee, government = _COMMITTEE.match(token.squeeze().text), _OF_GOVERNMENT.match(after.squeeze().text)
    if not committee or not government or committee["level"] != government["level"]:
        return None
    return government["office"] or ""


def restore(tokens: list[Passage], book: NameBook) -> dict[tuple[int, int], str]:
    """Restore what an enumeration of places leaves out: 甲区、乙县、丙县人民政府负责; 甲、乙供电局.

    A token that is a place's full name means the administration that the next token of the list
    names, or the place's government when no token does; one that is a place's short name shares the
    body of the place behind it.
    """
    restored: dict[tuple[int, int], str] = {}
    ending, kind, shared = "", "", ""
    for token, after in itertools.pairwise(tokens):
        if office := committee_part(token, after):
            restored[token.squeeze().span()] = token.squeeze().text + office
    for token in reversed(tokens):
        text = token.squeeze().text
        name = book.parse(text)
        verb = re.match(r"^(.*?(?:人民政府|政府|管委会))", text)
        head = verb.group(1) if verb else text
        found = _ADMINISTRATION.search(head)
        counted = _COUNTED.match(head)
        if counted and counted["place"] in book.lexicon.places_by_name:
            ending, kind = counted["ending"], {"市": "city", "州": "city"}.get(counted["unit"], "county")
            restored[token[: len(head)].squeeze().span()] = (
                _full_name(counted["place"], kind, book) or counted["place"]
            ) + ending
        elif found and (known := book.parse(head)) is not None and (known.kind == "government" or ZONE.match(head)):
            ending, kind = found.group(), known.level
        elif name is not None and name.suffix in ("街道", "镇", "乡"):
            ending = name.suffix
        elif name is not None and name.kind == "group" and head.endswith("部门") and len(head) <= 8:
            ending = "部门"
        elif name is None and _shares(text, ending, book):
            restored[token.squeeze().span()] = text + ending
        elif name is None and ending in ("政府", "人民政府") and (full := _full_name(text, kind, book)):
            restored[token.squeeze().span()] = full + ending
        elif name is None and text[-1:] in _PLACE_ENDS and (places := book.lexicon.places_by_name.get(text)):
            if any(p.name == text for p in places):
                restored[token.squeeze().span()] = text + _government_of(text, ending, places)
            elif shared:
                restored[token.squeeze().span()] = text + shared
        elif name is None and shared and text in book.lexicon.places_by_name:
            restored[token.squeeze().span()] = text + shared
        else:
            ending = ""
        if name is not None:
            shared = text.removeprefix(name.prefix) if name.place and name.kind == "agency" else ""
    return restored


def _shares(text: str, ending: str, book: NameBook) -> bool:
    """Tell whether a word that is no name shares the ending of the name behind it: 甲、乙街道; 财政、教育部门."""
    if ending == "部门":
        return text in book.lexicon.functions
    if not 2 <= len(text) <= 4 or not _PLAIN.match(text):
        return False
    division = any(p.name == text and p.kind != "zone" for p in book.lexicon.places_by_name.get(text, ()))
    return ending in ("街道", "镇", "乡") or (ending == "管委会" and not division)


def _government_of(text: str, ending: str, places: Sequence[Place]) -> str:
    """Return what governs a place named in full: 行政公署 a prefecture or league, 管委会 a zone only when the list says so."""
    if text.endswith(("地区", "盟")):
        return "行政公署"
    if ending in ("管委会", "管理委员会"):
        return ending if any(p.kind == "zone" for p in places) else "人民政府"
    return ending if _ADMINISTRATION.match(ending) else "人民政府"


def _full_name(text: str, kind: str, book: NameBook) -> str:
    """Return the full name of the one place of ``kind`` in force that a short name means, "" when it is none."""
    places = [p for p in book.lexicon.places_by_name.get(text, ()) if not p.end and p.kind in ("city", "county")]
    same = [p for p in places if p.kind == kind] or places
    return same[0].name if len(same) == 1 else ""

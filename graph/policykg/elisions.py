"""What an enumeration of bodies leaves out: 甲区、乙县、丙县人民政府; 甲、乙供电局; 市委、市政府办公室."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Passage, Place
from policykg.names import GROUP, ZONE, NameBook

#: The last of several places and how many they are: 甲、乙、丙三市政府.
_COUNTED = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{2,6}?)[两二三四五六七八九十]+(?P<unit>[市县区州旗])(?P<ending>人民政府|政府)$"
)
_ADMINISTRATION = re.compile(r"(?:人民政府|政府|管委会|管理委员会)$")
_PLAIN = re.compile(r"^[\u4e00-\u9fff]+$")
_PLACE_ENDS = "区县市州旗盟镇乡"
#: 市委、市政府办公室: the committee's office and the government's; 市委、市政府信访局: one bureau of both.
_COMMITTEE = re.compile(r"^(?:中共)?(?P<level>.{0,6}[省市县区州旗盟地])党?委$")
_OF_GOVERNMENT = re.compile(
    r"^(?P<level>.{0,6}[省市县区州旗盟])?(?:(?:人民)?政府|行署|行政公署)"
    r"(?:(?P<office>办公[室厅]|办)|(?P<bureau>[\u4e00-\u9fff]{1,6}[局室办]))"
)
#: The levels of one body that is named once: 省、市发改委; 市、县（区）两级财政部门; 省、州（市）、县（市、区）人民政府.
_LEVEL = re.compile(r"^(?P<level>省|市|州|盟|地区|自治区|县|区|旗)(?P<also>[（(][市县区旗州、]{1,7}[）)])?$")
_LEVELS = re.compile(
    r"^(?P<level>[市州盟县区旗])(?P<also>[（(][市县区旗州、]{1,7}[）)])?(?:[两二三四]级)?(?P<rest>[^（()）两二三四、]{2,18})(?P<or>[（(]局[）)])?$"
)
_NUMBERED = re.compile(r"^.(?:[（(][^（()）]{1,7}[）)])?[两二三四]级")


def committee_part(token: Passage, after: Passage, book: NameBook) -> str | None:
    """Tell what 市委 before 市政府… leaves out: its office (市委、市政府办公室), "" of one bureau of both, None nothing.

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> [committee_part(Passage.of("市委"), Passage.of(x), book) for x in ("市政府办公室", "市政府信访局", "市财政局")]
    ['办公室', '', None]
    """
    text = token.squeeze().text
    committee, government = _COMMITTEE.match(text), _OF_GOVERNMENT.match(after.squeeze().text)
    if not committee or not government or government["level"] not in (None, committee["level"]):
        return None
    bureau = government["bureau"] or ""
    own = book.parse(text + bureau) if bureau else None
    # the committee has a bureau of its own unless its table row says that both have one (信访局)
    both = own is None or own.body not in _of_committees(book.lexicon)
    if both and not government["office"] and government["level"] is None:
        return None
    return government["office"] or ("" if both else bureau)


@cache
def _of_committees(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(b.pattern for b in lexicon.bodies if b.name.startswith(("{place}委", "{place}党委")))


def _levels(tokens: Sequence[Passage], book: NameBook) -> dict[tuple[int, int], str]:
    """Restore the body of levels that stand before the last: 省、市发改委 is 省发改委 and 市发改委.

    A level in brackets (县（市、区）) is each of its places.
    """
    restored: dict[tuple[int, int], str] = {}
    for i, token in enumerate(tokens):
        text = token.squeeze().text
        last = _LEVELS.match(text)
        upper: list[tuple[Passage, re.Match[str]]] = []
        while last and len(upper) < i and (level := _LEVEL.match(tokens[i - len(upper) - 1].squeeze().text)):
            upper.append((tokens[i - len(upper) - 1], level))
        if last is None or not upper:
            continue
        rest = last["rest"]
        numbered = _NUMBERED.match(text) is not None
        if numbered and rest in book.lexicon.functions:
            rest += "部门"
        name = book.parse(last["level"] + rest)
        if name is None or name.strength < GROUP or not (numbered or name.prefix == last["level"]):
            continue
        government = name.kind == "government"
        for passage, level in (*upper, (token, last)):
            each = "各" if level["also"] and government else ""
            tail = level["also"] or "" if each else ""
            own = rest.removesuffix("厅") + "局" if last["or"] and level["level"] not in ("省", "自治区") else rest
            if passage is not token or each or numbered or last["or"]:
                restored[passage.squeeze().span()] = each + level["level"] + tail + own
    return restored


def restore(tokens: list[Passage], book: NameBook) -> dict[tuple[int, int], str]:
    """Restore what an enumeration of places leaves out: 甲区、乙县、丙县人民政府负责; 甲、乙供电局.

    A token that is a place's full name means the administration that the next token of the list
    names, or the place's government when no token does; one that is a place's short name shares the
    body of the place behind it.
    """
    restored: dict[tuple[int, int], str] = {}
    ending, kind, shared = "", "", ""
    restored |= _levels(tokens, book)
    for token, after in itertools.pairwise(tokens):
        if office := committee_part(token, after, book):
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
    if all(p.kind == "zone" for p in places):
        return "管委会"
    return ending if _ADMINISTRATION.match(ending) else "人民政府"


def _full_name(text: str, kind: str, book: NameBook) -> str:
    """Return the full name of the one place of ``kind`` in force that a short name means, "" when it is none."""
    places = [p for p in book.lexicon.places_by_name.get(text, ()) if not p.end and p.kind in ("city", "county")]
    same = [p for p in places if p.kind == kind] or places
    return same[0].name if len(same) == 1 else ""

"""Roles said in running text (由甲牵头，会同乙…), for tasks that no clause assigns."""

from __future__ import annotations

import re

from policykg.model import Passage, Role, RoleMention
from policykg.names import BARE, NameBook, suffix_list

_CHUNK = re.compile(r"[，。；;,！？\n]")
_SAID = re.compile(r"(?P<lead>.*?由)?(?P<names>[^由]{3,80}?)(?P<verb>牵头|配合|负责)(?P<rest>.*)")
_DUTY = re.compile(
    r"^(?P<names>[^：:。；，]{3,80})(?<!单位)(?<!部门)(?:[:：](?=\S)|。\s*(?=负责|牵头|承担|统筹|组织|指导))"
)
_DUTY_LINE = re.compile(r"(?<=\n)[ \u3000]*(?P<names>[^：:。；，\n]{2,60})[:：](?=[^\n]*[\u4e00-\u9fff])")
_TOGETHER = re.compile(r"^(?P<names>[^由会]{3,60}?)(?:要|应)?会同(?=[\u4e00-\u9fff])")
_CHARGED = re.compile(r"由(?P<names>[^由会]{2,80}?)(?P<join>会同|商)(?=[\u4e00-\u9fff])")
_JOINED = re.compile(r"^(?:会同|联合)(?P<names>.{3,80})$")
_EACH_OFFICE = re.compile(r"^各.{1,12}(?:政府|管委会|办事处)$")
#: How the bodies of a list answer for it, between the last one and the verb (甲、乙等单位按职责分工负责).
_MANNER = re.compile(
    r"(?:等(?:相关|有关)?(?:单位|部门))?(?:(?:按照?|依照?|根据)(?:各自|部门|工作)?(?:职责|职能|任务)(?:和)?(?:分工)?)?(?:共同|分别|具体|组织)*$"
)
_ROLES: dict[str, Role] = {"牵头": "leads", "配合": "assists", "负责": "responsible"}
#: A bracket's score less what running text leaves open.
SCORE = 0.65


def find_running_roles(passage: Passage, book: NameBook) -> tuple[RoleMention, ...]:
    """Return the bodies that sentences of a task name in a role, in order; rule running-text, score 0.65.

    A clause of a sentence counts when all that stands before its verb (behind 由, if there) is a list
    of bodies with their jurisdiction: 支持企业牵头 names none. What 会同 adds assists.

    >>> from policykg.lexicon import load_lexicon
    >>> text = Passage.of("由省农业农村厅牵头，会同省林业局制定方案。支持企业牵头建设。")
    >>> [(m.printed, m.role) for m in find_running_roles(text, NameBook(load_lexicon()))]
    [('省农业农村厅', 'leads'), ('省林业局', 'assists')]
    """
    found: list[RoleMention] = []
    at = 0
    joinable = False
    for end in [*(m.start() for m in _CHUNK.finditer(passage.text)), len(passage)]:
        chunk = passage[at:end].strip()
        at = end + 1
        if charged := _charged(chunk, book):
            found += charged
            joinable = any(m.role == "leads" for m in charged)
            continue
        said = _SAID.match(chunk.text)
        if said and not said["rest"].startswith(("解释", "人")):
            joinable = False
            while said:
                listed = chunk[said.start("names") : said.end("names")]
                listed = listed[: len(_MANNER.sub("", listed.text))]
                names = _all_bodies(listed, book, charged=True)
                found += [_mention(n, _ROLES[said["verb"]]) for n in names]
                joinable = joinable or (bool(names) and said["verb"] == "牵头")
                # 由甲牵头乙配合建设…: the next body stands right behind the verb
                chunk = chunk[said.start("rest") :]
                said = _SAID.match(chunk.text) if names else None
        elif joinable and (joined := _JOINED.match(chunk.text)):
            found += [_mention(n, "assists") for n in _leading_bodies(chunk[joined.start("names") :], book)]
        else:
            joinable = False
    return tuple(found)


def _charged(chunk: Passage, book: NameBook) -> list[RoleMention]:
    """Read 由甲会同乙、丙等部门提出意见: both sides answer for it, whatever the verb; 由甲牵头会同乙: 乙 assists.

    甲会同乙开展… at the head of a sentence says the same.
    """
    match = _CHARGED.search(chunk.text) or _TOGETHER.match(chunk.text)
    if match is None or "解释" in chunk.text:
        return []
    first = _leading_bodies(chunk[match.start("names") : match.end("names")], book)
    joined = _leading_bodies(chunk[match.end() :], book)
    whole = sum(len(p) for p in first) + max(0, len(first) - 1)
    if not first or not joined or whole < len(match["names"].removesuffix("牵头")):
        return []
    leads = match["names"].endswith("牵头")
    return [_mention(p, "leads" if leads else "responsible") for p in first] + [
        _mention(p, "assists" if leads else "responsible") for p in joined
    ]


def find_duty_list(passage: Passage, book: NameBook) -> tuple[RoleMention, ...]:
    """Return the bodies of an entry of a duty list (甲局：负责…), or of its lines without ordinals; rule duty-list.

    A line's head that the grammar does not know (商委：) counts among lines most of whose heads are sure bodies.

    >>> from policykg.lexicon import load_lexicon
    >>> [m.printed for m in find_duty_list(Passage.of("市公安局：负责查处违法行为。"), NameBook(load_lexicon()))]
    ['市公安局']
    """
    match = _DUTY.match(passage.text)
    names = _all_bodies(passage[match.start("names") : match.end("names")], book) if match else []
    if not names:
        lines = [passage[m.start("names") : m.end("names")].strip() for m in _DUTY_LINE.finditer(passage.text)]
        known = [_all_bodies(line, book) or _short_body(line, book) for line in lines]
        surely = sum(bool(_all_bodies(line, book)) for line in lines)
        names = [n for line in known for n in line] if surely >= 2 and 2 * surely > len(lines) else []
    return tuple(RoleMention(n.text, "responsible", *n.span(), "duty-list", 0.8) for n in names)


def _short_body(head: Passage, book: NameBook) -> list[Passage]:
    """Take a short head that ends as names of bodies do (商委, 农林委)."""
    return [head] if len(head) <= 6 and head.text.endswith(suffix_list(book.lexicon)) else []


def _mention(passage: Passage, role: Role) -> RoleMention:
    return RoleMention(passage.text, role, *passage.span(), "running-text", SCORE)


def _sure(text: str, book: NameBook) -> bool:
    name = book.parse(text)
    return name is not None and name.strength >= BARE


def _all_bodies(passage: Passage, book: NameBook, charged: bool = False) -> list[Passage]:
    """Return the names of a list in which nothing but sure bodies (or places of one) stands, else [].

    ``charged``: a verb stands behind, so that 各县（市、区）政府 counts too.
    """
    parts = _cut(passage)
    sure = 0
    for part in parts:
        name = book.parse(part.text)
        if _sure(part.text.partition("或")[0], book) and "或" in part.text:
            return []  # which of the two is not said
        place = part.text in book.lexicon.places_by_name and len(parts) > 1
        group = name is not None and name.kind == "group" and not (charged and _EACH_OFFICE.match(part.text))
        if not place and (name is None or group):
            return []
        sure += place or _sure(part.text, book)
    return parts if 2 * sure > len(parts) else []


def _leading_bodies(passage: Passage, book: NameBook) -> list[Passage]:
    """Return the sure bodies at the head of a list; the last may run into the sentence's verb."""
    found: list[Passage] = []
    for part in _cut(passage):
        if _sure(part.text, book):
            found.append(part)
            continue
        for end in range(len(part) - 1, 2, -1):
            if _sure(part.text[:end], book):
                found.append(part[:end])
                break
        break
    return found


def _cut(passage: Passage) -> list[Passage]:
    parts: list[Passage] = []
    at = 0
    for match in re.finditer(r"、(?![^（(]*[)）])", passage.text):
        parts.append(passage[at : match.start()].strip())
        at = match.end()
    return [*parts, passage[at:].strip()]

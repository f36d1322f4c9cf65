"""任免 entries -> appointments: who was given or left which post, read clause by clause.

An entry is a sentence; its clauses, parted by commas, go on with the persons of the clause before them (甲任A，免去其B职务，
试用期一年). Every post is an appointment of its own; a post without a body has that of the post before it
(某局局长、党组书记). What a clause says of a post that no rule reads comes back as unread, never as part of a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from policykg.model import Appointment, Item
from policykg.names import BARE, SUFFIX_ONLY, NameBook
from policykg.resources import read_table

Action = Literal["appointed", "removed", "lapsed", "nominated"]
_DOTS = str.maketrans("•‧・∙⋅．", "······")
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、.．)）]|[①-⑳])\s*"
)
#: Words in front of what a clause says.
_OPENING = re.compile(
    r"^(?:同时|并|另(?!有)|拟|同意|正式|批准(?=任命)|现(?!任)|(?:经.{0,40}?)?(?:研究|会议|表决|审议)?(?:决定|通过)(?!.{0,3}[:：]$))+"
)
#: Why somebody leaves a post: 因工作变动辞去….
_REASON = re.compile(r"(?<=.)因[^，。]{2,16}?(?=辞去|不再|免去)")
_THEM = r"(?:其|他们?|她们?|(?:上述|以上|该)(?:同志|人员)|本人)"
_REMOVES = r"(?:免去|撤销|免除|解聘|解除|免(?!职|任|予))"
_GIVES = r"(?:任命|聘任|聘请|续聘|改聘|聘用|聘|任用|推选|选举|增补|委派|委任|选派|指派|指定|确定|提名(?:任命)?|推荐)"
#: What is only proposed: nobody holds the post by it.
_NOMINATES = re.compile(r"^(?:提名|推荐|拟任|建议|拟推荐)")
_CANDIDATE = re.compile(r"(?:建议|拟任|候选)?(?:人选|候选人)$")
#: 试用期满 behind a name or a post: he stays in the post.
_TRIED = re.compile(r"(?P<note>试用期已?满(?:考核合格|，考核合格)?)(?:，?(?:正式)?(?:任命|任职)为(?=.))?")
#: What a blanked number leaves behind: its label, its bracket.
_BLANKED = re.compile(
    r"[，、,；;]?\s*(?:联系)?(?:电话|手机|座机|传真|邮箱|微信|身份证|联系方式)?(?:号码?)?[:：]?\s*\*{3,}|[，,；;]\s*(?:联系)?(?:电话|手机|座机|联系方式)[:：]?$"
)
_ONE_REMOVED = re.compile(rf"^{_REMOVES}{_THEM}的?(?P<posts>.+)$")
_LAPSED = re.compile(r"^(?:其|原)(?P<posts>.*?)职务(?:自然|相应|同时|随之|自行)?(?:免除|免去|免职|解除|终止)$")
_ONE_LEAVES = re.compile(r"^(?:不再(?:担任|兼任|任)|辞去|卸任)其?(?P<posts>.+)$")
_ONE_GIVEN = re.compile(r"^(?P<verb>兼任?|任(?![期职免前内务何用命])|担任|转任|改任|调任)(?P<posts>.+)$")
_ONE_NAMED = re.compile(r"^(?:提名|推荐|拟推荐)(?:其|任命)?(?:为|任|担任)(?P<posts>.+)$")
_TAKEN = re.compile(rf"^(?:{_REMOVES}|接受|批准|同意)(?P<rest>.+)$")
_GIVEN = re.compile(rf"^{_GIVES}(?P<rest>.+)$")
_VERB = re.compile(r"(?P<verb>为|担任|兼任|任(?![期职免前内务何用命])|代理|不再担任|不再兼任|不再任|辞去)")
_LEAVES = ("不再担任", "不再兼任", "不再任", "辞去")
#: What only describes the appointment before it.
_REMARK = re.compile(
    r"^(?:试用|任期|聘期|任职|挂职|列|保留|级别|职级|待遇|按|享受|自\d|从\d|自\S{0,6}起|正[部厅处县科]|副[部厅处县科]|退休|另有任用|到龄|"
    r"时间|原任职务|原职务|免去原任?职务|免去其(?:原任|原|现任|所任)职务|免职|连任|兼$)"
)
_RETIRES = re.compile(r"^(?P<names>.+?)(?:同志)?退休$")
_POST_END = re.compile(
    r"(?:[长员师任记席监授裁]|[董监参干领]事|理事|督学|顾问|常委|政委|代表|编辑|秘书|大使|领事|副总|组成人员|助理|院士)$"
)
_TAIL = re.compile(
    r"(?:等|的)?职务?(?:的请求|的请示|的申请)?(?P<lapse>(?:自然|相应|同时|自行)(?:免除|免去|免职|解除))?$"
)
_NOTE = re.compile(r"[（(]([^（()）]*)[)）]$")
#: A university's hospital or school, a body of its own (某大学第一附属医院院长).
_OF_UNIVERSITY = re.compile(
    r"(?:第[一二三四五六七八九十]{1,2})?(?:附属|直属)?[\u4e00-\u9fff]{0,6}?(?:医院|中学|小学)(?=..)"
)
#: A bracket behind a person's name.
_NOTED = re.compile(r"^[（(][^（()）]*[)）]")
_HELD = re.compile(r"^(?:(?:原任|原|所任|所担任|担任|兼任|现任|任)的?)")
#: What brackets say of a person, not of the post.
_OF_PERSON = re.compile(r"^(?:[男女]|[\u4e00-\u9fff]{1,5}族|\d{4}年.*|.{0,4}岁|中共党员|党员|.{0,4}生|[、，,]|\s)+$")
_NO_PERSON = re.compile(
    r"提名|推荐|拟|决定|任命|免去|会议|同志|单位|下列|以下|上述|人员|通知|如下|职务|政府|常委会|研究|[省市县区]委|^[原各其该本]"
)
_LEADER = re.compile(r"^(?:代理)?副?(?:省|市|县|区|州|旗|盟|镇|乡)长$|^(?:自治区)?(?:代理)?副?主席$")
_SECTIONS: dict[str, Action] = {"appointed": "appointed", "removed": "removed", "nominated": "nominated"}
_SAYS = re.compile(r"任(?![期职免前内务何用])|免|辞|聘|职务|退休")


@dataclass(frozen=True, slots=True)
class Said:
    """One person and post as an entry says it, before bodies are resolved."""

    person: str
    body: str
    post: str
    note: str
    action: Action


@dataclass(slots=True)
class _Reading:
    """What the clauses before said."""

    found: list[Said] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    persons: tuple[str, ...] = ()
    remark: str = ""
    action: Action = "appointed"
    last: int = 0
    body: str = ""


def read_entry(text: str, section: str, book: NameBook) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """Read one entry; return its appointments and the clauses that speak of posts and were not read.

    ``section`` is what the heading above says: appointed, removed, nominated or "".

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> found, _ = read_entry("甲某某任聊城市财政局局长（试用期一年），免去其聊城市审计局副局长职务", "", book)
    >>> [(s.person, s.body, s.post, s.note, s.action) for s in found]  # doctest: +NORMALIZE_WHITESPACE
    [('甲某某', '聊城市财政局', '局长', '试用期一年', 'appointed'),
     ('甲某某', '聊城市审计局', '副局长', '', 'removed')]
    """
    reading = _Reading(action=_SECTIONS.get(section, "appointed"))
    said = re.sub(r"[（(][，、,\s]*[)）]", "", _BLANKED.sub("", text.strip("；;。 ").translate(_DOTS)))
    for clause in _clauses(_TRIED.sub(_tried, _MARK.sub("", said))):
        _read(_REASON.sub("", _OPENING.sub("", clause)), section, book, reading)
    return tuple(dict.fromkeys(reading.found)), tuple(reading.unread)


def _tried(match: re.Match[str]) -> str:
    """Put 试用期满 in a bracket, as a remark; 试用期满正式任命为 behind a name is 任."""
    return f"（{match['note']}）" + ("任" if match.group().endswith("为") else "")


def appointments(item: Item, date: str, book: NameBook) -> tuple[tuple[Appointment, ...], tuple[str, ...]]:
    """Return the appointments an entry of a 任免 paper makes, one a person and post, and what of it was not read."""
    section = {"任命": "appointed", "免去": "removed", "提名": "nominated"}.get(item.section, "")
    found, unread = read_entry(item.text.text, section, book)
    start, end = item.text.span()
    made = tuple(
        Appointment(s.person, s.post, s.body, s.action, date, s.note, start, end, f"appointment-{s.action}")
        for s in found
    )
    left = "，".join(unread) if found or unread else item.text.text
    return made, (left[:40],) if left else ()


def _clauses(text: str) -> Iterator[str]:
    """Yield what stands between commas outside brackets."""
    start = depth = 0
    for i, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth <= 0 and char in "，,；;。":
            yield text[start:i].strip()
            start, depth = i + 1, 0
    yield text[start:].strip()


def _read(clause: str, section: str, book: NameBook, r: _Reading) -> None:
    """Read one clause into ``r``."""
    if not clause:
        return
    if not r.found and clause.endswith("）") and (people := _people(clause, r)):
        r.persons = people  # 甲（试用期满），任…
        return
    if r.found and clause == "任职":
        return
    if r.found and _REMARK.match(clause):
        r.found[r.last :] = [replace(s, note=_joined(s.note, clause)) for s in r.found[r.last :]]
        return
    if r.persons:
        for form, action in (
            (_ONE_REMOVED, "removed"),
            (_LAPSED, "lapsed"),
            (_ONE_LEAVES, "removed"),
            (_ONE_GIVEN, "appointed"),
            (_ONE_NAMED, "nominated"),
        ):
            match = form.match(clause)
            if match and _add(r, r.persons, match["posts"], action, book, "兼" if clause[0] == "兼" else ""):  # type: ignore[arg-type]
                return
    if _subject(clause, section, book, r):
        return
    if r.persons and not _SAYS.search(clause) and (posts := _posts(clause, "", book)) and posts[0][0]:
        _add(r, r.persons, clause, r.action, book)
        return
    retires = _RETIRES.match(clause)
    if retires and (people := _people(retires["names"], r)):
        r.persons = people
        r.unread.append(clause)
    elif _SAYS.search(clause) or (section and not r.found):
        r.unread.append(clause)


def _subject(clause: str, section: str, book: NameBook, r: _Reading) -> bool:
    """Read a clause that names its persons itself."""
    taken, given = _TAKEN.match(clause), _GIVEN.match(clause)
    if taken:
        return _removal(taken["rest"], book, r)
    text = given["rest"] if given else clause
    proposed = _NOMINATES.match(clause) is not None
    for verb in _VERB.finditer(text):
        posts, leaves = text[verb.end() :], verb["verb"] in _LEAVES
        people = _people(text[: verb.start()], r)
        if not people or posts.startswith(("为", "任", "同志")) or (section == "removed" and not leaves and not given):
            continue
        note = {"兼任": "兼", "代理": "代理"}.get(verb["verb"], "")
        action: Action = "removed" if leaves else "nominated" if proposed else "appointed"
        if _add(r, people, posts, action, book, note):
            return True
    if given:
        return False
    return _removal(clause, book, r, marked=section != "removed", action=_SECTIONS.get(section, "removed"))


def _removal(text: str, book: NameBook, r: _Reading, marked: bool = False, action: Action = "removed") -> bool:
    """Read persons and posts in a row: 甲的A职务, 甲同志A职务, 甲辞去A职务的请求, 甲A职务.

    With ``marked`` the clause must say 职务 behind 的, or stand under a heading that says what happens.
    """
    for mark in re.finditer(r"同志(?:的|辞去|不再担任)?|的|辞去|不再担任", text):
        people = _people(text[: mark.start()], r)
        said = text[mark.end() :]
        if people and (not marked or "职务" in said) and _add(r, people, said, "removed", book):
            return True
    if marked and action == "removed":
        return False
    if re.match(r"[\u4e00-\u9fff·]{2,4}[为任]", text):
        return False
    best: tuple[float, int] = (0.0, 0)
    dotted = [
        len(m.group()) for k in range(1, 9) if (m := re.match(rf"[\u4e00-\u9fff]{{1,8}}·[\u4e00-\u9fff]{{{k}}}", text))
    ]
    for length in dotted or (2, 3, 4):
        name, rest = text[:length], _HELD.sub("", _NOTED.sub("", text[length:]))
        if not dotted and name[:1] not in _surnames() and name[:2] not in _surnames():
            continue
        body = _own_body(rest, book)
        parsed = book.parse(body) if body else None
        strength = parsed.strength + bool(parsed.prefix or parsed.body) if parsed else 0.0
        if strength > best[0] and _people(name, r):
            best = (strength, length)
    if best[1]:
        return _add(r, (text[: best[1]],), _NOTED.sub("", text[best[1] :]), action, book)
    return False


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in read_table("surnames.csv"))


def _people(text: str, r: _Reading) -> tuple[str, ...]:
    """Return the names in a list of persons, () when it is none; what brackets say of their posts is kept for the note."""
    remarks = [m for m in re.findall(r"[（(]([^（()）]*)[)）]", text) if not _OF_PERSON.match(m)]
    bare = re.sub(r"[（(][^（()）]*[)）]", "", text)
    if "·" not in bare and (hung := re.search(r"(?<=..)挂职?$", bare)):
        remarks, bare = [*remarks, "挂职"], bare[: hung.start()]
    bare = re.sub(r"(?:等)?(?:[一二三四五六七八九十\d]{1,3}[名位])?(?:同志|先生|女士)?$", "", re.sub(r"\s+", "", bare))
    names = [n.removesuffix("同志") for n in re.split(r"[、，,]", bare)]
    made: list[str] = []
    for name in names:
        halves = re.split(r"[和及与]", name) if len(name) > 4 and "·" not in name else [name]
        made += halves if all(h[:1] in _surnames() and 2 <= len(h) <= 4 for h in halves) else [name]
    for name in made:
        shape = r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,10})+|[\u4e00-\u9fff]{2,6}"
        if not re.fullmatch(shape, name) or _NO_PERSON.search(name) or (len(name) > 3 and _POST_END.search(name)):
            return ()
        if len(name) > 4 and "·" not in name and name[:1] in _surnames():
            return ()
    r.remark = "；".join(remarks)
    return tuple(made)


def _add(r: _Reading, people: tuple[str, ...], text: str, action: Action, book: NameBook, note: str = "") -> bool:
    """Note posts of persons; False when the text holds no post."""
    text = _HELD.sub("", text.strip("：:"))
    outer = ""
    while (
        (bracket := _NOTE.search(text)) and _TAIL.search(text[: bracket.start()]) and "职务" in text[: bracket.start()]
    ):
        text, outer = text[: bracket.start()], _joined(bracket[1], outer)
    tail = _TAIL.search(text) if "职" in text else None
    if tail is not None and "职务" in text[tail.start() :]:
        text, action = text[: tail.start()], "lapsed" if tail["lapse"] else action
    if candidate := _CANDIDATE.search(text):
        text, action = text[: candidate.start()], "nominated"
    posts = _posts(text, r.body if people == r.persons else "", book)
    if not posts:
        return False
    r.persons, r.action, r.last, r.body = people, action, len(r.found), posts[-1][0]
    remark, r.remark = r.remark, ""
    for person in people:
        for body, post, said in posts:
            whole = _joined(_joined(_joined(said, note), outer), remark)
            r.found.append(Said(person, body, post, whole, action))
    return True


def _joined(a: str, b: str) -> str:
    return "；".join(dict.fromkeys(x for x in (a, b) if x))


def _posts(text: str, prior: str, book: NameBook) -> list[tuple[str, str, str]]:
    """Return body, post and note of each post in a list; [] when it is none.

    Pieces between 、 that end as no post does belong to the next (市委、市政府信访局局长). A post without a body of its own
    has that of the one before it.
    """
    pieces: list[str] = []
    held = ""
    for piece in _pieces(text):
        held = f"{held}、{piece}" if held else piece
        if _POST_END.search(_bare(held)):
            pieces.append(held)
            held = ""
    if held:
        if pieces or not _own_body(_bare(held), book):
            return []
        pieces.append(held)
    made: list[tuple[str, str, str]] = []
    for whole in pieces:
        note, piece = "", whole.removesuffix("职务")
        while match := _NOTE.search(piece):
            note, piece = _joined(match[1], note), piece[: match.start()]
        if made and (also := re.match(r"兼任?(?=.{2})", piece)):
            note, piece = _joined("兼", note), piece[also.end() :]
        piece = _HELD.sub("", piece)
        body = _own_body(piece, book, not prior)
        post = piece[len(body) :]
        if "、" in piece and not body:  # 市委、市政府信访局局长: the body next to the post
            last = piece.rpartition("、")[2]
            body = _own_body(last, book, not prior)
            post = last[len(body) :] if body else piece
        if not post or (body.endswith("局") and post[0] == "长" and len(post) > 1):
            return []
        prior = body or prior
        made.append((prior, post, note))
    return made


def _bare(piece: str) -> str:
    while match := _NOTE.search(piece):
        piece = piece[: match.start()]
    return piece.removesuffix("职务")


def _pieces(text: str) -> Iterator[str]:
    """Yield what stands between 、 outside brackets, and behind 兼 and 和 that follow a post."""
    start = depth = 0
    for i, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth > 0:
            continue
        if char == "、":
            yield text[start:i]
            start = i + 1
        elif char in "兼和及" and i > start and _POST_END.search(_bare(text[start:i])) and text[i + 1 :]:
            yield text[start:i]
            start = i if char == "兼" else i + 1
    yield text[start:]


def _own_body(post: str, book: NameBook, first: bool = True) -> str:
    """Return the longest head of a post that is a body: one the grammar is sure of, for a ``first`` post any; or the
    place whose leader it is (某市 of 某市副市长).
    """
    for bar in (BARE, SUFFIX_ONLY) if first else (BARE,):
        for end in range(len(post) - 2, 2, -1):
            if post.startswith("公室", end) and post[end - 1] == "办":
                continue  # a body's name ends behind 办公室, not inside it
            name = book.parse(post[:end])
            if name is not None and name.strength >= bar and name.kind != "group":
                part = _OF_UNIVERSITY.match(post[end:]) if post[:end].endswith("大学") else None
                return post[: end + part.end()] if part else post[:end]
        if place := _led_place(post, book):
            return place
    return ""


def _led_place(post: str, book: NameBook) -> str:
    """Return the place, or places one in the other, that a leader's post opens with (聊城市东昌府区副区长)."""
    places = book.lexicon.places_by_name
    for end in range(len(post) - 2, 1, -1):
        head = post[:end]
        if not _LEADER.match(post[end:]):
            continue
        if head in places or any(head[:k] in places and head[k:] in places for k in range(2, end - 1)):
            return head
    return ""

"""任免 entries -> appointments; officials and their posts in a chronicle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policykg.model import Appointment, Item, Official, Passage
from policykg.names import BARE, SUFFIX_ONLY, NameBook
from policykg.resources import read_table

Action = Literal["appointed", "removed", "lapsed"]
_NAME = r"[\u4e00-\u9fff·]{2,8}"
_NAMES = rf"{_NAME}(?:、{_NAME})*"
_APPOINT = re.compile(rf"^(?P<names>{_NAMES})(?:同志)?(?:为|任)(?P<post>[^（(；;。]{{3,60}})(?P<note>[（(].*[)）])?$")
_REMOVE = re.compile(
    rf"^(?:免去)?(?P<names>{_NAMES})(?:同志)?的(?:原)?(?P<post>[^（(；;。]{{3,60}}?(?:[（(][^)）]*[)）])?[^（(；;。]{{0,30}}?)(?:等)?职务(?P<lapse>自然免除)?(?P<note>[（(].*[)）])?$"
)
_TITLES = re.compile(r"^任命")


@dataclass(frozen=True, slots=True)
class AppointmentText:
    """What an entry says, before bodies are resolved: names, post as printed, action, note."""

    names: tuple[str, ...]
    post: str
    note: str
    action: Action


def read_entry(text: str, action: str) -> AppointmentText | None:
    """Read one entry; ``action`` is what the heading above says ("" for none).

    >>> read_entry("甲某某、乙某为某市财政局副局长（正县级）", "appointed")
    AppointmentText(names=('甲某某', '乙某'), post='某市财政局副局长', note='正县级', action='appointed')
    """
    text = text.strip("；;。 ")
    text = _TITLES.sub("", text)
    match = _REMOVE.match(text)
    if match:
        how: Action = "lapsed" if match["lapse"] else "removed"
        return _said(match, how)
    match = _APPOINT.match(text)
    if match and action != "removed":
        return _said(match, "appointed")
    return None


def _said(match: re.Match[str], action: Action) -> AppointmentText:
    note = (match["note"] or "").strip("（()）")
    return AppointmentText(tuple(match["names"].split("、")), match["post"], note, action)


@cache
def _posts() -> re.Pattern[str]:
    words = "|".join(sorted((r["word"] for r in read_table("posts.csv")), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:{words})(?=[\u4e00-\u9fff])")


def appointments(item: Item, date: str, book: NameBook) -> tuple[Appointment, ...]:
    """Return the appointments an entry of a 任免 paper makes, one a person.

    The post is cut after the longest body at its head: 聊城市财政局 + 副局长.
    """
    action = {"任命": "appointed", "免去": "removed"}.get(item.section, "")
    said = read_entry(item.text.text, action)
    if said is None:
        return ()
    body = _body(said.post, book)
    start, end = item.text.span()
    return tuple(
        Appointment(
            name,
            said.post[len(body) :] or said.post,
            body,
            said.action,
            date,
            said.note,
            start,
            end,
            f"appointment-{said.action}",
        )
        for name in said.names
    )


def _body(post: str, book: NameBook) -> str:
    """Return the longest head of a post that is a body the grammar is sure of, else of any strength."""
    for bar in (BARE, SUFFIX_ONLY):
        for end in range(len(post) - 2, 2, -1):
            name = book.parse(post[:end])
            if name is not None and name.strength >= bar and name.kind != "group":
                return post[:end]
    return ""


_FOLLOWS = re.compile(
    r"^(?:主持|出席|参加|陪同|带领|率|赴|到|在|来|会见|收听|收看|走访|调研|讲话|作|代表|列席|一行|等|的|检查|督导|与|和|同|、|，|。|；|$|\s)"
)
_POSTS_BEFORE = re.compile(r"[\u4e00-\u9fff（()）、]{2,60}$")
_LIST = re.compile(r"(?P<names>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})+)(?=参加|出席|陪同|列席|主持)")


def officials(passage: Passage) -> tuple[Official, ...]:
    """Return the officials a chronicle entry names with public posts, each once, in order.

    A name is two or three signs between a post word and a word that goes on with the sentence;
    persons named without a post count only in a list that follows 参加, 出席 … of such an entry.
    """
    text = passage.text
    found: dict[str, Official] = {}
    for match in _posts().finditer(text):
        for length in (3, 2):
            name = text[match.end() : match.end() + length]
            if len(name) == length and _is_name(name) and _FOLLOWS.match(text[match.end() + length :]):
                piece = passage[match.end() : match.end() + length]
                found.setdefault(name, Official(name, _printed_posts(text[: match.end()]), *piece.span()))
                at = match.end() + length
                while (
                    more := re.match(r"、([\u4e00-\u9fff]{2,3})(?=[、，。；]|参加|出席|陪同|列席|主持|$)", text[at:])
                ) and _is_name(more[1]):
                    piece = passage[at + 1 : at + more.end()]
                    found.setdefault(
                        more[1], Official(more[1], _printed_posts(text[: match.end()])[-1:], *piece.span())
                    )
                    at += more.end()
                break
    for match in _LIST.finditer(text):
        names = match["names"].split("、")
        if all(map(_is_name, names)):
            at = match.start()
            for name in names:
                piece = passage[at : at + len(name)]
                found.setdefault(name, Official(name, (), *piece.span()))
                at += len(name) + 1
    return tuple(sorted(found.values(), key=lambda o: (o.start, o.person)))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(r["surname"] for r in read_table("surnames.csv"))


def _is_name(text: str) -> bool:
    """Tell whether two or three signs can be a person's name: a surname first, no post word in it."""
    return (
        text[0] in _surnames()
        and not _posts().search(text + "人")
        and not re.search(r"[、，。的和与及等为在到市省县区]", text)
    )


def _printed_posts(before: str) -> tuple[str, ...]:
    """Return the posts that end ``before``: cut at the clause, then at 、."""
    clause = re.split(r"[，。；：△]|召开|在|到|赴|带领|(?<=[\u4e00-\u9fff]{2})、(?=副市长|市委常委|市政协)", before)[-1]
    return tuple(p for p in clause.split("、") if p and _posts().search(p + "人"))

"""Officials and their posts in a chronicle."""

from __future__ import annotations

import re
from functools import cache

from policykg.model import Official, Passage
from policykg.resources import read_table


@cache
def _posts() -> re.Pattern[str]:
    words = "|".join(sorted((r["word"] for r in read_table("posts.csv")), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:{words})(?=[\u4e00-\u9fff])")


#: Words that go on with the sentence behind a person's name, the longest first.
_GOES_ON = (
    "主持|出席|参加|陪同|带领|带队|率领|率队|率|一行|会见|接见|看望|慰问|走访|收听|收看|观看|调研|讲话|代表|列席|检查|督导|视察|"
    "考察|宣布|宣读|传达|通报|致辞|介绍|汇报|指出|强调|要求|表示|听取|研究|部署|到会|到|赴|在|来|作|向|对|就|为|以及|等|的|"
    "与|和|同|及|、|，|。|；|：|（|$"
)
_FOLLOWS = re.compile(rf"(?:{_GOES_ON})")
#: Behind a name that stands without a post, only what a person does at a meeting or visit.
_TAKES_PART = r"(?:分别|先后|一同|共同|等)?(?:参加|出席|陪同|列席|主持)"
_LIST = re.compile(
    rf"(?:^|(?<=[，。；：])|(?<=领导)|(?<=同志))(?P<names>[\u4e00-\u9fff]{{2,4}}(?:、[\u4e00-\u9fff]{{2,4}})*)(?={_TAKES_PART})"
)
#: Words that begin with a surname's sign and stand behind posts: 市委常委班子.
_NO_NAME = re.compile(r"班子|成员(?:会)?|全体|全市|方面|单位|干部|党员|同志|应邀|时任|一同|共同|向.*|会.*")
_CLAUSE = re.compile(r"[，。；：！？△（）()]")
#: What stands between the head of a clause, or a person, and the posts of the next one (会见了…会长某某).
_BEFORE_POSTS = re.compile(
    r"会见了?|接见了?|看望了?|慰问了?|走访了?|陪同|会同|带领|率领|召开|以及|(?<=[\u4e00-\u9fff])(?:在|到|赴)|^(?:在|到|赴|由|经|和|与|同|及|、)"
)


def officials(passage: Passage, known: frozenset[str] = frozenset()) -> tuple[Official, ...]:
    """Return the officials a chronicle entry names with public posts, each once, in order.

    A name is two or three signs (four with a compound surname) between a post and a word that goes
    on with the sentence; of two readings the one with the longer such word counts (成伟 + 陪同, not
    成伟陪 + 同). Posts belong to the next person: they begin behind the clause's last mark, behind
    the person before, and behind the verb that leads to a guest (市长甲会见…会长乙). Persons
    without a post count in a list in front of 参加, 出席 …; a single one only when ``known``.
    """
    passage = passage.squeeze()
    text = passage.text
    found: dict[str, Official] = {}
    at, bound = 0, 0
    while match := _posts().search(text, at):
        at = match.end()
        name = _name_at(text, at)
        if not name:
            continue
        posts = _printed_posts(text[bound:at])
        while name:
            found.setdefault(name, Official(name, posts, *passage[at : at + len(name)].span()))
            at += len(name)
            name = _name_at(text, at + 1) if text[at : at + 1] == "、" else ""
            at += bool(name)
            posts = posts[-1:]  # 副市长甲、乙: the post next to the names is shared
        bound = at
    for match in _LIST.finditer(text):
        names = match["names"].split("、")
        if all(map(_is_name, names)) and (len(names) > 1 or names[0] in known):
            start = match.start()
            for name in names:
                found.setdefault(name, Official(name, (), *passage[start : start + len(name)].span()))
                start += len(name) + 1
    return tuple(sorted(found.values(), key=lambda o: (o.start, o.person)))


def _name_at(text: str, start: int) -> str:
    """Return the name that begins at ``start``, "" when none does."""
    best, reach = "", -1
    for length in (4, 3, 2):
        name = text[start : start + length]
        follows = _FOLLOWS.match(text, start + length)
        if len(name) == length and follows and len(follows.group()) > reach and _is_name(name):
            best, reach = name, len(follows.group())
    return best


@cache
def _surnames() -> frozenset[str]:
    return frozenset(r["surname"] for r in read_table("surnames.csv"))


def _is_name(text: str) -> bool:
    """Tell whether two to four signs can be a person's name: a surname first, no post word in it."""
    compound = text[:2] in _surnames() and len(text) > 2
    return (
        (compound or (text[:1] in _surnames() and len(text) < 4))
        and not _posts().search(text + "人")
        and not re.search(r"[^\u4e00-\u9fff]|[的和与及等为在到市省县区]", text)
        and not _NO_NAME.fullmatch(text)
    )


def _printed_posts(before: str) -> tuple[str, ...]:
    """Return the posts that end ``before``: cut at the clause and behind verbs, then at 、."""
    clause = _CLAUSE.split(before)[-1]
    clause = _BEFORE_POSTS.split(clause)[-1]
    return tuple(p for p in clause.split("、") if p and _posts().search(p + "人"))

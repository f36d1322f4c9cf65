"""Lists of bodies: where one name ends and the next begins, and what an enumeration leaves out."""

from __future__ import annotations

import itertools
import re
from functools import cache

from policykg.elisions import committee_part
from policykg.lexicon import LEVEL_WORDS, Lexicon
from policykg.model import Passage
from policykg.names import (
    BAD_HEAD,
    BARE,
    DAMAGED,
    GROUP,
    LEVEL_HEAD,
    PART,
    SUFFIX_ONLY,
    UNKNOWN,
    Name,
    NameBook,
    suffix_list,
)

_SEPARATOR = re.compile(r"[、，,;；。/／|｜]")
_ETC = re.compile(
    r"等(?:[\d一二三四五六七八九十]{1,3}个?)?(?:(?:驻|在)[\u4e00-\u9fff]{1,2})?(?P<group>(?:国务院|市直|省直|县直|区直|市|省|县|区)?(?:有关|相关)?(?:市直|省直|县直|区直)?"
    r"(?:部门|单位|企业|机构|高校|院校|科研院所|金融机构|各单位|地方)?(?:和单位|及单位)?)$"
)
_MARKED_INSIDE = re.compile(r"[（(〔\[]\s*(?:总?牵头|主责|主办|牵头单位|配合|协办|参与)\s*[)）〕\]](?=\s+\S)")
#: One collective name although 、 stands in it: 各县（市）、区人民政府, 各旗、县、区人民政府.
_UNIT = r"(?:自治)?(?:县级市|县|市|区|旗|镇|乡|街道|州|地|盟)(?:[（(〔\[][^（()）〕\]]{0,16}[)）〕\]])?"
_COUNTIES = re.compile(
    r"(?:[省市县区州盟旗]直|自治区直)?(?:各|有关|相关){1,2}部门、(?:各)?(?:有关|相关)?单位|"
    r"各省、自治区、直辖市(?:及计划单列市|、计划单列市)?|"
    rf"(?:各|相关|有关){_UNIT}(?:、[\u4e00-\u9fff]{{0,5}}?{_UNIT})+(?=人民政府|政府|行政公署)"
    r"|各(?:[（(][^（()）]*[)）]|[^、，,；;。（(]){1,12}党(?:委|工委|（工）委)、(?:人民)?政府"
    rf"|(?:各|相关|有关){_UNIT}(?:、{_UNIT}(?=[人政、，,；;。（(县市区旗党管]|$))+"
)
#: A collective on one side of a conjunction: 各区政府及某学院, 某海关及各区政府.
_COLLECTIVE_IN = re.compile(r"^各.*[府会局部位](?:以及|[和及与])|(?:以及|[和及与])各")
_ADMINISTRATION = re.compile(r"(?:人民政府|政府|管委会|管理委员会)$")
_PLAIN = re.compile(r"^[\u4e00-\u9fff]+$")
#: What a name outside the grammar looks like: no blank, no sign of a sentence.
_MAY_BE_BODY = re.compile(r"^[“\"]?(?=.{0,8}[\u4e00-\u9fff]{2})[\u4e00-\u9fff·“”\"0-9A-Za-z]{2,20}$")
_NO_BODY = re.compile(
    r"^(?:下同|其他|其它|以上|同上|无|暂无|略|详见|按|等|长期|持续|相关|领导)|[的了须其按]|领导$|牵头|配合|负责|落实|参与|协助|推进|完成|开展|监督|督导|提供|加强"
)
_BLANKS = " \t\n\r\u3000\xa0[]【】〔〕"
_PLACE_ENDS = "区县市州旗盟镇乡"
_PLACE_ENDINGS = tuple(_PLACE_ENDS)
_QUOTES = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "《": "》",
    "（": "）",
    "(": ")",
    "〔": "〕",
    "[": "]",
    "【": "】",
    "〈": "〉",
}
OPEN, CLOSE = "（(〔[【〖［", "）)〕]】〗］"
#: What it costs to cut where nothing is printed between two names.
_RUN_TOGETHER = 1.5


def outer_brackets(text: str) -> list[tuple[int, int]]:
    """List the outermost brackets; unequal pairs (（…)) close each other, an open one ends nowhere and hides no pair."""
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for i, char in enumerate(text):
        if char in OPEN:
            stack.append(i)
        elif char in CLOSE and stack:
            pairs.append((stack.pop(), i + 1))
    outer: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def cut_list(passage: Passage, book: NameBook) -> list[Passage]:
    """Cut at enumeration marks that stand in no bracket or quotation."""
    tokens: list[Passage] = []
    closing: list[str] = []
    start = 0
    text = passage.text
    whole = [m.span() for m in _COUNTIES.finditer(text)]
    cuts = {m.end() for m in _MARKED_INSIDE.finditer(text)}
    for i, char in enumerate(text):
        if any(a <= i < b for a, b in whole):
            continue
        if i in cuts:
            tokens.append(passage[start:i])
            start = i
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _QUOTES and _QUOTES[char] in text[i:]:
            closing.append(_QUOTES[char])
        elif not closing and _SEPARATOR.match(char):
            tokens.append(passage[start:i])
            start = i + 1
    tokens.append(passage[start:])
    parts = [part for t in map(_trim, tokens) if t.text for part in _places_joined(t, book)]
    # the 市委 of 市委、市政府信访局 is no body of its own
    return [t for t, after in itertools.pairwise([*parts, Passage.of("")]) if committee_part(t, after, book) != ""]


def _trim(token: Passage) -> Passage:
    """Drop white space and brackets that stand open at a token's ends."""
    token = token.strip()
    if token.text.count("[") + token.text.count("【") + token.text.count("〔") != token.text.count(
        "]"
    ) + token.text.count("】") + token.text.count("〕"):
        token = token.strip("[]【】〔〕")
    return token.strip("—-－ \u3000")


def _places_joined(token: Passage, book: NameBook) -> list[Passage]:
    """Cut 甲县及乙县人民政府 in two."""
    for match in re.finditer(r"[和及与]", token.text):
        left, right = token[: match.start()].strip(), token[match.end() :].strip()
        if (
            left.text in book.lexicon.places_by_name
            and left.text[-1] in _PLACE_ENDS
            and _ADMINISTRATION.search(right.text)
            and not _opens_with_place(token.text[match.start() :], book)
        ):
            return [left, right]
    return [token]


def opens_with_name(text: str, book: NameBook) -> bool:
    """Tell whether a run that begins like a conjunction begins with a name: 和平区财政局, 和平路街道办事处.

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> opens_with_name("和龙市人民政府", book), opens_with_name("和市财政局", book)
    (True, False)
    """
    if _opens_with_place(text, book):
        return True
    with_it, without = book.parse(text), book.parse(text[1:])
    return with_it is not None and (without is None or with_it.strength >= max(without.strength, BARE))


def _opens_with_place(text: str, book: NameBook) -> bool:
    return any(text[:k] in book.lexicon.places_by_name and text[:k].endswith(_PLACE_ENDINGS) for k in range(2, 6))


def may_be_body(token: Passage, book: NameBook) -> bool:
    """Tell whether words that the grammar does not know, in a list of nothing but bodies, can be one (兵团第八师)."""
    text = token.strip().text
    return bool(_MAY_BE_BODY.match(text)) and not _NO_BODY.search(text) and text not in _nobody(book.lexicon)


@cache
def _nobody(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(w.word for w in lexicon.role_words if w.use == "nobody")


def is_sure(book: NameBook, text: str) -> bool:
    """Tell whether the text as it stands is a name that the grammar is sure of (so its end is no verb)."""
    name = book.parse(text)
    return name is not None and name.strength >= BARE


def head_of(token: Passage, squeezed: Passage, end: int) -> Passage:
    """Return the part of ``token`` that holds the first ``end`` characters of its squeezed form."""
    if end <= 0:
        return token[:0]
    last = squeezed.at[end - 1]
    return token[: token.at.index(last) + 1]


def read_names(
    body: Passage, book: NameBook, restored: dict[tuple[int, int], str] | None = None
) -> list[tuple[Passage, Name | None]]:
    """Cut one token into names: 和/及 between two bodies, white space, 等部门.

    等 and what it sums up name nobody; 有关部门 behind it is a body of its own.
    """
    body = body.strip(" \u3000：:")
    squeezed = body.squeeze()
    if not squeezed.text:
        return []
    if restored and (meant := restored.get(squeezed.span())):
        return [(squeezed, book.parse(meant))]
    if squeezed.text in book.lexicon.places_by_name and squeezed.text[-1] in _PLACE_ENDS:
        return [(squeezed, book.parse(squeezed.text + "人民政府"))]
    names: list[tuple[Passage, Name | None]] = []
    for part in _conjoined(body, book):
        rest, group = _without_etc(part, book)
        for passage, name in split_names(rest, book) if rest.text.strip() else []:
            clean = passage.strip("等*＊★☆▲△●◆※#：: ")
            if clean.text:
                names.append((clean, name if clean.text == passage.text else book.parse(clean.text)))
        names += group
    return [(p, n) for p, n in names if n is not None]


def _without_etc(part: Passage, book: NameBook) -> tuple[Passage, list[tuple[Passage, Name | None]]]:
    """Cut 等部门 off a run; return the rest and the collective body it names (有关部门), if any."""
    squeezed = part.squeeze()
    etc = _ETC.search(squeezed.text)
    if etc is None or is_sure(book, squeezed.text):
        return part, []
    printed = etc.group("group")
    group: list[tuple[Passage, Name | None]] = []
    if "有关" in printed or "相关" in printed:
        passage = squeezed[etc.start("group") : etc.end("group")]
        group = [(passage, book.parse(passage.text))]
    return head_of(part, squeezed, etc.start()), group


def _conjoined(body: Passage, book: NameBook) -> list[Passage]:
    """Cut at 和, 及, 与, 以及 where both sides are bodies and the whole is none."""
    text = body.squeeze().text
    whole = book.parse(text)
    if whole is not None and whole.strength >= BARE and not (_COLLECTIVE_IN.search(text) and whole.strength < PART):
        return [body]
    for match in re.finditer(r"以及|及其|[和及与]", body.text):
        if _opens_with_place(body.text[match.start() :], book):
            continue
        left, right = body[: match.start()].strip(), body[match.end() :].strip()
        grades = [_grade(left, book), max(_grade(right, book), _first_grade(right, book))]
        if max(grades) >= BARE and min(grades) >= UNKNOWN and not _ADMINISTRATION.fullmatch(right.text):
            return [left, *_conjoined(right, book)]
    return [body]


def _grade(passage: Passage, book: NameBook) -> float:
    """Grade a run as a name; 甲等有关部门 as 甲."""
    text = passage.squeeze().text
    names = (book.parse(text), book.parse(_ETC.sub("", text)))
    return max((n.strength for n in names if n is not None), default=0.0)


def _first_grade(right: Passage, book: NameBook) -> float:
    """Grade the first of several names joined by 和, 及, 与."""
    match = re.search(r"以及|及其|[和及与]", right.text)
    return _grade(right[: match.start()], book) if match else 0.0


def split_names(passage: Passage, book: NameBook) -> list[tuple[Passage, Name | None]]:
    """Cut a run without enumeration marks into names, in order.

    White space may part two names or break one; names may also stand together with nothing
    between them. The cut is taken whose names are surest; a run that is one sure name stays whole.

    >>> from policykg.lexicon import load_lexicon
    >>> book = NameBook(load_lexicon())
    >>> [p.text for p, _ in split_names(Passage.of("市财政 局 市教育局"), book)]
    ['市财政局', '市教育局']
    """
    whole = passage.squeeze()
    if whole.text.count("（") + whole.text.count("(") != whole.text.count("）") + whole.text.count(")"):
        whole = whole.strip("()（）")
    name = book.parse(whole.text)
    if not whole.text:
        return []
    if name is not None and (
        name.strength >= DAMAGED
        or (name.kind == "group" and name.strength == GROUP and len(whole) == len(passage.strip()))
    ):
        return [(whole, name)]
    bounds = _bounds(passage, book)
    if len(bounds) <= 2:
        return [(whole, name)]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(-1e9, 0)] * (len(bounds) - 1)
    for j in range(1, len(bounds)):
        for i in range(max(0, j - 8), j):
            score = best[i][0] + _worth(book, passage[bounds[i] : bounds[j]].squeeze().text)
            if i and not passage.text[bounds[i] - 1].isspace() and not passage.text[bounds[i]].isspace():
                score -= _RUN_TOGETHER
            if score > best[j][0]:
                best[j] = (score, i)
    cuts: list[int] = [len(bounds) - 1]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    pieces = [passage[bounds[a] : bounds[b]].squeeze() for a, b in itertools.pairwise(cuts)]
    return [(p, book.parse(p.text)) for p in pieces if p.text]


def _worth(book: NameBook, text: str) -> float:
    name = book.parse(text.strip("等"))
    if name is None or BAD_HEAD.match(text):
        return -2.0
    if text.endswith("委") and text[:-1] in LEVEL_WORDS:
        # 市委 before a space is more often the head of 市委组织部 than a member of a list
        return 0.5
    worth = name.strength - 0.5
    return worth - 0.6 if name.strength == SUFFIX_ONLY else worth


def _bounds(passage: Passage, book: NameBook) -> list[int]:
    """List where a name may begin or end: at white space, and where a suffix meets a new jurisdiction."""
    text = passage.text
    bounds = {0, len(text)}
    for i in range(1, len(text)):
        if text[i].isspace() != text[i - 1].isspace() or (not text[i].isspace() and _meets(text, i, book)):
            bounds.add(i)
    return sorted(bounds)[:400]


@cache
def _body_heads(lexicon: Lexicon) -> tuple[str, ...]:
    """Return how names that open with no place begin: of the state, a collective, a listed body before its place."""
    parts = [body.pattern.partition("{place}") for body in lexicon.bodies]
    return ("国家", "中国", "各", *sorted({head for head, mark, _ in parts if mark and len(head) > 1}))


def _meets(text: str, i: int, book: NameBook) -> bool:
    here = text[i : i + 14]
    opens = (
        bool(LEVEL_HEAD.match(here))
        or here.startswith(_body_heads(book.lexicon))
        or any(here[:k] in book.lexicon.places_by_name for k in range(6, 1, -1))
    )
    return opens and text[:i].rstrip().endswith(suffix_list(book.lexicon))

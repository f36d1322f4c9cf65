"""Papers named in a text: 《题名》（文号）, a number alone, and what the paper stands on."""

from __future__ import annotations

import re

from policykg.model import Citation, Passage

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_NUMBER = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{1,12})\s*[〔\[（(【﹝〖［]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]）)】﹞〗］]\s*(?:第\s*)?(?P<serial>\d{1,4})\s*号"
)
_BEHIND = re.compile(r"^\s*[（(〔\[]?\s*")
_BASED = re.compile(r"(?:根据|依据|按照|遵照|贯彻落实|深入贯彻|贯彻|落实|执行|对照|经研究|按)[^。；]*$")
_PAPER = re.compile(
    r"(?:通知|意见|方案|办法|规定|决定|决议|公告|通报|批复|函|计划|规划|纲要|措施|政策|清单|要点|细则|条例|法|报告|令|标准|目录|制度|准则|规程|规范|指南|指引|汇编|纪要)(?:[（(][^（()）]*[)）])*$"
)
_SIGN_HEAD = re.compile(r"^.*?(?:根据|依据|按照|执行|贯彻|落实|关于|以下简称|文件|和|及|、|，|）)")


def find_citations(passage: Passage, preamble: bool, own_titles: tuple[str, ...] = ()) -> tuple[Citation, ...]:
    """Return the papers a text names, in order.

    ``preamble``: the text stands outside the items, where 根据《…》 says what the paper is based on;
    inside an item a paper is cited. ``own_titles`` (white space and punctuation removed) are the
    paper's own and those printed behind it. A title that does not end like a paper's is a book,
    a slogan or a name and is left out unless a number follows.
    """
    text = passage.text
    found: list[Citation] = []
    taken: list[tuple[int, int]] = []
    for match in _TITLE.finditer(text):
        title = "".join(match.group(1).split())
        gap = _BEHIND.match(text[match.end() :])
        number = _NUMBER.match(text, match.end() + (gap.end() if gap else 0))
        end = number.end() if number else match.end()
        if _fold(title) in own_titles or (number is None and (len(title) < 5 or not _PAPER.search(title))):
            continue
        taken.append((match.start(), end))
        found.append(_citation(passage, match.start(), end, _number(number), title, preamble, text))
    for match in _NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        head = _SIGN_HEAD.match(match["sign"])
        start = match.start() + (head.end() if head else 0)
        if start < match.end("sign"):
            clean = _NUMBER.match(text, start)
            found.append(_citation(passage, start, match.end(), _number(clean), "", preamble, text))
    return tuple(sorted(found, key=lambda c: (c.start, c.end)))


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _number(match: re.Match[str] | None) -> str:
    return f"{match['sign']}〔{match['year']}〕{int(match['serial'])}号" if match else ""


def _citation(passage: Passage, start: int, end: int, number: str, title: str, preamble: bool, text: str) -> Citation:
    piece = passage[start:end]
    based = preamble and bool(_BASED.search(text[:start]))
    return Citation(
        number,
        title,
        "based_on" if based else "cites",
        piece.text,
        *piece.span(),
        "citation-number" if number else "citation-title",
        0.95 if number else 0.85,
    )

"""Papers named in a text: 《题名》（文号）, a number alone, and what the paper stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from policykg.docnumbers import cut_sign, find_numbers, number_at
from policykg.model import Citation, Passage

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
#: Between a title and its number: a bracket, and what the title is of (《…方案》的通知（…号）).
_BEHIND = re.compile(r"^\s*(?:的(?:通知|意见|决定|函|批复))?\s*[（(〔\[]?\s*(?:以下简称[^）)，,；;]*[，,；;]\s*)?")
_BASED = re.compile(
    r"(?:根据|依据|按照|遵照|依照|参照|贯彻落实|贯彻执行|深入贯彻|全面贯彻|贯彻|落实|执行|对照|经研究|按)[^。；]*$"
)
#: What stands behind a paper that is changed or done away with, and before one that only says how something else is.
_CHANGED = re.compile(
    r"[^。；《]{0,40}?(?:进行(?:了)?(?:修订|修改)|作(?:出|了)?(?:如下|以下)?(?:修改|修订)|修改为|(?:同时|即行|一并|予以|相应)废止|废止。|停止执行|不再执行|自行失效)"
)
_BY_RULE = re.compile(r"(?:根据|依据|按照|依照|遵照)[^，。；]*$")
#: How the title of a paper ends; a report without a number (政府工作报告) is every government's and nobody's.
_PAPER = re.compile(
    r"(?:通知|意见|方案|办法|规定|决定|决议|公告|通告|通报|批复|函|计划|规划|纲要|措施|政策|清单|要点|细则|条例|法|令|标准|目录|制度|准则|规程|规范|指南|指引|汇编|纪要|预案|工作安排|章程|公约|规则|任务书|责任书)(?:[（(][^（()）]*[)）])*$"
)
#: What may stand in front of a number's sign in a run of signs: verbs, joints and the body's written name.
_SIGN_HEAD = re.compile(
    r"^.*(?:根据|依据|按照|依照|参照|执行|贯彻|落实|关于|以下简称|文件|精神|公布的|印发的|印发|下发的|下发|转发|通知|和|及|与|按|见|以|对|由|将|在|经)(?=.{2})"
)
#: 《长题名》（文号，以下简称《方案》): the short name that later sentences use.
_ALIAS = re.compile(r"(?:以下|下)(?:统)?(?:简称|称)[：:“\"]?\s*《([^《》]{2,30})》")
_BASED_TITLE = re.compile(
    r"(?:贯彻落实|贯彻|落实)(?P<upper>.{4,60}?)(?:重点[\u4e00-\u9fff]{2,6})?(?:实施方案|分工方案|任务分工表|任务分工|分工清单|工作方案|责任清单|任务清单|实施意见|若干措施|的通知)"
)
#: A title that says nothing without its body: each has one a year.
SHORTEST = 5


def find_citations(
    passage: Passage,
    preamble: bool,
    own_titles: tuple[str, ...] = (),
    aliases: Mapping[str, Citation] | None = None,
    sign_of: Callable[[str], str] | None = None,
) -> tuple[Citation, ...]:
    """Return the papers a text names, in order.

    ``preamble``: the text stands outside the items, where 根据《…》 says what the paper is based on;
    inside an item a paper is cited; what is revised, amended or repealed there is changed. ``own_titles`` (white space and punctuation removed) are the
    paper's own and those printed behind it. A title that does not end like a paper's is a book,
    a slogan or a name and is left out unless a number follows. ``aliases`` are the short names that
    the paper has given (``find_aliases``); ``sign_of`` cuts a run of signs to the issuer's sign at
    its end, "" when it knows none there.
    """
    text = passage.text
    named = {m.start(1) - 1 for m in _ALIAS.finditer(text)}
    found: list[Citation] = []
    taken: list[tuple[int, int]] = []
    for match in _TITLE.finditer(text):
        title = "".join(match.group(1).split())
        gap = _BEHIND.match(text[match.end() :])
        number = number_at(text, match.end() + (gap.end() if gap else 0))
        if match.start() in named:
            continue
        meant = (aliases or {}).get(_fold(title))
        if number is None and meant is not None:
            found.append(_citation(passage, match.span(), meant.number, meant.title, preamble, "citation-alias"))
            continue
        end = number.end if number else match.end()
        if _fold(title) in own_titles or (number is None and (len(title) < SHORTEST or not _PAPER.search(title))):
            continue
        taken.append((match.start(), end))
        rule = "citation-number" if number else "citation-title"
        found.append(_citation(passage, (match.start(), end), str(number or ""), title, preamble, rule))
    for printed in find_numbers(text):
        if not any(a <= printed.start < b for a, b in taken):
            clean = cut_sign(printed, text, _sign(printed.sign, sign_of))
            span = (clean.start, clean.end)
            found.append(_citation(passage, span, str(clean), "", preamble, "citation-number"))
    return tuple(sorted(found, key=lambda c: (c.start, c.end)))


def find_aliases(passages: Iterable[Passage]) -> dict[str, Citation]:
    """Return the short names a paper gives to those it cites (以下简称《方案》), folded, each with what it means.

    >>> from policykg.model import Passage
    >>> text = "根据《某省某某建设总体方案》（以下简称《方案》）要求"
    >>> [(k, c.title) for k, c in find_aliases([Passage.of(text)]).items()]
    [('方案', '某省某某建设总体方案')]
    """
    found: dict[str, Citation] = {}
    for passage in passages:
        for match in _ALIAS.finditer(passage.text):
            before = find_citations(passage[: match.start()], True)
            if before:
                found.setdefault(_fold(match[1]), before[-1])
    return found


def own_titles(title: str, parts: Iterable[str]) -> tuple[str, ...]:
    """Return the titles that are the paper's own, folded: its title, what it issues, and the parts printed behind it.

    >>> own_titles("某市关于印发《某某方案》的通知", ["附件1"])
    ('某市关于印发某某方案的通知', '附件1', '某某方案', '某某方案')
    """
    issued = re.findall(r"(?:印发|转发)《?(.{6,80}?)》?的通知", title)
    return tuple(_fold(t) for t in (title, *parts, *issued, *re.findall(r"《([^》]+)》", title)) if _fold(t))


def title_basis(passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """Return what a title says the paper carries out (某市贯彻落实某省某方案分工方案), at most one."""
    for passage in passages:
        text = passage.squeeze()
        match = _BASED_TITLE.search(text.text)
        if match:
            piece = text[match.start("upper") : match.end("upper")]
            return (Citation("", piece.text, "based_on", piece.text, *piece.span(), "title-basis", 0.8),)
    return ()


def _sign(run: str, sign_of: Callable[[str], str] | None) -> str:
    """Return the issuer's sign at the end of a run of signs (按照省政府鲁政发 -> 鲁政发)."""
    known = sign_of(run) if sign_of else ""
    if known:
        return known
    head = _SIGN_HEAD.match(run)
    return run[head.end() :] if head else run


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _citation(passage: Passage, at: tuple[int, int], number: str, title: str, preamble: bool, rule: str) -> Citation:
    piece = passage[at[0] : at[1]]
    based = preamble and bool(_BASED.search(passage.text[: at[0]]))
    score = {"citation-number": 0.95, "citation-alias": 0.9}.get(rule, 0.85)
    if _CHANGED.match(passage.text[at[1] :]) and not _BY_RULE.search(passage.text[: at[0]]):
        return Citation(number, title, "changes", piece.text, *piece.span(), rule, score)
    return Citation(number, title, "based_on" if based else "cites", piece.text, *piece.span(), rule, score)

"""Remarks that tell which body of a list leads (第一位为牵头单位, 标*的为牵头单位), and how far they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policykg.model import Item, Passage, Role, RoleMention

_FIRST_LEADS = re.compile(
    r"(?:第一|首)(?:位|个|名|家|者|的|责任|排名)*(?:责任|承办|落实|主体)*(?:单位|部门|处室|者)?(?:即|均|应|就)?(?:为|是|系|作为)"
    r"(?:(?:该|此|本)?(?:项|条)?(?:任务|工作|事项)?的?|主要|总)?牵头"
    r"|(?:第一|首)(?:位|个|名|家|的|责任)*(?:责任|落实)*(?:单位|部门)(?:负责)?牵头"
)
_REST_ASSISTS = re.compile(r"(?:其他|其它|其余|其后|后面)[^，。；]{0,10}(?:配合|参与|协办|协助)")
#: What may mark a body in a list.
SIGNS = "*＊★☆▲△●◆※#"
_SIGN_LEADS = re.compile(
    rf"[“\"‘（(]?(?P<sign>[{SIGNS}])[”\"’）)]?(?:号|标记|标识|符号|标志)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:即|均)?(?:为|是|系)(?:主要|总)?牵头"
)
#: Says that a remark holds from here on.
_ON = re.compile(r"[，,；;。）)]?(?:以)?下(?:均|皆)?同")
_OPEN, _CLOSE = "（(〔[【〖［", "）)〕]】〗］"
_EVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the first-named body of a list leads (``start`` to ``end`` of the text), and what the others do."""

    start: int
    end: int
    rest: Role


def first_leads(text: str) -> bool:
    """Tell whether a paper says that the first-named body of a list leads.

    >>> first_leads("注：责任单位列第一位的为牵头单位。")
    True
    """
    return bool(_FIRST_LEADS.search("".join(text.split())))


def rest_assists(text: str) -> bool:
    """Tell whether a paper says that all but the first-named body assist.

    >>> rest_assists("列第一位的为牵头单位，其他为配合单位。")
    True
    """
    return bool(_REST_ASSISTS.search("".join(text.split())))


def leading_sign(text: str) -> str:
    """Return the sign that marks the leading bodies of a paper (标*的为牵头单位), "" when none does.

    >>> leading_sign("注：标★的为牵头单位"), leading_sign("第一位为牵头单位")
    ('★', '')
    """
    match = _SIGN_LEADS.search("".join(text.split()))
    return match["sign"] if match else ""


def reaches(text: str, items: Sequence[Item]) -> tuple[Reach, ...]:
    """Return where a paper's first-named bodies lead, in order of the remarks; ``text`` is its whole text.

    A remark in an item's bracket, clause or cell holds for that item, with 下同 from there on; one that
    stands elsewhere (a note, a column's header) holds for the whole paper.
    """
    if not first_leads(text):
        return ()
    squeezed = Passage.of(text).squeeze()
    rest: Role = "assists" if rest_assists(squeezed.text) else "responsible"
    found: list[Reach] = []
    for match in _FIRST_LEADS.finditer(squeezed.text):
        at = squeezed.at[match.start()]
        owners = [span for item in items if (span := _told(item, at, text))]
        if not owners:
            found.append(Reach(0, _EVER, rest))
        elif _ON.search(squeezed.text[match.end() : match.end() + 40].split("。")[0]):
            found.append(Reach(owners[0][0], _EVER, rest))
        else:
            others: Role = "assists" if rest_assists(_sentence(squeezed, match)) else "responsible"
            found += [Reach(*owner, others) for owner in owners]
    return tuple(found)


def rest_of(item: Item, found: Sequence[Reach]) -> Role | None:
    """Return what the other bodies of an item do where its first-named leads, None where no remark says so."""
    start, _ = _span(item)
    return next((r.rest for r in found if r.start <= start < r.end), None)


def give_first(mentions: tuple[RoleMention, ...], rest: Role | None, told: bool = False) -> tuple[RoleMention, ...]:
    """Let the first of a list of responsible bodies lead; ``told`` when the list itself says so (甲、乙按职责分工负责，第一位牵头)."""
    duty = not told and any(m.rule.endswith("-duty") for m in mentions)
    if rest is None or not mentions or duty or any(m.role != "responsible" for m in mentions):
        return mentions
    head, *others = mentions
    return (replace(head, role="leads", rule=f"{head.rule}-first"), *(replace(m, role=rest) for m in others))


def give_marked(mentions: tuple[RoleMention, ...], passage: Passage, sign: str) -> tuple[RoleMention, ...]:
    """Let the responsible bodies lead that ``sign`` marks in the passage of their list."""
    if not sign or sign not in passage.text:
        return mentions
    return tuple(
        replace(m, role="leads", rule=f"{m.rule}-sign")
        if m.role == "responsible" and _has_sign(m, passage, sign)
        else m
        for m in mentions
    )


def _has_sign(mention: RoleMention, passage: Passage, sign: str) -> bool:
    inside = [i for i, o in enumerate(passage.at) if mention.start <= o < mention.end]
    if not inside:
        return False
    behind = passage.text[inside[-1] + 1 :].lstrip(" （(")
    return behind.startswith(sign) or passage.text[: inside[0]].rstrip().endswith(sign)


def _span(item: Item) -> tuple[int, int]:
    """Return the range of the document that holds an item's text, clauses and cells."""
    parts = [item.text, item.title, *item.clauses, *(c.cell.passage for c in item.columns if not c.cell.inherited)]
    spans = [p.span() for p in parts if p.at]
    return (min((s for s, _ in spans), default=0), max((e for _, e in spans), default=0))


def _told(item: Item, at: int, text: str) -> tuple[int, int] | None:
    """Return an item's range when the remark at ``at`` stands in a clause, bracket or cell of it (备注 too)."""
    clauses = [*item.clauses, *(c.cell.passage for c in item.columns)]
    if any(p.at and p.span()[0] <= at < p.span()[1] for p in clauses):
        return _span(item)
    start, end = item.text.span()
    return _span(item) if start <= at < end and _in_bracket(text[start:at]) else None


def _in_bracket(before: str) -> bool:
    deep = 0
    for char in before.rpartition("\n")[2]:
        deep = max(0, deep + (char in _OPEN) - (char in _CLOSE))
    return deep > 0


def _sentence(squeezed: Passage, match: re.Match[str]) -> str:
    return re.split(r"[。）)〕\]】]", squeezed.text[match.end() :], maxsplit=1)[0]

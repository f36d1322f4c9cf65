"""Brackets of a passage that may hold an assignment clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policykg.bodylists import CLOSE, OPEN, outer_brackets
from policykg.clauses import Clause, read_clause
from policykg.model import Passage, RoleMention
from policykg.names import BARE, GROUP, SUFFIX_ONLY, UNKNOWN, NameBook

_ROLE_WORD = re.compile(
    r"负.$|承担|承办|协同|会同|推进|牵\s*头|率头|负\s*责|配\s*合|落\s*实|实\s*施|责任|主责|主办|协办|协助|参与|承办|分工|单位\s*[:：]|部门\s*[:：]"
)
_LABEL_LINE = re.compile(
    r"^[\s\u3000◆●■◇▲★※·•]*[【\[]?(?:[省市区县州]级?|主要|第一)?(?:牵\s*头|责\s*任|配\s*合|主\s*责|主\s*办|协\s*办|协\s*同|参\s*与|落\s*实|实\s*施|承\s*办|负\s*责)"
    r"(?:责任|落实)?\s*(?:单\s*位|部\s*门|主\s*体|机\s*构|领\s*导|人)\s*[:：】]|^[\s\u3000]*(?:任务|责任|职责|部门|单位|工作)?分工\s*[:：]"
    r"|^[\s\u3000◆●■◇▲★※·•]*[【\[]?(?:完成|办结|推进|时间)?(?:时限|时间|期限|节点|进度)(?:要求|安排)?\s*[:：】]"
)
_NOUNS = r"(?:责任)?(?:单\s*位|部\s*门|主\s*体|机\s*构|处\s*室|科\s*室|办公室)"
#: A label behind the end of a sentence opens a clause that runs to the end of the paragraph.
_LABEL_INLINE = re.compile(
    rf"(?:[。；;！）)”，,]\s*|(?<=\S)[ \u3000]+|(?<=[\u4e00-\u9fff]{{4}})(?=(?:牵头|责任|配合)(?:单位|部门)[:：]))(?P<label>【(?:牵头|责任|配合|主责|主办|协办|参与|落实|实施|承办){_NOUNS}】|(?:[省市区县州]级?|主要|第一)?(?:(?:牵头|责任|配合|主责|主办|协办|协同|协助|参与|落实|实施|承办|负责)(?:责任|落实)?{_NOUNS}(?:\s*[:：]|(?:为|是|\s)\s*(?=[省市县区州各国]))|(?:主责|主办|牵头|协办|参与|落实)\s*[:：])"
    r"|(?:(?:责任|牵头|分管|包抓|包联|挂钩|联系)领导|责任人|(?:完成|办结)(?:时限|时间|期限))\s*[:：])"
)
_LAST_SENTENCE = re.compile(
    r"(?:^|[。；！）)]|[，,](?=由))\s*(?P<said>[^。；！（）()]*(?:[（(][^（）()]*[)）][^。；！（）()]*)*(?:；[^。]*)?)。?\s*$"
)
_TEXT_BEHIND = re.compile(r"。(?=\s*[\u4e00-\u9fff]{2,})")
#: A clause is a list of bodies; a longer bracket is text, unless it is cut into names of usual length all along.
_LONGEST, _LONGEST_LIST = 1200, 40_000
_USUAL_NAME = 16
#: A bracket of its own that says how to read the list before it.
_REMARK_BRACKET = re.compile(
    r"[（(〔\[](?:[^（()）]{0,12}(?:第一|首)[位个名家责的为][^（()）]{0,20}牵头[^（()）]{0,20}|(?:以)?下(?:均|皆)?同)[)）〕\]]"
)
_OFFICES = ("办", "办公室", "局", "委", "委员会", "厅", "处", "专班", "指挥部")


@dataclass(frozen=True, slots=True)
class Found:
    """A clause found in a passage: ``start``..``end`` of its bracket there, and how it reads."""

    start: int
    end: int
    inner: Passage
    clause: Clause


def find_clauses(passage: Passage, book: NameBook, ends_item: bool = True) -> list[Found]:
    """Find the brackets that assign, in order; innermost brackets belong to the names around them.

    A bracket assigns when a label or verb governs a body in it; a bracket that holds nothing but
    sure names assigns only where the passage ends (``ends_item``), or where a sentence ends in a passage whose
    last words are such a bracket too (修路（市交通运输局）；办学（市教育局）。).
    """
    found: list[Found] = []
    bare: list[Found] = []
    label = next((m for m in _LABEL_INLINE.finditer(passage.text) if _depth(passage.text, m.start("label")) == 0), None)
    if label and ends_item:
        start = _summed_up(passage.text, label.start("label"))
        inner = passage[start:].strip()
        clause = read_clause(inner, book, rule="tail")
        if not _is_text(inner.text) and assigns(clause) and not _TEXT_BEHIND.search(inner.text):
            before = find_clauses(passage[:start], book, False)
            return [*before, Found(start, len(passage), inner, clause)]
    if ends_item and (sentence := _closing_sentence(passage, book)) is not None:
        return [*find_clauses(passage[: sentence.start], book, False), sentence]
    if ends_item and (unclosed := _unclosed(passage, book)) is not None:
        return [*find_clauses(passage[: unclosed.start], book, False), unclosed]
    for start, end in outer_brackets(passage.text):
        inner = passage[start + 1 : end - 1]
        if _is_text(inner.text):
            continue
        if _ROLE_WORD.search(inner.text):
            clause = read_clause(inner, book)
            if assigns(clause):
                found.append(Found(start, end, inner, clause))
                continue
        behind = _REMARK_BRACKET.sub("", passage.text[end:])
        if ends_item and (not behind.strip(" 。；;.　") or behind[0] in "。；;"):
            clause = read_clause(inner, book, default="responsible", rule="bracket-bare", score=0.75)
            if not clause.undecided and _names_bodies(clause, book):
                bare.append(Found(start, end, inner, clause))
    if any(not _REMARK_BRACKET.sub("", passage.text[f.end :]).strip(" 。；;.　") for f in (*found, *bare)):
        found += bare
    return sorted(found, key=lambda f: f.start)


def _summed_up(text: str, label: int) -> int:
    """Return where a label's clause begins: with the words that say which tasks it is for (以上事项，责任单位：…)."""
    match = re.search(r"(?:^|(?<=[。；]))\s*(?:以上|上述)[^，。；：]{0,14}[，,]?\s*(?:由|的)?$", text[:label])
    return match.start() if match else label


def _is_text(inner: str) -> bool:
    if len(inner) <= _LONGEST:
        return False
    return len(inner) > _LONGEST_LIST or len(inner) > _USUAL_NAME * (1 + len(re.findall(r"[、，,；;]", inner)))


def _names_bodies(clause: Clause, book: NameBook) -> bool:
    """Tell whether a bracket without a role word holds nothing but bodies (县教育局、县强基办).

    At least half of the names are ones that the grammar is sure of, and one of them no collective; of several names
    all may be unknown offices of a jurisdiction (县强基办、县驻村办).
    """
    names = [book.parse(m.meant or m.printed) for m in clause.mentions]
    grades = [n.strength if n is not None else SUFFIX_ONLY for n in names] + [0.0] * len(clause.strays)
    if not grades or min(grades) < UNKNOWN:
        most = bool(grades) and grades[0] >= BARE and 2 * sum(g >= BARE for g in grades) > len(grades)
        # 市治水办、市水利局、太湖流域管理局苏州管理局: all end as bodies do, one is known; 某管委会，区住建局: a third are
        ends = bool(grades) and not clause.strays and min(grades) >= SUFFIX_ONLY and max(grades) > GROUP
        third = 3 * sum(g > GROUP for g in grades) >= len(grades) > 1
        return most or (ends and (third or (len(grades) > 2 and grades[0] >= UNKNOWN)))
    sure = sum(g >= BARE for g in grades)
    offices = all(n is not None and n.suffix in _OFFICES and n.level for n in names) and len(names) > 1
    return max(grades) > GROUP and 2 * sure >= len(grades) if sure else offices


def _unclosed(passage: Passage, book: NameBook) -> Found | None:
    """Read a bracket that a paragraph opens last and never closes, when all in it is a clause (（市财政局负责)."""
    start = max(passage.text.rfind(sign) for sign in OPEN)
    inner = passage[start + 1 :].strip(" 。；;.　")
    if start < 0 or not _ROLE_WORD.search(inner.text) or any(sign in CLOSE + "。" for sign in inner.text):
        return None
    clause = read_clause(inner, book)
    if not _is_text(inner.text) and assigns(clause) and not clause.strays and not clause.undecided:
        return Found(start, len(passage), inner, clause)
    return None


def _closing_sentence(passage: Passage, book: NameBook) -> Found | None:
    """Read a last sentence that says nothing but who does it (由甲牵头，乙、丙配合。), or its end from 由 on."""
    match = _LAST_SENTENCE.search(passage.text)
    if match is None or not _ROLE_WORD.search(match["said"]) or len(match["said"]) > 400:
        return None
    starts = [match.start("said"), *(match.start("said") + m.end() for m in re.finditer("[，,](?=由)", match["said"]))]
    for start in starts[:2]:
        inner = passage[start : match.end("said")]
        clause = read_clause(inner, book, rule="sentence", score=0.9)
        names = (book.parse(m.meant or m.printed) for m in clause.mentions)
        sure = all(n is not None and n.strength > SUFFIX_ONLY for n in names)
        if clause.mentions and clause.verbs and sure and not clause.strays and not clause.undecided:
            return Found(start, len(passage), inner, clause)
    return None


def _depth(text: str, end: int) -> int:
    """Count the brackets that stand open before ``end``."""
    depth = 0
    for char in text[:end]:
        if char in OPEN:
            depth += 1
        elif char in CLOSE and depth:
            depth -= 1
    return depth


def read_line(passage: Passage, book: NameBook) -> Clause | None:
    """Read a paragraph that is nothing but an assignment (责任单位：甲、乙), else None."""
    text = passage.text
    if _LABEL_LINE.match(text) and not _is_text(text) and "。" not in text.strip().rstrip("。"):
        clause = read_clause(passage, book, default="responsible", rule="line")
        return clause if assigns(clause) or clause.deadline else None
    return None


def assigns(clause: Clause) -> bool:
    """Tell whether a clause names at least one body in a role."""
    return any(is_body(m) for m in clause.mentions)


def is_body(mention: RoleMention) -> bool:
    """Tell whether a mention is a body by its form, not a stray phrase before a verb."""
    return mention.score >= 0.8

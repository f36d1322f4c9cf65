"""Prose lines -> paragraphs: line and page ends inside a sentence are healed, real paragraph ends kept.

How papers are printed: a paragraph ends with a closing mark of punctuation, a heading is a short
line with none, an ordinal opens a new paragraph. A line that ends inside a sentence goes on in the
next printed line, even over a blank line or a page number.
"""

from __future__ import annotations

import re

from policykg.docnumbers import number_line
from policykg.model import Paragraph, Passage
from policykg.read.lines import Line

_CLOSED = re.compile(r"[。！？；：!?;:…][”’」』）)〕\]】》]*$|[.．。]{3,}\s*\d*$")
#: A bracket that assigns ends a task, with or without a full stop.
_ASSIGNED = re.compile(r"[（(〔\[【][^（(）)]*(?:牵头|负责|配合|落实|实施|参与|单位[:：])[^。]*[)）〕\]】]$")
_SAID = re.compile(r"(?:牵头|负责|配合|落实|实施|参与|完成)[。；;]?$")
_OPEN_END = re.compile(r"[，、,（(《“‘—－-]$")
_PUNCTUATION = re.compile(r"[。，；：、！？,;]")
_MARK = re.compile(
    r"[\s\u3000]*(?:"
    r"[一二三四五六七八九十百]+、"
    r"|第[一二三四五六七八九十百零\d]+[章节条篇]"
    r"|[（(]\s*[一二三四五六七八九十\d]+\s*[)）]"
    r"|\d{1,3}\s*(?:[.．](?!\d(?!\d{3}年)(?!\d?月(?:[底末初份前]|[上中下]旬|\d{1,2}日)|G(?![A-Za-z])))|、(?!\d(?!\d{3}年)))"
    r"|【?(?:重点)?(?:任务|事项|举措|措施|项目|工程|问题|目标)\s*[一二三四五六七八九十\d]+\s*[】:：、.．]"
    r"|[①-⑳⑴-⒇]"
    r"|[◎●○◆◇■□★☆△▲※•·](?=\S)"
    r"|附\s*件|附\s*表|抄送|主送|（此件|\(此件|目\s*录$|#+\s"
    r"|\d{1,2}(?:[-—－至]\d{1,2})?日[，,]"
    r")"
)
_ORDINAL = re.compile(r"[（(]?\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?P<sign>[)）、.．])")
PAGE_NUMBER = re.compile(
    r"^[\s\u3000]*(?:[-—－·]+\s*\d{1,4}\s*[-—－·]+|第\s*\d{1,4}\s*页(?:\s*共\s*\d+\s*页)?|\d{1,3})[\s\u3000]*$"
)
_DATE_LINE = re.compile(
    r"^[\s\u3000]*(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日"
)
_DATED = re.compile(r"年\s*[\d一二三四五六七八九十]+\s*月\s*[\d一二三四五六七八九十]+\s*日\s*$")
#: The last characters of a sentence that the page end cut off (策。引导社会资本…).
_TAIL = re.compile(r"[\u4e00-\u9fff]{1,5}[。；]")
_ROLE_LINE = re.compile(
    r"^[\s\u3000◆●■◇▲★※·•]*[（(〔\[【]?\s*(?:[省市区县州]级?|主要)?(?:牵\s*头|责\s*任|配\s*合|主\s*责|主\s*办|协\s*办|参\s*与|落\s*实|实\s*施|承\s*办|负\s*责|分\s*工)"
    r"(?:责任|落实)?\s*(?:单\s*位|部\s*门|主\s*体|人|领\s*导)?\s*[:：】]"
)
#: A body on a line of its own: a name, without a mark.
_BODY_SIGNS = "局委厅部院办会处府县区"
_BODY_LINE = re.compile(r"[\u4e00-\u9fff（）()]{2,24}[局委厅部院办会处组行社司队站室团校所馆署府县市区镇心]")
#: Lines of a web page around a paper.
_FURNITURE = re.compile(
    r"ICP备|网站标识码|公网安备|版权所有|扫一扫|打印本页|关闭窗口|[\[【（(]\s*(?:打印|关闭)\s*[\]】）)]|^\s*(?:上|下)一[篇条][:：]|浏览次数|阅读次数|无障碍阅读|当前位置|分享到|字体[:：]|主办(?:单位)?[:：].*承办(?:单位)?[:：]"
    r"|^\s*(?:\S{2,14}公报[\s\u3000]{2,}\S*\d{4}年第\s*\d+\s*期|\d{4}年第\s*\d+\s*期[\s\u3000]{2,}\S+)\s*$"
)
#: A paper's addressees stand on lines of their own behind its title.
_ADDRESSEES = re.compile(r"^各[^。；]{2,80}[:：]$")
_LABEL_LINE = re.compile(r"^[\s\u3000]*[\u4e00-\u9fff]{2,6}[:：]")


def paragraphs(lines: list[Line]) -> list[Paragraph]:
    """Join the lines that belong together; page numbers on lines of their own are dropped."""
    kept = [x for x in lines if not _is_page_number(x) and not _FURNITURE.search(x.text)]
    printed = sorted(len(x.text.strip()) for x in kept if x.text.strip())
    wrap = printed[int(len(printed) * 0.9)] if printed else 0
    groups: list[list[Line]] = []
    blank_before = True
    for i, line in enumerate(kept):
        if not line.text.strip():
            blank_before = True
            continue
        if groups and not _signs(line, kept, i) and _goes_on(groups[-1], line, blank_before, wrap):
            groups[-1].append(line)
        else:
            groups.append([line])
        blank_before = False
    return [Paragraph(_weld(group)) for group in groups]


def _is_page_number(line: Line) -> bool:
    return bool(line.text.strip()) and bool(PAGE_NUMBER.match(line.text))


def _signs(line: Line, lines: list[Line], i: int) -> bool:
    """Tell whether a line is a signature: short, without punctuation, a date in the next printed line."""
    if len(line.text.strip()) > 30 or _PUNCTUATION.search(line.text):
        return False
    following = next((x.text for x in lines[i + 1 :] if x.text.strip()), "")
    return bool(_DATE_LINE.match(following)) and len(following.strip()) < 24


def _goes_on(group: list[Line], line: Line, blank_before: bool, wrap: int) -> bool:
    """Tell whether ``line`` goes on with the paragraph that ``group`` has begun."""
    last = group[-1].text.strip()
    here = line.text.strip()
    if _open_clause(group):
        # a clause that lacks nothing but its bracket, or before the next ordinal
        return not (_MARK.match(here) and (_SAID.search(last) or _follows(group[0].text, here)))
    if _ADDRESSEES.match(here) and not _PUNCTUATION.search(last):
        return False
    if any(p.match(here) for p in (_MARK, _DATE_LINE, _ROLE_LINE, _LABEL_LINE)) or number_line(here):
        return False
    if _ROLE_LINE.match(group[0].text.strip()) and _goes_on_with_bodies(group[0].text.strip(), last, here, line):
        return True
    if _CLOSED.search(last) or _ASSIGNED.search(last) or _DATE_LINE.match(last) or number_line(last):
        return False
    if _OPEN_END.search(last) or _open_bracket(group):
        return True
    if _DATED.search(here) and len(here) < 45:
        return False
    if _ROLE_LINE.match(group[0].text.strip()) and _is_sentence_behind(last, here):
        return False
    if line.text.startswith(("\u3000\u3000", "    ")) and not blank_before:
        return False
    marked = bool(_MARK.match(last))
    if here[:1] in "，。、；：）)”" or _TAIL.match(here):
        return True
    if "。" in last or any("。" in x.text for x in group[-40:]):
        return True
    if here.startswith(("（", "(")) and not blank_before:
        return False
    if marked:
        # a heading: short, without a full stop; a wrapped heading or sentence fills its line
        return len(last) >= 0.8 * wrap and len(last) > 24
    if not _PUNCTUATION.search(last):
        return len(last) >= 0.8 * wrap and len(last) > 24
    return len(last) > 24 or not blank_before


def _follows(first: str, here: str) -> bool:
    """Tell whether ``here`` opens with the ordinal next to that of ``first``, printed alike (1. and 2., （一） and （二）)."""
    one, two = _ORDINAL.match(first.strip()), _ORDINAL.match(here)
    if one is None or two is None or one["sign"] != two["sign"]:
        return False
    return one["n"].isdigit() == two["n"].isdigit() and _number(two["n"]) == _number(one["n"]) + 1


def _number(digits: str) -> int:
    """Return an ordinal below 100 as a number (三, 十二, 12)."""
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    return (
        10 * ("一二三四五六七八九".find(tens) + 1 if tens else bool(ten)) + "一二三四五六七八九".find(ones or "-") + 1
    )


def _goes_on_with_bodies(first: str, last: str, here: str, line: Line) -> bool:
    """Tell whether a line goes on with the bodies of a label: the label stood alone, or the line is indented."""
    if re.search(r"[。；;]$", last) or re.search(r"[。：:]", here) or len(here) >= 60:
        return False
    if _ROLE_LINE.fullmatch(first) and _BODY_LINE.fullmatch(here):
        return True
    return bool(_ROLE_LINE.fullmatch(last) or line.text.startswith((" ", "\u3000", "\t")) or _OPEN_END.search(last))


def _is_sentence_behind(last: str, here: str) -> bool:
    """Tell whether a list of bodies ends with ``last`` and ``here`` says something else: a sentence, no body's end."""
    first = re.split(r"[、，,；;。]", here)[0]
    return here.endswith("。") and last[-1:] in _BODY_SIGNS and first[-1:] not in _BODY_SIGNS


def _open_clause(group: list[Line]) -> bool:
    """Tell whether a bracket that assigns was opened and not closed (（牵头单位：甲；…)."""
    text = "".join(x.text for x in group[-12:])[-300:]
    start = max(text.rfind("（"), text.rfind("("))
    return start > max(text.rfind("）"), text.rfind(")")) and bool(
        re.search(r"牵头|责任|配合|单位|负责|参与", text[start:])
    )


def _open_bracket(group: list[Line]) -> bool:
    """Tell whether a title mark 《 was opened and not closed (brackets are too often lost to tell)."""
    text = "".join(x.text for x in group[:40])
    return len(text) < 600 and text.count("《") > text.count("》")


def _weld(group: list[Line]) -> Passage:
    parts: list[Passage] = []
    bare = bool(_ROLE_LINE.fullmatch(group[0].text.strip()))
    for i, line in enumerate(group):
        apart = i > 1 and bare and bool(_BODY_LINE.fullmatch(line.text.strip()))
        piece = line.passage.strip()
        if parts and (apart or _needs_space(parts[-1].text, piece.text)):
            parts.append(Passage(" ", (parts[-1].at[-1] + 1,)))
        parts.append(piece)
    return Passage.join(parts)


def _needs_space(before: str, after: str) -> bool:
    """Tell whether a line end parted two Latin words."""
    return (
        bool(before and after)
        and before[-1].isascii()
        and after[0].isascii()
        and before[-1].isalpha()
        and after[0].isalpha()
    )

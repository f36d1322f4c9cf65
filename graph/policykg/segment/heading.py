"""Where a paper names itself: document number, title, issuer, date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykg.docnumbers import find_numbers, number_line
from policykg.model import Heading, Paragraph, Passage
from policykg.segment.marks import han_number

_TYPES = (
    "通知|意见|方案|办法|规定|决定|决议|通告|公告|通报|批复|函|计划|规划|纲要|措施|政策|清单|要点|细则|分工|分工表|条例|规则|报告|"
    "议案|请示|命令|令|纪要|工作安排|安排|台账|任务书|责任书|行动|若干措施|指引|指南|任务表|一览表|明细表|计划表|责任表|大事记|任务分解表|分解表|推进表|任务分解|责任分解|目标分解|任务安排"
)
_TYPE_END = re.compile(rf"(?:{_TYPES})(?:[（(][^（()）]*[)）])*$")
#: A people's congress lists whom it appoints: 某市人大常委会任免名单.
_LIST_END = re.compile(r"(?:任免|任命|免职|免去|任职|接受辞职)(?:的)?(?:人员|干部)?名单(?:[（(][^（()）]*[)）])?$")
_LIST_ISSUER = re.compile(
    r"^(?P<body>[\u4e00-\u9fff]{2,30}?(?:人大常委会|人民代表大会常务委员会|人民代表大会|常委会|人民政府|委员会))"
    r"(?:主任会议|常务会议|主席团)?(?:关于|决定)*(?:任免|任命|免职|免去|任职|接受)"
)
#: Which of a congress's committees: 北京市第十五届人民代表大会常务委员会第三十一次会议.
_TERM = re.compile(r"第[一二三四五六七八九十百\d]+届")
_PASSED = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,12}?(?:第[一二三四五六七八九十百\d]+届)?(?:人民代表大会常务委员会|人大常委会))"
    r"(?:第[一二三四五六七八九十百\d]+次(?:主任)?(?:会议|\(扩大\)会议))"
)
_ABOUT = re.compile(r"关于|印发|转发|下发|公布")
_DATE = re.compile(
    r"(?P<y>\d{4}|[一二三四五六七八九〇○零Oo]{4})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_DATE_ONLY = re.compile(rf"^\s*{_DATE.pattern}\s*(?:印发|印|发布)?\s*$")
_DATE_END = re.compile(rf"{_DATE.pattern}\s*$")
_ADDRESSEE = re.compile(r"^(?:各|市|省|区|县|州|本|有关|国务院|中央).{2,}[:：]\s*$")
_MASTHEAD = re.compile(r"^(?P<issuer>[\u4e00-\u9fff\s]{2,40}?)\s*文\s*件$")
_BODY = re.compile(
    r"(?:人民政府|政府|委员会|办公室|办公厅|委|厅|局|部|署|院|办|党组|指挥部|领导小组|小组|中心|公司|管委会|联席会议)$"
)
#: Bodies that issue lists of posts, not tasks: people's congresses, party committees.
_COMMITTEE = re.compile(r"(?:人大常委会|常委会|主任会议|人民代表大会)$")
_HAN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "O": "0", "o": "0"}
#: How many paragraphs the head of a paper may take.
HEAD = 14


#: The text has begun: what stands behind is no title of the paper.
_OUTLINE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章节])"
)


def tight(text: str) -> str:
    """Drop white space between Chinese characters and at the ends.

    >>> tight("聊城市人民政府 关于印发 2023 年方案的 通 知")
    '聊城市人民政府关于印发2023年方案的通知'
    """
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text.strip())


def read_number(text: str) -> str:
    """Return the document number in a text in its official form, "" when there is none.

    >>> read_number("菏政办字 [2023] 56号")
    '菏政办字〔2023〕56号'
    """
    found = number_line(text, True) or next(iter(find_numbers(text)), None)
    return str(found) if found else ""


def is_number_line(text: str, closed: bool = False) -> bool:
    """Tell whether a paragraph is a document number and nothing else; with ``closed`` a full stop may end it."""
    return number_line(text, closed) is not None


def read_date(text: str) -> str:
    """Return the last civil date in a text as ISO 8601, "" when there is none.

    >>> read_date("二〇二三年十二月三十一日")
    '2023-12-31'
    """
    found = list(_DATE.finditer(text))
    if not found:
        return ""
    last = found[-1]
    year = "".join(_HAN_DIGITS.get(c, c) for c in last["y"])
    month, day = han_number(last["m"]), han_number(last["d"])
    if not (year.isdigit() and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year}-{month:02d}-{day:02d}"


def is_signature(text: str) -> bool:
    """Tell whether a paragraph is who signs: a body's name alone (the date stands in the next).

    >>> is_signature("贵阳市人民政府办公厅"), is_signature("要求报市人民政府办公厅。")
    (True, False)
    """
    name = tight(text)
    return 4 <= len(name) <= 30 and not re.search(r"[，。；：、,;:]", name) and bool(_BODY.search(name))


def is_date_line(text: str) -> bool:
    """Tell whether a paragraph is a date and nothing else."""
    return bool(_DATE_ONLY.match(text))


def is_addressee(text: str) -> bool:
    """Tell whether a paragraph names the addressees (各县（市、区）人民政府…：)."""
    return bool(_ADDRESSEE.match(text.strip())) and not re.search(r"。|决定|如下|任命|免去|现将|为了", text)


def looks_like_title(text: str) -> bool:
    """Tell whether a text ends as titles do and is no sentence."""
    text = tight(text)
    return (
        5 < len(text) < 140
        and "。" not in text
        and bool(_TYPE_END.search(text) or _LIST_END.search(text))
        and not text.startswith(("附件：", "附件:", "根据", "按照", "现将"))
    )


def read_heading(paragraphs: Sequence[Paragraph]) -> tuple[Heading, int]:
    """Read the head of an act; return it and the index of the first paragraph behind title and addressee.

    The title is the run of lines that ends as titles do, before or behind the number; the issuer is
    what stands before 关于, else the masthead, else the signature above the date.
    """
    head = paragraphs[:HEAD]
    number, title, masthead = "", "", ""
    passages: list[Passage] = []
    number_at = next((i for i, p in enumerate(head) if is_number_line(p.text, True)), None)
    addressee = next((i for i, p in enumerate(head) if is_addressee(p.text)), None)
    if number_at is not None:
        number = read_number(head[number_at].text)
        passages.append(head[number_at].passage)
    marked = (i for i, p in enumerate(head) if i and _OUTLINE.match(p.text.strip()))
    stop = addressee if addressee is not None else next(marked, len(head))
    title_range = _title_range(head, number_at, stop)
    after = (addressee + 1) if addressee is not None else 0
    if title_range:
        first, last = title_range
        title = tight("".join(p.text for p in head[first:last]))
        title = re.sub(r"^#+\s*", "", title)
        passages += [p.passage for p in head[first:last]]
        after = max(after, last)
        if not number and (inline := [n for n in find_numbers(title) if n.end == len(title)]):
            number, title = str(inline[0]), title[: inline[0].start]
    after = max(after, (number_at or -1) + 1)
    for p in head[: max(after, 1)]:
        match = _MASTHEAD.match(p.text.strip())
        if match:
            masthead = tight(match["issuer"])
        elif not masthead and _BODY.search(tight(p.text)) and len(tight(p.text)) < 24 and not _ABOUT.search(p.text):
            masthead = tight(p.text)
    signature, date = _signature(paragraphs, after)
    issuer = _issuer_of(title) or masthead or signature or (_congress(paragraphs) if _LIST_END.search(title) else "")
    return Heading(number, title, issuer, date, tuple(passages)), after


def _title_range(head: Sequence[Paragraph], number_at: int | None, stop: int) -> tuple[int, int] | None:
    """Find the lines of the title: up to four, ending as titles do, nearest behind the number, else before it."""

    def fits(i: int, j: int) -> bool:
        pieces = [p.text for p in head[i:j]]
        if any(is_number_line(x) or is_date_line(x) or is_addressee(x) or len(tight(x)) > 100 for x in pieces):
            return False
        joined = tight("".join(pieces))
        return (
            looks_like_title(joined)
            and not joined.endswith(("文件",))
            and (j - i == 1 or bool(_ABOUT.search(joined)) or len(joined) < 80)
        )

    starts = list(range(number_at + 1, stop)) if number_at is not None else []
    starts += list(range(number_at if number_at is not None else stop))
    for i in starts:
        for j in range(min(len(head), i + 5), i, -1):
            if j <= max(stop, i + 1) and fits(i, j) and not _is_annex_mark(head[i].text):
                # a masthead in front of the title proper belongs to it only when it is the issuer
                return i, j
    return None


def _is_annex_mark(text: str) -> bool:
    return bool(re.match(r"^\s*附\s*(?:件|表)\s*\d*\s*[:：]?\s*$", text))


def _issuer_of(title: str) -> str:
    """Return what stands before 关于 in a title when it is a body (聊城市人民政府关于…)."""
    match = re.match(r"^([\u4e00-\u9fff\s]{3,60}?)(?:关于|印发|转发|公布)", title)
    if match and (_BODY.search(match.group(1)) or _COMMITTEE.search(match.group(1))):
        return _TERM.sub("", match.group(1)).removesuffix("主任会议")
    listed = _LIST_ISSUER.match(title) if _LIST_END.search(title) else None
    return _TERM.sub("", listed["body"]) if listed else ""


def _congress(paragraphs: Sequence[Paragraph]) -> str:
    """Return the congress's committee whose session passed a list (…人民代表大会常务委员会第三十一次会议通过)."""
    for p in paragraphs[:6]:
        if match := _PASSED.search(re.sub(r"^.*?日", "", tight(p.text))):
            return _TERM.sub("", match["body"])
    return ""


def _signature(paragraphs: Sequence[Paragraph], after: int) -> tuple[str, str]:
    """Return signature and date: the first date line behind the head with a body above or before it."""
    for i in range(after, len(paragraphs)):
        text = paragraphs[i].text
        if is_date_line(text):
            above = tight(paragraphs[i - 1].text) if i else ""
            return (above if _BODY.search(above) and len(above) < 40 else ""), read_date(text)
        match = _DATE_END.search(text)
        if (
            match
            and len(text) < 60
            and (body := tight(text[: match.start()]))
            and _BODY.search(body)
            and "。" not in body
        ):
            return body, read_date(text)
    for p in paragraphs[: max(after, 6)]:
        if (
            re.search(r"(?:发布|成文|印发)(?:日期|时间)|^[（(]?\s*\d{4}\s*年\s*\d+\s*月\s*\d+\s*日", p.text)
            and len(p.text) < 80
        ):
            return "", read_date(p.text)
    return "", ""

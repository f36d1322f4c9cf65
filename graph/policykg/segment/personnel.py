"""任免: a paper that appoints and removes -> one item a person and post."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policykg.model import Cell, Issue, Item, Paragraph, Passage, Table
from policykg.segment.heading import is_addressee, is_date_line, is_number_line

_TITLE = re.compile(
    r"任免|任命|免去|任职|免职|聘任|解聘|职务调整|(?:辞去|撤销|不再担任|代理).{2,40}职务|职务的(?:通知|决定|公告)|退休的|挂职的|辞职"
)
_NO_TITLE = re.compile(r"办法|条例|规定|制度|规则|细则|程序|方案|(?<!任免)意见|培训|考试|资格")
_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、.．)）]|[①-⑳])\s*"
)
_SWITCH = (
    (re.compile(r"(?:任命|任职|聘任)(?:了?(?:下列|以下))?的?(?:同志|人员|名单)?的?(?:职务)?(?:如下)?[:：]?$"), "任命"),
    (
        re.compile(
            r"(?:免去|免职|撤销|(?<!任)免除)(?:了?(?:下列|以下))?的?(?:同志|人员|名单)?的?(?:职务)?(?:如下)?[:：]?$"
        ),
        "免去",
    ),
)
#: A clause that gives or takes a post: verbs in front, or behind one or more persons.
_GIVES = re.compile(
    r"^(?:同时|并|现|经?.{0,40}?决定)*(?:任命|聘任|免去|撤销|解聘|接受|批准)(?!名单|如下|程序|下列|以下|上述)[\u4e00-\u9fff·]{3,}"
    r"|^(?:[\u4e00-\u9fff·]{2,16}(?:[（(][^（()）]*[)）])?、?){1,40}(?:同志)?(?:因.{2,16})?"
    r"(?:为|任(?![期职免前内务何用命])|担任|兼任|代理|不再担任|不再兼任|辞去).{3,}"
    r"|^(?:[\u4e00-\u9fff·]{2,16}(?:[（(][^（()）]*[)）])?、?){1,40}的.{3,}职务"
)
#: What stands in brackets, and what was blanked.
_ASIDE = re.compile(r"[（(][^（()）]*[)）]|\*+")
_NOT_ENTRY = re.compile(r"^(?:原|各|以上|上述|现将|根据|按照|依照|请|为了?|特此|本|该|凡|如|其中|自)")
#: Under a heading that says what happens, a person and a post in a row are enough.
_BARE_ENTRY = re.compile(
    r"^[\u4e00-\u9fff·、]{6,60}(?:[长员师任记席事理监授]|常委|政委|代表)(?:职务)?(?:[（(][^（()）]*[)）])?$"
)
_SPEAKS = re.compile(r"职务|任命|免去|不再担任|辞去|退休")
_STRICT = re.compile(r"^(?:决定)?(?:任命|免去)[\u4e00-\u9fff·]{2,12}?(?:同志)?(?:为|的).{4,}")


def is_personnel(title: str) -> bool:
    """Tell whether a paper's title says that it appoints or removes."""
    return bool(_TITLE.search(title)) and not _NO_TITLE.search(title)


def appoints(title: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether a paper whose title says nothing of it (公告, 令) does little but appoint and remove."""
    if title and not title.endswith(("公告", "命令", "令", "决定")):
        return False
    texts = [e.squeeze().text for e in _entries(paragraphs)]
    strict = sum(bool(_STRICT.match(_MARK.sub("", t))) for t in texts)
    return strict > 0 and 2 * strict >= sum(len(t) > 20 for t in texts)


def read_personnel(paragraphs: Sequence[Paragraph], part: str) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    """Return one item an entry (a person or several, in one post or several), and what is no entry.

    Entries end with ； or 。; a line end inside one is healed. 任命： and 免去： govern the entries
    behind them and stand as the item's section.
    """
    items: list[Item] = []
    loose: list[Passage] = []
    action = ""
    for entry in _entries(paragraphs):
        text = entry.squeeze().strip("*")
        said = _MARK.sub("", text.text)
        switch = next((a for p, a in _SWITCH if p.search(said) and len(said) < 60 and not _GIVES.match(said)), None)
        if switch:
            action = switch
            loose.append(entry)
            continue
        if not _is_entry(said.strip("；;。"), action):
            loose.append(entry)
            continue
        n = str(len(items) + 1)
        items.append(Item("appointment", part, action, n, "", (n,), Passage("", ()), text.strip("；;。")))
    return tuple(items), tuple(loose)


#: What the columns of a table of appointments hold.
_NAME_HEAD = re.compile(r"^(?:姓名|人员|同志|任免对象)$")
_BODY_HEAD = re.compile(r"^(?:(?:任职)?(?:单位|部门)(?:名称)?)$")
_POST_HEADS = (
    (re.compile(r"^(?:拟任(?:命)?|提名|推荐)(?:职务|职位|岗位|人选职务)?$"), "提名"),
    (re.compile(r"^(?:任命?|任职|新任|现任命|聘任)(?:的)?(?:职务|职位|岗位)?$"), "任命"),
    (re.compile(r"^(?:拟?免去?|免职|解聘|免任)(?:的)?(?:职务|职位|岗位)?$"), "免去"),
)


def read_table(table: Table, part: str, count: int, action: str) -> tuple[tuple[Item, ...], tuple[Passage, ...]]:
    """Return one item a person and cell of posts of a table (姓名, 任职务, 免职务), and the rows that are none.

    ``count`` items stand before it; a column headed 职务 alone has the posts of ``action``, the heading above.
    """
    if not table.rows:
        return (), ()
    names, bodies, posts = _columns(table.rows[0], action)
    if len(names) != 1 or not posts:
        return (), tuple(Passage.join(c.passage for c in row) for row in table.rows)
    items: list[Item] = []
    loose: list[Passage] = [Passage.join(c.passage for c in table.rows[0])]
    for row in table.rows[1:]:
        made = False
        for n, what in posts.items():
            cells = [row[k].passage.squeeze() for k in (*names, *bodies, n) if k < len(row)]
            ordered = all(a.at[-1] < b.at[0] for a, b in itertools.pairwise(c for c in cells if c.at))
            if n < len(row) and cells[0].text and cells[-1].text.strip("—-－/") and ordered:
                at = str(count + len(items) + 1)
                items.append(Item("appointment", part, what, at, "", (at,), Passage("", ()), Passage.join(cells)))
                made = True
        if not made:
            loose.append(Passage.join(c.passage for c in row))
    return tuple(items), tuple(loose)


def _columns(header: Sequence[Cell], action: str) -> tuple[list[int], list[int], dict[int, str]]:
    """Return the columns of names and of bodies, and what happens to the posts of the others."""
    texts = ["".join(c.text.split()) for c in header]
    posts = {n: what for n, t in enumerate(texts) for head, what in _POST_HEADS if head.match(t)}
    if action and not posts:
        posts = {n: action for n, t in enumerate(texts) if t in ("职务", "职位")}
    named = [n for n, t in enumerate(texts) if _NAME_HEAD.match(t)]
    return named, [n for n, t in enumerate(texts) if _BODY_HEAD.match(t)], posts


def unread_entries(loose: Sequence[Passage], path: str) -> list[Issue]:
    """Report the sentences outside entries that speak of posts, and are no heading or opening of entries."""
    found = []
    for passage in loose:
        text = passage.squeeze()
        if _SPEAKS.search(text.text) and text.text.endswith(("。", "；", ";")) and not re.match(r"现将|请", text.text):
            found.append(Issue(path, 0, "appointment-unread", *text.span(), (text.text[:40],)))
    return found


def _is_entry(text: str, action: str) -> bool:
    if text.startswith("原"):
        return False  # posts that lapse with their bodies: nobody is named
    text = _ASIDE.sub("", text)
    clauses = [_MARK.sub("", c) for c in re.split(r"[，,](?![^（(]*[)）])", text)]
    return any(_GIVES.match(c) and not _NOT_ENTRY.match(c) for c in clauses) or bool(
        action and _BARE_ENTRY.match(text) and not _NOT_ENTRY.match(text)
    )


#: A line that holds a person and a post with white space between them.
_ROW = re.compile(r"^[\u4e00-\u9fff][\u4e00-\u9fff·\u3000 ]{1,8}[\u3000 \t]+[\u4e00-\u9fff]{5,}")
#: The number of a congress's announcement, without a sign: 〔十五届〕第57号.
_SERIAL = re.compile(r"^(?:[〔\[（(][^〔\[（()）\]〕]{2,8}[〕\]）)])?第?\s*\d{1,4}\s*号$")
#: An entry printed without its end mark, and the head of the next one.
_ENDED = re.compile(r"(?:[长员师任记席事理监授]|职务|决定|名单|[)）*]|\d号)$")
_STARTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|(?:决定)?(?:任命|免去)|"
    r"[\u4e00-\u9fff·]{2,12}(?:同志)?(?:为|任(?![期职免前内务何用命])|的.{3,}职务)|市?人民政府决定|[（(]\d{4}年)"
)


def _entries(paragraphs: Sequence[Paragraph]) -> list[Passage]:
    """Join paragraphs that a page end broke and cut at the ends of entries."""
    joined: list[Passage] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if is_number_line(text) or is_addressee(text) or _SERIAL.match(text):
            continue
        before = joined[-1].text if joined else ""
        ends = bool(re.search(r"[；;。：:]$", before.strip())) or is_date_line(text) or is_date_line(before)
        starts = _STARTS.match("".join(text.split())) or _ROW.match(text)
        ends = ends or bool(_ENDED.search(before.strip()) and starts)
        if joined and not ends and len(before) < 400 and not _looks_signed(before, text):
            joined[-1] = Passage.join((joined[-1], paragraph.passage))
        else:
            joined.append(paragraph.passage)
    entries: list[Passage] = []
    for passage in joined:
        start = 0
        depth = 0
        for i, char in enumerate(passage.text):
            depth += (char in "（(") - (char in "）)")
            if (char in "；;。" and depth <= 0) or (char in "：:" and depth <= 0):
                entries.append(passage[start : i + 1].strip())
                start = i + 1
        entries.append(passage[start:].strip())
    return [e for e in entries if e.text]


def _looks_signed(before: str, text: str) -> bool:
    return is_date_line(text) or before.endswith(("人民政府", "办公室"))

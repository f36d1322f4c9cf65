"""Names of contacts: persons named only so that they can be asked or rung up, not as holders of a public post.

A name is a contact's behind 联系人, 责任人, 牵头领导, 经办人 … (unless a post goes with it), beside a number or address that was
blanked (省财政厅 某某 0871-…), and in a table's columns of such persons. Names begin with a surname
(lexicon/surnames.csv) or hold the dot of names from other languages (·); words that only begin with one stand in
lexicon/not_names.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from policykg.lexicon import Lexicon
from policykg.model import Block, Cell, Document, Paragraph, Passage, Table
from policykg.resources import read_table

_HAN = r"[\u4e00-\u9fff]"
#: A given name's sign; 某 stands for nobody.
_GIVEN = r"[\u4e00-\u9fff](?<![某的])"
#: Where a body's name may end in front of a person's.
_BODY_END = "局委厅办部院处科室会所站队校司关行厂店村组镇乡"
#: A name does not end as bodies, places and labels do.
_NO_END = "(?<![局委厅部处科室会站县区州旗镇乡村路址编箱号线话网])"
#: Behind a name that is joined to no other word.
_BEHIND = r"(?=(?:同志|先生|女士|老师)?(?:[^\u4e00-\u9fff]|联系|电话|手机|办公|$))"
#: A post, which makes of a person its holder.
_POST = r"(?:局长|厅长|主任|书记|主席|市长|县长|区长|州长|省长|部长|秘书长|委员|院长|校长|行长|董事长|总经理|处长|科长|队长|所长|站长|会长|专员|巡视员|调研员)"
_LABELS = (
    r"(?:联 {0,2}系 {0,2}人|联络[员人]|经办人|承办人|填报人|填表人|制表人|报送人|对接人|咨询人|收件人|受理人|责 {0,2}任 {0,2}人"
    r"|(?:责任|牵头|分管|包保|包联|联系|挂点|督导)(?:[省市县区]级?)?领导"
    r"|(?<!主要)(?<!单位)(?<!部门)负责人|负责同志|联系同志|值班人员?|工作人员|专职人员|联系(?=:))"
)
#: What may stand between a name and its number: marks, tags, labels, a bracketed or plain post.
_TO_NUMBER = (
    r"(?:同志|先生|女士|老师)?(?:的|联系)?(?:[ ,]{0,2}\(?[\u4e00-\u9fff]{0,8}(?:长|主任|科员|职员|干事|秘书|经理|专干|主管|会计)\)?)?"
    r"(?:[ \t:,(/|;、-]|<[^<>\n]{0,60}>){0,6}\n?[ \t(]{0,3}"
    r"(?:(?:联系|办公|移动|固定|值班|咨询)?(?:电 ?话|手 ?机|方式|座机|微信|邮箱|QQ|号码|(?i:tel|mobile|e-?mail))(?:号码?)?)?(?:为|是)?[ :(]{0,3}"
)


@cache
def _name() -> str:
    """Return the expression of a name; between surname and a single given sign there may be spaces."""
    surnames = [r["surname"] for r in read_table("surnames.csv")]
    one, two = "".join(s for s in surnames if len(s) == 1), "|".join(s for s in surnames if len(s) == 2)
    foreign = rf"{_HAN}{{1,6}}(?:·{_HAN}{{1,8}}){{1,3}}"
    titled = rf"[{one}](?:科长|处长|主任|老师|经理|局长|队长|所长|站长|书记|先生|女士|工(?!{_HAN})|总(?!{_HAN}))"
    whole = rf"(?:{two}){_GIVEN}(?:{_GIVEN})?|[{one}]{_GIVEN}(?:{_GIVEN})?|[{one}] {{1,4}}{_GIVEN}"
    return rf"(?!任[命免用]|聘任)(?:{foreign}|{titled}|(?:{whole}){_NO_END})"  # 任命 is a verb, though 任 is a surname


@cache
def _not_names() -> frozenset[str]:
    return frozenset(r["word"] for r in read_table("not_names.csv"))


@cache
def _named() -> re.Pattern[str]:
    name, start = (
        _name(),
        rf"(?:(?<![\d\u4e00-\u9fff·])|(?<=[{_BODY_END}])|(?<=中心)|(?<=公司)|(?<=集团)|(?<=银行)|(?<=人员))",
    )
    return re.compile(rf"{start}(?P<names>{name}(?:[ 、,/]{{1,2}}{name})*){_TO_NUMBER}$")


@cache
def _behind_number() -> re.Pattern[str]:
    return re.compile(rf"[ \t]{{0,2}}[(/ \t]{{0,2}}(?P<names>{_name()}){_BEHIND}")


@cache
def _labelled() -> re.Pattern[str]:
    name = _name()
    body = rf"(?:{_HAN}{{2,20}}?(?:[{_BODY_END}]|中心|公司)[ ,]?)?"
    bracket = r"(?: ?\((?!" + _HAN + rf"{{0,20}}?{_POST})[^()\n]{{0,16}}\))?"
    one = rf"{name}(?:同志)?{_BEHIND}{bracket}"
    return re.compile(
        rf"{_LABELS}(?:姓名)?(?:及(?:联系)?(?:电话|方式))?(?: ?\([^()\n]{{0,10}}\))? ?(?::|为|\||\t) ?"
        rf"{body}(?P<names>{one}(?:[ 、,/;]{{1,2}}{one}){{0,5}})(?! ?\({_HAN}{{0,20}}?{_POST})"
    )


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(
        rf"(?:与|找|请向)(?:{_HAN}{{2,20}}?[{_BODY_END}])?(?P<names>{_name()})(?:同志|先生|女士|老师)?联系"
    )


@cache
def _with_local_number() -> re.Pattern[str]:
    """Find a name and a number of seven or eight digits, in brackets or behind an office: 市财政局（某某，8288079）."""
    office, number = rf"{_HAN}{{0,20}}[{_BODY_END}]", r"\d{3,4}-?\d{4}(?!\d)"
    return re.compile(
        rf"(?:\((?:{office} ?)?(?=[^()]{{0,90}}\))|(?<=[局委厅办处科室]) {{1,2}})(?P<n>(?P<who>{_name()})[ ,:]{{0,2}}{number})(?=[);,。\s]|$)"
    )


@cache
def _one_name() -> re.Pattern[str]:
    return re.compile(_name())


def contact_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where contacts' names stand in a text whose numbers are blanked already (``*``), its signs in plain form.

    >>> text = "（省财政厅 李四(***********)；联系人:张三）"
    >>> [text[a:b] for a, b in contact_names(text)]
    ['李四', '张三']
    """
    for match in re.finditer(r"\*[*@. -]{4,}", text):
        start, end = match.span()
        window = max(0, start - 70)
        if before := _named().search(text[window:start]):
            yield from _each(before["names"], window + before.start("names"))
        if behind := _behind_number().match(text, end):
            yield from _each(behind["names"], behind.start("names"))
    for form in (_labelled(), _asked()):
        for match in form.finditer(text):
            yield from _each(match["names"], match.start("names"))
    for match in _with_local_number().finditer(text):
        if "".join(match["who"].split()) not in _not_names():
            yield match.span("n")
    for match in _ANY_CONTACT.finditer(text):
        yield match.span("n")


def _each(names: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _one_name().finditer(names):
        if "".join(match.group().split()) not in _not_names():
            yield at + match.start(), at + match.end()


#: Behind 联系人 any two to four signs are a name, whatever they begin with, but for offices.
_CONTACT = rf"(?!(?:姓名|电话|方式|名单|手机|职务|单位|及|备注)){_HAN}{{2,4}}(?<![局委厅办科处室部])(?=[;,、/。()\s]|联系|电话|手机|\d|\*|$)"
_ANY_CONTACT = re.compile(
    rf"联 {{0,2}}系 {{0,2}}人(?:为|是)?(?: ?\([^()\n]{{0,10}}\))? ?:? ?(?P<n>{_CONTACT}(?: ?[、/,] ?{_CONTACT}){{0,2}})"
)


# --- tables ---------------------------------------------------------------------------------------


def named_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a person's name and a local number behind it stand (市财政局 某某 3182233), in a text in plain form.

    Only where the name itself follows a body or a word of asking: 金额3182233 is a sum.

    >>> text = "市财政局赵某某3182233,联系钱柒 318-2234;市财政局余额3182233"
    >>> [text[a:b] for a, b in named_numbers(text)]
    ['钱柒 318-2234']
    """
    for match in _named_local().finditer(text):
        if match["name"].replace(" ", "") not in _not_names():
            yield match.start("name"), match.end("n")


@cache
def _named_local() -> re.Pattern[str]:
    ends = "|".join(rf"(?<={w})" for w in (f"[{_BODY_END}]", "中心", "公司", "咨询", "联系", "联络", "对接"))
    day = r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])"
    return re.compile(
        rf"(?:{ends}) {{0,2}}(?P<name>{_name()}) {{0,2}}:? ?(?P<n>(?!{day})[2-8]\d{{2,3}}-?\d{{4}})(?=[)\],;。、/ \s]|$)"
    )


def further_contacts(text: str) -> Iterator[tuple[int, int]]:
    """Yield what follows a contact that is blanked already: the next name with its local number, or the number itself.

    >>> text = "(**:********;王五:63612340);联系人:** 63612346;投资63612340元"
    >>> [text[a:b] for a, b in further_contacts(text)]
    ['王五:63612340', '63612346']
    """
    for match in re.finditer(r"\*[* ]*\*", text):
        at = match.end()
        while further := _further().match(text, at):
            at = further.end()
            if (further["name"] or "").replace(" ", "") in _not_names():
                break
            yield further.span("n" if further["n"] else "m")


@cache
def _further() -> re.Pattern[str]:
    day = r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])"
    number = rf"(?!{day})[2-8]\d{{2,3}}-?\d{{4}}(?=[)\],;。、/\n]| *(?:\n|$)| {{1,3}}[^\d 元万亿亩吨公平户人个件])"
    return re.compile(
        rf" ?\)?[ ;、,/和及]{{1,3}}\(?(?P<n>(?P<name>{_name()})[ ,:(]{{0,2}}{number})|[ ,:(]{{1,2}}(?P<m>{number})"
    )


def without_contacts(document: Document, lexicon: Lexicon) -> Document:
    """Blank the names in a document's columns of contacts and of persons in charge who are named without a post."""
    hidden: set[int] = set()
    columns: dict[int, str] = {}
    width = 0
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        across = max((len(r) for r in block.rows), default=0)
        columns = columns if across == width and not _personal(block.rows[:1], lexicon, True) else {}
        width = across
        for row in block.rows:
            heads = {} if _of_posts(row) else _personal((row,), lexicon)
            columns |= heads
            for n, meaning in columns.items():
                if n not in heads and n < len(row):
                    hidden.update(_persons(row[n].passage, meaning))
    if not hidden:
        return document
    text = "".join("*" if i in hidden and not c.isspace() else c for i, c in enumerate(document.text))
    return replace(document, text=text, blocks=tuple(_blanked(b, hidden) for b in document.blocks))


def _personal(rows: tuple[tuple[Cell, ...], ...], lexicon: Lexicon, known: bool = False) -> dict[int, str]:
    """Return the columns of persons that a header row opens; with ``known`` any column that it knows."""
    found = {n: lexicon.column(c.text).meaning for row in rows for n, c in enumerate(row) if c.text.strip()}
    return {n: m for n, m in found.items() if m in ("contact", "person") or (known and m)}


#: Headers of the posts that a table gives and takes, and of what only a list of contacts has.
_POSTS_HEAD = re.compile(r"^(?:拟?任命?|拟?免去?|任职|免职|提名|聘任|解聘|推荐)(?:的)?(?:职务|职位|人选)$")
_CONTACT_HEAD = re.compile(r"联系|电话|手机|邮箱|微信|方式")


def _of_posts(header: tuple[Cell, ...]) -> bool:
    """Tell whether a header row is that of appointments (姓名, 任职务, 免职务): its persons are holders of public posts."""
    texts = ["".join(c.text.split()) for c in header]
    return any(_POSTS_HEAD.match(t) for t in texts) and not any(_CONTACT_HEAD.search(t) for t in texts)


#: A telephone number in a column of its own, however its digits are parted.
_NUMBERS = re.compile(r"\d(?:[\d \u3000\-—–－.·/\\()（）转]*\d)?")


def _persons(passage: Passage, meaning: str) -> Iterator[int]:
    """Yield the offsets of names and numbers in a cell; one that names posts keeps them with their holders."""
    for match in _NUMBERS.finditer(passage.text):
        if len(re.sub(r"\D", "", match.group())) >= (3 if meaning == "contact" else 7):
            yield from (passage.at[i] for i in range(*match.span()))
    for match in re.finditer(rf"{_HAN}(?:[ \u3000]{{0,4}}(?:·|{_HAN}))*", passage.text):
        words = "".join(match.group().split())
        if meaning == "person" and re.search(_POST, passage.text):
            return
        named = _one_name().fullmatch(words) or (meaning == "contact" and 2 <= len(words) <= 3 and "某" not in words)
        if (
            named
            and words not in _not_names()
            and not re.search(rf"[{_BODY_END}市省县区州旗话机式箱]$|电话|姓名", words)
        ):
            yield from (passage.at[i] for i in range(*match.span()))
        elif meaning == "contact" and (behind := re.search(rf"(?:[{_BODY_END}]|中心|公司)({_name()})$", match.group())):
            yield from (passage.at[i + match.start()] for i in range(*behind.span(1)))


def _blanked(block: Block, hidden: set[int]) -> Block:
    def blank(p: Passage) -> Passage:
        return Passage(
            "".join("*" if o in hidden and not c.isspace() else c for c, o in zip(p.text, p.at, strict=True)), p.at
        )

    if isinstance(block, Paragraph):
        return Paragraph(blank(block.passage))
    return replace(block, rows=tuple(tuple(Cell(blank(c.passage), c.inherited) for c in row) for row in block.rows))

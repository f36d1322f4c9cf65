"""Personal numbers and addresses -> asterisks, before anything else sees the text.

Telephone, 微信 and QQ numbers, numbers of identity cards, e-mail addresses and the names of contacts (联系人) stay out of texts, graph, exports and
pages because they are blanked where the text comes in. What merely looks like them stays: sums, years, document
numbers, codes of divisions and projects, and the short numbers of public services (12345).

Forms: mobile numbers have 11 digits from 13 to 19, fixed ones an area code (010, 02x, 0xxx) and 7 or 8 digits
(telephone numbering plan of the MIIT); identity numbers follow GB 11643-1999 (six digits of a place, date of birth,
three digits, a check sign).
"""

from __future__ import annotations

import re
import unicodedata

from policykg.read.contacts import contact_names, further_contacts, named_numbers
from policykg.read.unseen import without_unseen

#: Full-width signs, dashes and spaces as their plain forms, sign for sign, so that offsets hold.
_PLAIN = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(map(ord, "‐‑‒–—―−－─﹣"), "-")
_PLAIN |= dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009"), " ")
_PLAIN |= {ord("﹫"): "@", ord("【"): "[", ord("】"): "]", ord("．"): "."}

#: What a number begins with is looked for first: most signs of a text are none of it.
_START = r"(?=[\d(+])(?<!\d)(?<!\d\.)(?<!编号)(?<!编号:)(?<!代码)(?<!代码:)(?<!证号)(?<!证号:)"
_END = r"(?!\d)"
#: A solid run of digits is a number of something when its unit follows; one with dashes or an area code is not.
_SOLID = r"(?!\d)(?!\.\d)(?! ?[多余]?[万亿]?(?:元|吨|千瓦|千克|千米|公里|平方|立方|米|人次|人民币|美元|件|个|户|亩|公顷|次|株|%))"
_DASH = r"(?: ?-+\s{0,2})"
_YEAR = r"(?:19|20)\d\d"
_DAY = rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_INNER = r"(?:(?:转|分机|内线) ?(?:分机)? ?:? ?\d(?: ?\d){0,5}|(?:-|#|ext\.?) ?\d{1,5})(?!\d)"
_EXTENSION = rf"(?: ?(?:\({_INNER}\)|{_INNER}))?"
#: Further numbers behind the first share its area code: 0635-8288000、8288001.
_MORE = rf"(?: ?[/、,;或和] ?(?!{_DAY}(?!\d))\d{{7,8}}(?!\d)(?! ?[元万亿]))*"
_NATION = r"(?:(?:\((?:\+|00) ?86\)|(?:\+|00) ?86|86-)[- ]?)?"
_AREA = r"(?:010|02\d|0[3-9]\d\d)"
_LOCAL = r"(?:\d{7,8}|\d{3,4}[- ]\d{4})"
_SAID = r"(?:号码|号)?(?:为|是)?(?: ?\([^()\n]{0,10}\))? ?:? ?"
_LABEL = (
    rf"(?:电 {{0,2}}话|手 {{0,2}}机|联系方式|座机|传 {{0,2}}真|热线|值班室|咨询|(?i:tel|phone|mobile|fax)\.?){_SAID}"
)
_PERSON = r"(?:联系人|联系方式|联系电话|联系(?=:)|电话|手机|传真)[^\d\n。;]{0,12}"
#: What may part the digits of a number behind a label: no year, no date.
_APART = r"[ .·_/()-]{0,3}"
_DATED = rf"(?!{_YEAR} ?[-./年] ?\d{{1,4}}(?!\d))"
_AT = r"(?: {0,2}(?:@|&#64;|&#[xX]40;|&commat;|[\[({<] ?(?i:at|艾特) ?[\])}>])\s{0,2})"
_DOT = r"(?: ?\. ?|。(?=(?:com|cn|net|org|gov)\b)| ?[\[({] ?(?i:dot|点) ?[\])}] ?)"
_CHAT = r"(?i:微信|[薇威]信|v信|wechat|weixin|QQ|扣扣|(?<![a-z])[vw]x)(?:公众号|群|账号)?"

#: The group n of a match is what is blanked.
_FORMS = tuple(
    re.compile(form)
    for form in (
        # e-mail; some offices write # for @ against robots
        rf"(?P<n>(?:(?<![A-Za-z0-9])(?:[A-Za-z0-9_] ){{2,30}})?[A-Za-z0-9_.+*-]{{1,64}}{_AT}[A-Za-z0-9-]{{1,40}}(?:{_DOT}[A-Za-z0-9-]{{1,20}})+)",
        r"(?P<n>[A-Za-z0-9_.+-]{2,64}#[A-Za-z0-9-]{2,40}(?:\.[A-Za-z0-9-]{1,20}){0,2}\.(?:com|cn|net|org|gov|edu)(?:\.cn)?)",
        r"(?P<n>[A-Za-z0-9_.+-]{2,64} (?i:at) [A-Za-z0-9-]{2,40}(?:(?: (?i:dot) |\.)[A-Za-z0-9-]{2,20})+)",
        # identity cards
        r"(?<![0-9A-Za-z])(?P<n>[1-9]\d{5} ?(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{3}[\dXx])(?![0-9A-Za-z])",
        rf"身份证(?:件)?{_SAID}(?P<n>\d{{15}}(?:\d\d[\dXx])?){_END}",
        # mobile: solid; with dashes 3-4-4, 3-8, 7-4, 4-3-4, 4-4-3; with spaces, unless these are a sum and two years
        rf"{_START}(?P<n>{_NATION}1[3-9]\d{{9}}){_SOLID}",
        rf"{_START}(?P<n>{_NATION}1[3-9]\d(?:{_DASH}\d{{4}}{_DASH}\d{{4}}|{_DASH}\d{{8}}|\d{{4}}{_DASH}\d{{4}}"
        rf"|\d{_DASH}\d{{3}}{_DASH}\d{{4}}|\d{_DASH}\d{{4}}{_DASH}\d{{3}}|{_DASH}\d{{3}}{_DASH}\d{{5}})){_END}",
        rf"{_START}(?P<n>{_NATION}1[3-9]\d(?! {{1,2}}{_YEAR} {{1,2}}{_YEAR}(?!\d))"
        rf"(?: {{1,2}}\d{{4}} {{1,2}}\d{{4}}| {{1,2}}\d{{8}}|\d{{4}} {{1,2}}\d{{4}}| {{1,2}}\d{{3}} {{1,2}}\d{{5}})){_END}",
        rf"{_START}(?P<n>{_NATION}1[3-9]\d(?P<s> ?[.·/_] ?)\d{{4}}(?P=s)\d{{4}}){_END}",
        rf"(?P<n>\(1[3-9]\d\) ?\d{{4}}[- ]?\d{{4}}){_END}",
        rf"{_START}(?P<n>1[3-9]\d\(\d{{4}}\)\d{{4}}){_END}",
        # every digit by itself: 1 3 8 0 …, 0-6-3-5-8-…
        r"(?<!\d)(?<!\d[ .·-])(?P<n>1[ .·-]{1,3}[3-9](?:[ .·-]{1,3}\d){9})(?![ .·-]{0,3}\d)",
        r"(?<!\d)(?<!\d[ .·-])(?P<n>0(?:[ .·-]{1,3}\d){10,11})(?![ .·-]{0,3}\d)",
        # fixed lines: the area code set off by a bracket, dash or space, or solid
        rf"{_START}(?P<n>{_NATION}(?:\( ?{_AREA} ?\) ?-? ?|{_AREA}(?:{_DASH}| {{1,3}}|[.·/_])){_LOCAL}{_EXTENSION}{_MORE}){_END}",
        rf"{_START}(?P<n>(?:010\d{{8}}|02\d{{9}}|0[3-9]\d{{9,10}}){_EXTENSION}{_MORE}){_SOLID}",
        rf"{_START}(?P<n>(?:\+|00) ?86[- ]?\(?(?:10|2\d|[3-9]\d\d)\)?[- ]?{_LOCAL}{_EXTENSION}){_END}",
        rf"{_START}(?P<n>[48]00(?:-\d{{3}}-?\d{{4}}|-\d{{4}}-?\d{{3}}| \d{{3}} \d{{4}}| \d{{4}} \d{{3}})){_END}",
        rf"{_START}(?P<n>[48]00\d{{7}}){_SOLID}",
        # a local number behind what announces it, a name perhaps between
        rf"{_LABEL}(?P<n>(?!\(?{_DAY}{_END}){_DATED}\(?\d(?:{_APART}\d){{6,15}}{_EXTENSION}{_MORE}){_SOLID}(?! ?[年月日])",
        rf"{_PERSON}(?P<n>(?!{_DAY}{_END}){_LOCAL}{_EXTENSION}{_MORE}){_SOLID}",
        # a local number alone in a bracket behind an office: 市财政局（3182233）
        rf"(?<=[局委厅办部院处科室站会])\((?P<n>(?!{_YEAR}-?\d{{4}}\)|\d+0000\))[2-8]\d{{2,3}}-?\d{{4}})\)",
        # short numbers inside an office's own net
        rf"(?:短号|小号|内线){_SAID}(?P<n>\d{{3,6}}){_SOLID}",
        # 微信 and QQ
        rf"{_CHAT}{_SAID}(?P<n>\d(?: ?\d){{4,11}}){_SOLID}(?!年)",
        rf"{_CHAT}(?:(?:号码|号|ID)(?:为|是)?:?|:) ?(?P<n>[A-Za-z][A-Za-z0-9_-]{{4,19}})",
        rf"{_CHAT}(?:号码|号|ID)? ?\( ?(?P<n>[A-Za-z][A-Za-z0-9_-]{{4,19}}) ?\)",
        rf"{_CHAT} ?(?P<n>(?=[A-Za-z_-]*[\d_])[A-Za-z][A-Za-z0-9_-]{{5,19}})",
    )
)
#: Numerals in words, and letters that stand for digits.
_NUMERALS = ("零〇○", "一幺壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_WORDS = {ord(c): str(n) for n, signs in enumerate(_NUMERALS) for c in signs}
_LETTERS = {ord("O"): "0", ord("o"): "0", ord("l"): "1", ord("I"): "1"}
_WORDED = re.compile("[{0}](?:[ .·()-]{{0,3}}[{0}]){{6,17}}".format("".join(_NUMERALS)))
_LETTERED = re.compile(r"(?<![A-Za-z0-9])(?=\d*[OolI])(?=(?:[OolI]*\d){7})[\dOolI]{3,4}-?[\dOolI]{7,8}(?![A-Za-z0-9])")


def mask(text: str) -> str:
    """Blank personal numbers, addresses and contacts' names with asterisks, length and line ends unchanged, so that
    offsets hold.

    >>> mask("电话：0635-8288079，邮箱 a@b.cn，2019年")
    '电话：************，邮箱 ******，2019年'
    >>> mask("（０６３５）８２８８０７９，lc＠163.com，微信：lc_zwgk，聊政字〔2023〕12号")
    '*************，**********，微信：*******，聊政字〔2023〕12号'
    >>> mask("一三八八八一二三四五六，1 3 8 0 0 0 0 1 1 1 1")
    '***********，*********************'
    """
    printed, at = without_unseen(text)
    plain = _plain(printed)
    hidden = bytearray(len(plain))
    for reading in dict.fromkeys((plain, _in_digits(plain))):
        for form in _FORMS:
            for match in form.finditer(reading):
                start, end = match.span("n")
                hidden[start:end] = b"*" * (end - start)
    for start, end in named_numbers(plain):
        hidden[start:end] = b"*" * (end - start)
    starred = "".join("*" if h else c for c, h in zip(plain, hidden, strict=True)) if any(hidden) else plain
    for start, end in contact_names(starred):
        hidden[start:end] = b"*" * (end - start)
    starred = "".join("*" if h else c for c, h in zip(plain, hidden, strict=True)) if any(hidden) else plain
    for start, end in further_contacts(starred):
        hidden[start:end] = b"*" * (end - start)
    signs = list(text)
    for n, h in enumerate(hidden):
        if h and text[at[n]] not in "\r\n":
            signs[at[n]] = "*"
    return "".join(signs)


def _plain(text: str) -> str:
    """Return a text with every decimal digit, dash and space in its plain form, sign for sign."""
    text = text.translate(_PLAIN)
    other = {ord(c): str(unicodedata.digit(c)) for c in set(text) if not c.isascii() and c.isdecimal()}
    return text.translate(other) if other else text


def _in_digits(text: str) -> str:
    """Return a text with runs of numerals that may be a number in words or letters as digits, sign for sign."""
    text = _WORDED.sub(lambda m: m.group().translate(_WORDS), text)
    return _LETTERED.sub(lambda m: m.group().translate(_LETTERS), text)

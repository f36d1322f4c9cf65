"""Numbers of papers (聊政发〔2023〕122号) as they are printed, typed, photographed and copied, read as one number.

The official form has a sign, a year in 〔〕 and a serial without 第 (GB/T 9704-2012, 7.2.5). Met besides: any other pair
of brackets, one bracket lost, 年 in the bracket, full-width or Chinese digits, letters for digits (2O23, 202З), blanks
between the signs of a letterhead, the issuer's name in front, and behind the number a stop, （公开） or 秘密★1年. What
departs from the official form in running text is a number only behind what looks like an issuer's sign (…政发, …办字).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = r"[\u4e00-\u9fff]"
_USUAL_OPEN, _USUAL_CLOSE = "〔[(【﹝〖", "〕])】﹞〗"
_OPEN, _CLOSE = rf"[{re.escape(_USUAL_OPEN)}「『{{<〈《]", rf"[{re.escape(_USUAL_CLOSE)}」』}}>〉》]"
#: Brackets in which a year with 年 stands beside a plan or a list (…清单（2023年）5号).
_ROUND = "()"
_DIGITS = {
    c: str(n)
    for n, signs in enumerate(
        ("零〇○OoОо", "一壹lI", "二贰Zz", "三叁Зз", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in signs
}
_DIGIT = r"[0-9OoОоЗзlIZz]"
_HAN_YEAR = r"(?:[二贰][〇○零0OoОо]|[一壹][九玖])[〇○零0OoОо一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2}"
_TAIL = (
    rf"\s*(?P<open>{_OPEN})?\s*(?P<year>(?:19|[2Zz] ?[0OoОо○〇]) ?{_DIGIT} ?{_DIGIT}|{_HAN_YEAR})\s*(?P<named>年)?\s*(?P<close>{_CLOSE})?"
    rf"\s*(?:第\s*)?(?P<serial>{_DIGIT}(?: ?{_DIGIT}){{0,3}})\s*号"
)
_IN_TEXT = re.compile(rf"(?P<sign>{_HAN}(?: {_HAN}){{2,7}}|{_HAN}{{1,12}}){_TAIL}")
_LINE = re.compile(
    r"^\s*(?:(?:绝密|机密|秘密|特急|加急|急件|平急)(?:★\s*\S{1,4})?\s+)?(?:(?:发\s*文\s*字\s*号|文\s*号|字\s*号)\s*[::]?\s*)?"
    rf"(?P<sign>{_HAN}(?:\s{{0,4}}{_HAN}){{0,29}}?){_TAIL}"
    r"(?P<stop>\s*[.,;。])?\s*(?:[(〔\[【][^()〔〕\[\]【】:]{1,12}[)〕\]】]\s*)?"
    r"(?:签发人.*|\s(?:绝密|机密|秘密|内部|特急|加急|急件|平急|公开|主动公开|依申请公开|不予公开).{0,8})?\s*$"
)
#: How the signs of governments, committees, offices and departments end.
_LIKE_SIGN = re.compile(
    r"(?:政|府|委|党|组|宣|纪|办|厅|院|大|财|教|科|卫|民|交|环|农|林|水|商|文|税|审|监|资|改|工|信|医|保|安|公|银|建|规|人社|发改)"
    r"(?:办|厅)?[发办字函规任通令任电秘]{1,2}$|^国发$|^(?![颁印转下上核签共分首开研收增出征派批补再已])[\u4e00-\u9fff](?:办)?[发字]$"
)
#: A letterhead in front of the sign on the same line.
_HEAD = re.compile(
    rf"^{_HAN}{{2,}}(?:政府|委员会|办公室|办公厅|文件|[省市县区州盟旗]委)(?={_HAN}{{2,7}}$)(?!公告|通告|文件|通知|命令|决定|批复|通报|[办发函字令规任])"
)
#: Full-width signs and the blanks of all kinds as plain ones, sign for sign.
_PLAIN = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009"), " ")
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A number read: ``sign`` without blanks, ``year`` and ``serial`` in plain digits, offsets in the text."""

    sign: str
    year: str
    serial: str
    start: int
    end: int

    def __str__(self) -> str:
        """Return the official form."""
        return f"{self.sign}〔{self.year}〕{self.serial}号"


def plain(text: str) -> str:
    """Return a text with its full-width signs and blanks in their plain form, sign for sign."""
    return text.translate(_PLAIN)


def number_line(text: str, closed: bool = False) -> DocNumber | None:
    """Return the number that a line holds and nothing else but marks of secrecy and the like; with ``closed`` also
    one that ends like a sentence.

    >>> str(number_line("聊 政 发〔２０２３〕122号")), str(number_line("聊政办字「二〇二三」7 号（公开）"))
    ('聊政发〔2023〕122号', '聊政办字〔2023〕7号')
    >>> number_line("聊政发〔2023〕12号。"), number_line("2023年第12号")
    (None, None)
    """
    match = _LINE.match(plain(text)) if len(text) < 80 else None
    if match is None or (match["stop"] and not closed):
        return None
    sign = "".join(match["sign"].split())
    head = _HEAD.match(sign)
    return _read(match, sign[head.end() :] if head else sign, True)


def find_numbers(text: str) -> tuple[DocNumber, ...]:
    """Return the numbers in a text, in order; ``sign`` is the run of signs in front, to be cut by who knows issuers.

    >>> [str(n) for n in find_numbers("按《某方案》（聊政发[2O23］12号）和全市〈2023〉5号")]
    ['聊政发〔2023〕12号']
    """
    return tuple(n for m in _IN_TEXT.finditer(plain(text)) if (n := _in_text(m)))


def number_at(text: str, at: int) -> DocNumber | None:
    """Return the number that begins at an offset of a text, None when none does."""
    match = _IN_TEXT.match(plain(text), at)
    return _in_text(match) if match else None


def cut_sign(number: DocNumber, text: str, sign: str) -> DocNumber:
    """Return a number with the end of its run of signs that is ``sign``; ``text`` is where it was found."""
    start = number.start
    for _ in range(len(number.sign) - len(sign)):
        start += 1
        while text[start].isspace():
            start += 1
    return DocNumber(sign, number.year, number.serial, start, number.end)


def _in_text(match: re.Match[str]) -> DocNumber | None:
    return _read(match, "".join(match["sign"].split()), False)


def _read(match: re.Match[str], sign: str, alone: bool) -> DocNumber | None:
    """Return what a match says when its brackets, digits and sign are a number's; ``alone``: the line holds it only."""
    year, serial = ("".join(match[part].split()) for part in ("year", "serial"))
    if not 1 <= len(sign) <= _LONGEST or not re.search(r"\d", serial):
        return None
    opened, closed = match["open"] or "", match["close"] or ""
    usual = opened in _USUAL_OPEN and closed in _USUAL_CLOSE and bool(opened and closed)
    official = usual and (year + serial).isascii() and (year + serial).isdigit() and not match["named"]
    if not official:
        parted = match.end("year") < match.start("serial")
        if not closed and (not opened or match["named"] or not parted):
            return None
        round_year = match["named"] and (opened in _ROUND or closed in _ROUND)
        if not (alone and closed and len(sign) > 1 and not round_year) and not _LIKE_SIGN.search(sign):
            return None
    year, serial = ("".join(_DIGITS.get(c, c) for c in x) for x in (year, serial))
    run = "".join(match["sign"].split())
    end = match.string.index("号", match.end("serial")) + 1
    found = DocNumber(run, year, str(int(serial)), match.start("sign"), end)
    return found if sign == run else cut_sign(found, match.string, sign)

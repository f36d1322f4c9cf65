"""Who gives what to whom: giver, beneficiary, condition and instrument of a sum, read in its own sentence.

Nothing is guessed: what the sentence does not print stays "". Papers put the condition first (对…的企业，…给予…; 通过…的，…),
the giver before the verb (市财政按…给予…), the beneficiary behind 给予 or as the last noun of the condition.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_shared import Run, joined, members, pieces
from policykg.extract.quantities_text import Prepared, Spans, fold
from policykg.model import FundingInstrument, Grant
from policykg.resources import read_table


@dataclass(frozen=True, slots=True)
class Share:
    """The place ``index`` of a sum in a list whose first number stands at ``start``."""

    run: Run
    index: int
    start: int


#: Instruments by the words that name them, the special before the general (保费补贴 before 补贴, 奖补 is an award).
_INSTRUMENTS: tuple[tuple[FundingInstrument, tuple[str, ...]], ...] = (
    ("discount", ("费率下调", "费率降低", "费下浮", "费率下浮", "费下调")),
    ("insurance-subsidy", ("保费", "保险费", "保险补贴", "保险补助")),
    ("interest-subsidy", ("贴息", "贴费", "利息补")),
    ("tax-relief", ("税", "加计扣除", "应纳", "教育费附加", "亏损结转", "扣除限额")),
    ("equity", ("股权", "入股", "参股", "注资", "出资比例")),
    ("bond", ("债券",)),
    ("fund", ("基金", "资金池")),
    ("voucher", ("券",)),
    ("award", ("奖",)),
    ("subsidy", ("补贴", "贴补")),
    ("grant", ("补助", "资助", "补偿", "救助", "补")),
    ("credit", ("贷款", "担保", "授信", "转贷")),
    ("discount", ("优惠", "底价", "地价", "租金", "收费", "减免", "免收", "价格")),
    ("appropriation", ("资金", "经费", "拨付", "安排", "预算", "支持", "扶持", "激励")),
)

_PURSE = r"(?:中央|国家|省|自治区|市|州|盟|县|区|旗|镇|乡|兵团|各级)?(?:级|本级)?(?:[、和](?:省|市|州|县|区|旗|各县\(市、区\))(?:级|本级)?)*(?:两级|三级|各级)?财政(?:部门|资金)?"
_GIVER = re.compile(
    rf"(?:[由、和]|^)?(?P<giver>{_PURSE}|(?!由)[一-龥]{{0,12}}?(?:人民政府|管委会|引导基金|[局厅](?=给予|予以|安排|拨付|每年|对|按))|[省市县区]级(?=再?给予|统筹|安排)|[省市县区州镇乡]{{2,4}}[两三四]级(?=每年|分别|安排|投入|配套|承担|再)|(?<![一-龥])(?:其中)?(?:中央|省级|市级|县级|区级|市县|省市|[省市县区])(?=(?:补助|配套|承担|奖励)$))"
    r"(?=(?:统筹|配套|按|每年|每个|对|再|一次性|分别|最高|择优|通过|以|采取|承担|安排|设立|予以|给予|补助|奖励|补贴|资助|拨付|出资|，|\d|$))"
)
_GIVING = ("财政", "政府", "管委会", "引导基金", "级", "局", "厅", "中央", "省", "市", "县")
#: Several purses in one word: 省、市、县三级财政分别承担.
_SEVERAL = re.compile(r"(?P<each>[省市县区州镇乡](?:[、和][省市县区州镇乡])+)[两二三四]级财政")
#: 财政补助 is a word, no giver.
_COMPOUND = re.compile(r"奖励|补助|补贴|资助|贴息|扶持|拨付|出资|，|\d|政策|资金")
#: Who stands between the verb and what is given (给予每家新型研发机构300万元, 奖励企业50万元).
_DIRECT = re.compile(
    r"(?:给予|予以|奖励给|补助给|补贴给|奖励|补助|补贴|资助|给)(?:每[家个户名位])?(?P<who>(?!最高|一次性|不|资金|奖|补|贴|经费|扶持|支持|适当|一定|\d|每)[^，；。、\d最一奖补贴]{2,14}?)"
    r"(?=一次性|每|最高|不超过|不高于|不低于|不少于|\d|奖|补|贴息|资[金助]|经费|保费|贷款|租房|购房|生活|的|、|，|$)"
)
_EACH = re.compile(
    r"(?<![亩月年])每[家个户名位所](?P<who>[^，；。、\d每一最奖补贴]{2,12}?)(?=每|一次性|给予|最高|累计|不超过|单|年|奖|补|贴|资|\d|可|享|$)"
)
#: Who stands before the verb, or alone before the number: 高新技术企业奖励20万元, 管理团队20万元.
_SUBJECT = re.compile(
    r"^(?:[、，和及或]|其中|支持|鼓励|按照?)*(?P<who>[^，；。、\d]{2,40}?)(?:可(?:以)?|均|都)?(?:获得?|享受|申请|领取)?"
    r"(?:分别|每[^，；。、\d每]{1,4}|一次性|最高|不超过|再|按|给予|予以|奖励|奖补|补贴|补助|资助|发放|、)*$"
)
#: A clause that hands its subject on to the one that gives (入职满3年的护理员，给予…).
_GIVES_NEXT = re.compile(
    r"^(?:由[^，；。]{2,14})?(?:[省市县区州]?级?财政)?(?:按|分别|一次性|再|最高|每[家个户人名年月]|给予|予以|奖励|补助|补贴|资助|享受|发放|可)"
)
_COUNTED = re.compile(
    r"^.*\d[万]?[家个户名位所项座处台]|^(?:首次|新|对|经)?(?:获批|引进|认定|获评|入选|遴选|评选|评定|招用|创建)(?:为|的)?|^(?:支持|鼓励)"
)
#: Where the name of a receiver begins at the latest.
_BREAK = re.compile(r"[的，；。和]|、(?!区\))")
_LONGEST = 24
_UNTIL_GIVEN = re.compile(r"分别|给予|予以|一次性|，")
#: What may stand between 对 and a name: 对每个, 对我市列入, 对认定为.
_OPENING = re.compile(
    r"^(?:对于?)?(?:每[个家]|我[省市县区](?:列入)?|(?:被)?认定为|新?(?:引进|认定|评定|建|创)的?|符合条件)?"
)


@cache
def _heads() -> tuple[str, ...]:
    """Return the nouns at the end of those who receive, folded."""
    return tuple(fold(row["noun"])[0] for row in read_table("recipients.csv"))


def read_grant(
    prepared: Prepared, measure: Measure, previous: int, indicator: str, fenced: Spans, share: Share | None = None
) -> Grant:
    """Read the grant of a sum; ``fenced`` are the conditions, ``previous`` is where the number before it ends.

    ``share`` is its place in a list that 分别 hands out.
    """
    at, end = measure.start, measure.tail
    begin, stop = prepared.sentence(at)
    scope = _since_semicolon(prepared, begin, at)
    condition = _condition(prepared, scope, at, fenced)
    lead = prepared.context[scope:at]
    first, last = prepared.clause(at)
    clause = prepared.context[first:last]
    own = prepared.context[max(previous, first) : at]
    others = prepared.context[last : min(stop, end + 24)]
    giver = _giver(prepared, begin, at, fenced, share)
    receiver = _shared_out(prepared, share) or _beneficiary(lead, condition, own)
    return Grant(
        giver=giver,
        beneficiary="" if receiver == giver else receiver,  # 市县补助0.2万元
        condition=condition,
        instrument=_instrument(indicator, clause, lead, others),
    )


def _shared_out(prepared: Prepared, share: Share | None) -> str:
    """Return the receiver of one number of a list: of as many receivers as numbers, before 分别 or behind 给予."""
    if share is None or share.run.each < 0:
        return ""
    given = list(_DIRECT.finditer(prepared.context[share.run.each : share.start]))
    if given and _receives(given[-1]["who"]):
        return given[-1]["who"]  # …的，分别给予运营企业500万元、200万元
    for stop in (share.run.each, share.start):
        spans = members(prepared, stop, share.run.size)
        if not spans:
            continue
        named = [_OPENING.sub("", joined(prepared, some)) for some in pieces(spans, prepared)]
        named = [
            re.sub(r"^.*?(?:给予|认定为|创建为|评定为|评为|获评|获得|为|入选)", "", n).replace("的", "") for n in named
        ]
        if any(_receives(n) for n in named) and all(1 < len(n) <= _LONGEST for n in named):
            return named[share.index]
    return ""


def _since_semicolon(prepared: Prepared, begin: int, at: int) -> int:
    return max(begin, prepared.context.rfind("；", begin, at) + 1)


def _condition(prepared: Prepared, begin: int, at: int, fenced: Spans) -> str:
    """Return the last condition between the sentence's last semicolon and the sum."""
    last = bisect_right(fenced.ends, at) - 1
    if last < 0 or fenced.starts[last] < begin:
        return ""
    start, end = fenced.starts[last], fenced.ends[last]
    if end - start < 3 and (rest := _UNTIL_GIVEN.search(prepared.context, end, at)):
        end = rest.start()  # 对每个…创新基地分别给予: the first word behind 对 is no consequence yet
    return prepared.text[start:end].strip("，、")


def _giver(prepared: Prepared, begin: int, at: int, fenced: Spans, share: Share | None) -> str:
    """Return the last purse or government before the sum that is no part of a condition."""
    view = prepared.context[begin:at]
    if not any(word in view for word in _GIVING):
        return ""
    found = [
        m
        for m in _GIVER.finditer(prepared.context, begin, at)
        if not fenced.holding(m.start("giver"))
        and not (m["giver"] == "财政" and _COMPOUND.match(prepared.context, m.end()))
    ]
    if not found:
        return ""
    giver = found[-1]["giver"].removeprefix("其中")
    if share is not None and share.run.each >= 0 and (several := _SEVERAL.match(giver)):
        each = re.split("[、和]", several["each"])
        return f"{each[share.index]}财政" if len(each) == share.run.size else giver
    return giver


def _beneficiary(lead: str, condition: str, own: str) -> str:
    """Return who receives: behind 给予, the last noun of the condition, each of them, else the subject of the clause."""
    said = lead.rsplit(condition, 1)[-1] if condition else lead
    direct = [m["who"] for m in _DIRECT.finditer(said) if _receives(m["who"])]
    if direct and (not own or direct[-1] in own or not _subject(own)):
        return direct[-1]
    if own.startswith("、") and (named := _subject(own)):
        return named
    held = condition.removesuffix("的")
    if _receives(held):
        return _last_noun(held)
    each = [m["who"] for m in _EACH.finditer(lead) if _receives(m["who"])]
    return each[-1] if each else _subject(own) or _clause_subject(lead)


def _receives(noun: str) -> bool:
    return noun.endswith(_heads()) and not noun.endswith(("上市", "入市", "超市化"))


def _subject(own: str) -> str:
    match = _SUBJECT.match(own)
    return _last_noun(match["who"]) if match and _receives(match["who"]) else ""


def _clause_subject(lead: str) -> str:
    """Return the subject of the last clause that ends in a receiver and is followed by the verb of a gift."""
    clauses = lead.split("，")
    for before, after in reversed(list(pairwise(clauses))):
        if _receives(before) and _GIVES_NEXT.match(after):
            return _last_noun(before)
    return ""


def _last_noun(held: str) -> str:
    breaks = [m.end() for m in _BREAK.finditer(held)]
    noun = _COUNTED.sub("", _OPENING.sub("", held[breaks[-1] if breaks else 0 :]))
    return noun[-_LONGEST:]


def _instrument(indicator: str, clause: str, lead: str, others: str) -> FundingInstrument:
    """Return the instrument that the indicator names, else the clause, the sentence so far, the words behind."""
    named: FundingInstrument = next(
        (c for text in (indicator, clause, lead, others) for c, words in _INSTRUMENTS if any(w in text for w in words)),
        "",
    )
    if named in ("subsidy", "grant") and "保费" in clause + others:
        return "insurance-subsidy"  # 按照保费50%的比例给予补贴
    return named

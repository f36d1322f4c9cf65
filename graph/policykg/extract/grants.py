"""Who gives what to whom: giver, beneficiary, condition and instrument of a sum, read in its own sentence.

Nothing is guessed: what the sentence does not print stays "". Papers put the condition first (对…的企业，…给予…; 通过…的，…),
the giver before the verb (市财政按…给予…), the beneficiary behind 给予 or as the last noun of the condition.
"""

from __future__ import annotations

import re

from policykg.extract.quantities_text import Prepared, Spans
from policykg.model import FundingInstrument, Grant

#: Instruments by the words that name them, the special before the general (保费补贴 before 补贴, 奖补 is an award).
_INSTRUMENTS: tuple[tuple[FundingInstrument, tuple[str, ...]], ...] = (
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
    rf"(?P<giver>{_PURSE}|[一-龥]{{0,12}}?(?:人民政府|管委会|引导基金|[局厅](?=给予|予以|安排|拨付|每年|对|按))|[省市县区]级(?=再?给予|统筹|安排))"
    r"(?=(?:统筹|按|每年|每个|对|再|一次性|分别|最高|择优|通过|以|采取|承担|安排|设立|予以|给予|补助|奖励|补贴|资助|拨付|出资|，|\d))"
)
_GIVING = ("财政", "政府", "管委会", "引导基金", "级", "局", "厅")
#: 财政补助 is a word, no giver.
_COMPOUND = re.compile(r"奖励|补助|补贴|资助|贴息|扶持|拨付|出资|，|\d|政策|资金")
_DIRECT = re.compile(
    r"(?:给予|予以|奖励给|补助给|补贴给|给)(?P<who>(?!最高|一次性|不|资金|奖|补|贴|经费|扶持|支持|适当|一定|\d|每)[^，；。、\d最一]{2,14}?"
    r"(?:企业经营者|企业|单位|机构|个人|人才|人员|农户|项目|园区|平台|团队|经营者|业主|居民|家庭|标杆企业))"
)
_EACH = re.compile(r"每[家个户名位](?P<who>[一-龥]{2,8}?(?:企业|单位|机构|项目|农户|人才|平台|园区))")
#: Nouns of those who receive, at the end of a condition.
_HEADS = (
    "企业", "单位", "组织", "机构", "园区", "集群", "个人", "人才", "人员", "项目", "平台", "团队", "基地", "景区", "产品", "合作社",
    "农户", "家庭", "居民", "县(市、区)", "县", "镇", "村", "街道", "经营者", "专利权人", "用户", "消费者", "市", "高校", "院所",
    "医院", "学校", "社区", "岗位", "主体", "部门", "孵化器", "众创空间", "载体", "硕士", "博士", "联盟", "协会", "智库",
    "乡镇(街道)", "农民", "群众", "老年人", "学生", "教师", "职工", "商户", "门店", "车主", "工作站", "工作室",
)  # fmt: skip
#: Where the name of a receiver begins at the latest.
_BREAK = re.compile(r"[的，；。和]|、(?!区\))")
_LONGEST = 24
_UNTIL_GIVEN = re.compile(r"分别|给予|予以|一次性|，")
#: What may stand between 对 and a name: 对每个, 对我市列入, 对认定为.
_OPENING = re.compile(
    r"^(?:对于?)?(?:每[个家]|我[省市县区](?:列入)?|(?:被)?认定为|新?(?:引进|认定|评定|建|创)的?|符合条件)?"
)


def read_grant(prepared: Prepared, at: int, end: int, indicator: str, fenced: Spans) -> Grant:
    """Read the grant of a sum that stands at ``at``..``end`` of the folded text; ``fenced`` are the conditions."""
    begin, stop = prepared.sentence(at)
    scope = _since_semicolon(prepared, begin, at)
    condition = _condition(prepared, scope, at, fenced)
    lead = prepared.context[scope:at]
    clause = prepared.context[prepared.clause(at)[0] : min(stop, end + 24)]
    return Grant(
        giver=_giver(prepared, begin, at, fenced),
        beneficiary=_beneficiary(lead, condition),
        condition=condition,
        instrument=_instrument(indicator, clause),
    )


def _since_semicolon(prepared: Prepared, begin: int, at: int) -> int:
    return max(begin, prepared.context.rfind("；", begin, at) + 1)


def _condition(prepared: Prepared, begin: int, at: int, fenced: Spans) -> str:
    """Return the last condition between the sentence's last semicolon and the sum."""
    held = [(s, e) for s, e in zip(fenced.starts, fenced.ends, strict=True) if begin <= s and e <= at]
    if not held:
        return ""
    start, end = held[-1]
    if end - start < 3 and (rest := _UNTIL_GIVEN.search(prepared.context, end, at)):
        end = rest.start()  # 对每个…创新基地分别给予: the first word behind 对 is no consequence yet
    return prepared.text[start:end].strip("，、")


def _giver(prepared: Prepared, begin: int, at: int, fenced: Spans) -> str:
    """Return the last purse or government before the sum that is no part of a condition."""
    view = prepared.context[begin:at]
    if not any(word in view for word in _GIVING):
        return ""
    found = [
        m
        for m in _GIVER.finditer(prepared.context, begin, at)
        if not fenced.holding(m.start()) and not (m["giver"] == "财政" and _COMPOUND.match(prepared.context, m.end()))
    ]
    return found[-1]["giver"] if found else ""


def _beneficiary(lead: str, condition: str) -> str:
    """Return who receives: behind 给予, else the last noun of the condition, else 每家企业's."""
    direct = list(_DIRECT.finditer(lead))
    if direct:
        return direct[-1]["who"]
    held = condition.removesuffix("的")
    if held.endswith(_HEADS):
        breaks = [m.end() for m in _BREAK.finditer(held)]
        return _OPENING.sub("", held[breaks[-1] if breaks else 0 :])[-_LONGEST:]
    each = list(_EACH.finditer(lead))
    return each[-1]["who"] if each else ""


def _instrument(indicator: str, clause: str) -> FundingInstrument:
    """Return the instrument that the indicator names, else the clause; "" when neither does."""
    named: FundingInstrument = next(
        (c for text in (indicator, clause) for c, words in _INSTRUMENTS if any(w in text for w in words)), ""
    )
    if named in ("subsidy", "grant") and "保费" in clause:
        return "insurance-subsidy"  # 按照保费50%的比例给予补贴
    return named

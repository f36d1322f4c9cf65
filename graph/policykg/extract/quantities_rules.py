"""The rules that say of a measured number what it is: a target, funding, or none of our business.

``judge`` looks at one candidate in its clause, with the number accepted before it (lists hand on their verb). The
rules ask, in this order: is it a condition, a report, part of a formula or a former value? is it given?
(``quantities_given``) is it aimed at? (``quantities_aimed``) What no rule claims is no quantity: a number is never guessed.
"""

from __future__ import annotations

import re

from policykg.extract import quantities_words as words
from policykg.extract.quantities_aimed import counted, measured
from policykg.extract.quantities_given import given, timed
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_place import Last, Place, Verdict, is_name
from policykg.extract.quantities_units import COUNTING, TIME

_STRONG_END = re.compile(
    rf"{words.STRONG_REACH}(?:到|至|为|在|了)?(?:约|近|不低于|不少于|不超过|不高于|至少|最高|最低|超过|超|上|每[人月年亩户生次])*$"
)
_MAKE_ADJACENT = re.compile(rf"(?:{words.MAKE}|[建创办育引增评]){words.BETWEEN}*$")
_RANKED = re.compile(
    r"(?:排名|位居|位列|进入|跻身|稳居|挺进|保持|名列|居|(?<![引推促演改])进(?!行|口|出|一步))[^，；。\d]{0,14}前$"
)
_RANKED_THING = re.compile(r"的|[强名位家个]?[一-龥]{0,6}(?:企业|高校|院校|机构|品牌|园区|项目)")
_SPLIT = re.compile(r"(?:划分|分|分为|划)(?:为|成)$|(?:包含|包括|涵盖|共分)(?:了|有)?$")


#: Who heads or makes up something (由1名副省长牵头的专班).
_HEADED = re.compile(r"^[^，；。]{1,16}(?:牵头|担任|带队|负责|组成|兼任)")


#: What a company pays itself is no funding.
_OWN_MONEY = re.compile(
    r"(?:要求|鼓励|引导|确保|其中)?[^，；。、\d给对为奖补由]{0,8}(?:企业|单位|业主|主体|社会资本)(?:自筹|自有|配套|自行)(?:资金|投入|出资|经费)*(?:应|须|要)?(?:不少于|不低于|达到|超过|约)*$"
)


def _ranks(right: str) -> bool:
    """Whether a rank only describes what follows it (国内排名前10创新平台)."""
    thing = re.match(r"[强名位家个]?(?!行列|方阵|水平|梯队|位次|之列|阵营)(?P<noun>[一-龥]{2,})", right)
    return thing is not None and is_name(thing["noun"])


def planned_number(measure: Measure, here: Place) -> Verdict | None:
    """Take a number of a plan's own cell for what is planned, unless it names or dates something."""
    if measure.chinese or measure.dimension in TIME or measure.rank or words.FORMULA.search(here.clause):
        return None
    return Verdict("target", "planned", 0.6, is_name(here.right))


def judge(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    """Return what a candidate is, None when it is no quantity (``conditions`` are sorted out before)."""
    if words.FORMULA.search(here.clause) or _SPLIT.search(here.left):
        return None
    if measure.rank or measure.dimension == "rank":
        ranked = _RANKED.search(here.left) and not _RANKED_THING.match(here.right) and not _ranks(here.right)
        return Verdict("target", "rank", 0.8) if ranked else None
    if measure.lone and not (measure.prefixed or here.right.startswith("大关") or _STRONG_END.search(here.left)):
        return None
    if words.CHANGES.match(here.right) and re.search(r"[由从]", here.left):
        return None
    if words.CEILING.match(here.right) or (here.left.endswith("由") and _HEADED.search(here.right)):
        return None
    if measure.unit == "期" and measure.chinese and not _MAKE_ADJACENT.search(here.left):
        return None
    same = last if last and last.sentence == here.sentence else None
    if measure.dimension in TIME:
        return timed(measure, here)
    if re.search(r"[由从][^，；。]{0,30}$", here.left) and re.match(
        r"(?:[、和及与][^，。；]{0,24})?分别(?:增|减|升|提高|调整|降|下降|提升|放宽)", here.right
    ):
        return None
    if measure.dimension.startswith("money") and _OWN_MONEY.match(here.left):
        return None
    if verdict := given(measure, here, same):
        return verdict
    if words.REPORTED.search(here.after) and not words.FUTURE.search(here.before[-80:]):
        return None
    if words.DESCRIBES.search(here.left) and not re.search(r"力争|确保|完成|达到|新增|招引|引进|签约", here.left):
        return None
    if measure.dimension in COUNTING:
        return counted(measure, here, same)
    return measured(measure, here, same)

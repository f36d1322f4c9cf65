"""Numbers that a government side gives, sets up, waives or caps: sums, shares and years of relief."""

from __future__ import annotations

import re

from policykg.extract import quantities_words as words
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_place import Last, Place, Verdict, is_name

_GIVE = re.compile(words.GIVE)
_GIVE_SHARE = re.compile(words.GIVE_SHARE)
_GIFT = re.compile(rf"^(?:\(含\))?(?:的)?[^，。；：\d]{{0,14}}?{words.GIFT}")
_EARN = re.compile(words.EARN)
_CAP = re.compile(
    r"最高|不超过|上限|共计?$|合计|每家|单个|单项|同一|累计|总额|年度|总和|每人|每户|每个|封顶|首期|规模|每项|每年|每月|每件|每亩|每台|每公斤|每吨|每千瓦时|每平方米|每头|依次|再"
)
_BY = re.compile(r"按照?[^，；。：]{0,40}$")
_SHARE_OF = re.compile(
    r"^(?:的)?(?:比例|标准|额度|幅度|税率|优惠|费率|给予|再给予|予以|奖励|奖补|补助|补贴|救助|贴息|兑付|兑现|抵|征收|计入|扣除|返还|降低|减|收取|配套|进行|缴纳|出资|执行|以内给予|资金|经费)"
)
_FREE = re.compile(r"免征|免收|免缴|减征|减免|免除|减半|免租|免息|贴息|免")
_DONE_IN = re.compile(
    r"^(?:内|之内|以内)?(?:全部)?(?![^，；。]{0,4}率)(?:办理完毕|办结|办理完成|完成|办好|答复|反馈|审结|核发)"
)
_DONE_WHAT = re.compile(r"^(?:之|以)?内(?:全部)?(?:完成|作出|提出)[一-龥]{2}")
#: The first limits of a row that share what is done (报告书14个工作日内、报告表7个工作日内完成审批).
_DONE_IN_ROW = re.compile(
    r"^(?:之|以)?内、(?:[^，；。]{0,24}个?(?:工作日|天|日|小时|个月)(?:之|以)?内(?:、|(?=[^，；。、]{0,6}(?:办|完成|审|答复|核发))))+"
)
_SHORTEN = re.compile(r"(?:延长|缩短|压缩|压减|缩减|减少|降|控制|调整)(?:至|到|为|在)(?:[^，。；\d]{0,4})$")
#: A fund set up or public money pooled, before its size (设立产业基金，首期规模10亿元; 统筹涉农资金，每年不少于2亿元).
_SET_UP = re.compile(r"(?:设立|组建|成立)[^，；。]{0,30}(?:基金|资金池)|(?:统筹|整合|安排)[^，；。]{0,16}(?:资金|经费)")
#: A share in a bracket behind what is waived (抵免教育费附加（30%）).
_WAIVED = re.compile(r"(?:抵免|减免|减征|免征|返还|减按|补贴|补助|贴息|奖励)[^，；。]{0,10}$")
#: What stands before a bracket that says how much each gets: 首批支持项目不少于20个（每个项目100—500万元）.
_SUPPORTED = re.compile(r"支持项目|支持|资助|补助|补贴|奖励|基金")
#: What a sum is made up of (给予共计1000万元奖励，其中辅导备案200万元、申报受理300万元).
_PART_OF = re.compile(r"(?:，?其中[^，；。、\d]{0,16}|、[^，；。、\d]{1,16})")
_REACHES = re.compile(r"新增|达到|提高|增长|降|建成|实现|完成|总投资|规模")
#: A list of rates (补助标准为：水稻100元，小麦80元).
_RATES = re.compile(r"(?:补助|补贴|奖励|奖补|资助|发放|扶持)标准(?:分别)?(?:如下|为|是)?[：，]?(?:[^。；]{0,80})$")
_RATE_OF = re.compile(r"[，、：]?[^，；。、\d]{1,16}")

#: What is waived, behind the share or the years (减征50%企业所得税, 免征3年房产税).
_RELIEF = re.compile(r"^(?:的)?(?=[^，；。\d]{0,10}(?:税|费|租金|利息))(?!费用)")
#: What is cut, before the share (工伤保险费率下调50%).
_CHARGE_CUT = re.compile(
    r"(?:税率?|费率?|租金|房租|电价|气价|水价)(?:标准|统一|再|分别)?(?:下调|降低|减免|优惠|下浮|减征)$"
)


#: A budget that sets a sum aside, whatever it is for (区级财政安排4000万元重大项目前期费).
_BUDGET = re.compile(
    r"(?:财政|预算|专项资金)(?:部门|资金|预算内?)?[^，；。、\d]{0,8}(?:安排|拨付|下达|列支|投入|拨款)(?:不少于|不低于|约|总额)?$"
)
#: A sum of points that a subsidy or a levy changes by, and not what a share rises by.
_POINTS = re.compile(r"利率|税率|费率|贴息|补助|补贴|补偿标准|比例")


#: How long something is given (补贴期限不超过3年; 给予最长3年的租金补贴).
_TERM = re.compile(
    r"(?:补贴|补助|贴息|奖励|奖补|资助|扶持|支持|优惠|补偿|享受|免租)[^，；。\d]{0,4}(?:期限|年限|期|时限)(?:一般|原则上|累计|最长|最多|最高|为|不得超过|不超过|不多于)*$"
)
_TERM_OF = re.compile(r"(?:给予|予以|享受)(?:最长|最多|为期|不超过|不多于)*$")
_TERM_GIFT = re.compile(r"(?:以内)?的[^，；。\d]{0,10}(?:补贴|补助|贴息|奖励|资助|优惠|减免)")


#: Days that are counted, not waited (优良天数不少于310天).
_DAYS = re.compile(r"天数(?:达到|达|不少于|不低于|保持在|稳定在|超过|力争|约|为|在)+$")


def timed(measure: Measure, here: Place) -> Verdict | None:
    """Say what a span of time is: years of relief, a term that changes, a limit to work; else None."""
    if measure.unit in ("年", "个月") and (
        (re.search(r"(?:免征|免收|免缴|减征|减免|减收)$", here.left) and _RELIEF.match(here.right))
        or re.match(r"^(?:的)?免(?:租|费|息)", here.right)
    ):
        return Verdict("funding", "waive", 0.75, True)
    if measure.unit in ("年", "个月") and _FREE.search(here.clause[: len(here.left)]) and not is_name(here.right):
        return Verdict("funding", "waive", 0.8)
    if measure.unit in ("年", "个月", "月") and (
        _TERM.search(here.left) or (_TERM_OF.search(here.left) and _TERM_GIFT.match(here.right))
    ):
        return Verdict("funding", "term", 0.75)
    if measure.unit in ("天", "日") and _DAYS.search(here.left) and not is_name(here.right):
        return Verdict("target", "reach", 0.8)
    if _SHORTEN.search(here.left):
        tax = re.search(r"税|亏损|结转|贷款|贴息", here.before)
        return Verdict("funding" if tax else "target", "change", 0.7)
    if _DONE_IN_ROW.match(here.right) and re.search(r"[一-龥]{2}$", here.own):
        return Verdict("target", "limit", 0.5)
    if _DONE_IN.match(here.right) and measure.unit not in ("年",) and not here.left.endswith(("近", "前")):
        listed = here.own.startswith("内、")
        return Verdict("target", "limit", 0.5, _DONE_WHAT.match(here.right) is not None and not listed)
    return None


def given(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    """Say whether a sum or a share is funding; None when it is not (it may still be a target)."""
    money = measure.dimension.startswith("money")
    if not money and measure.dimension not in ("ratio", "ratio-point", "fraction", "ratio-of"):
        return None
    if re.search(r"已(?:发放|拨付|兑现|下达|落实|安排|补助|奖励|投入|完成|争取)", here.left):
        return None
    follows = last is not None and last.verdict.kind == "funding"
    if re.search(r"争取|力争|引进|吸引|撬动", here.left) and not re.search(r"对[^，]{0,30}给予", here.left):
        return None
    if measure.listed and follows and last is not None:
        return Verdict("funding", "give-list", 0.9, last.verdict.ahead or bool(_GIFT.match(here.right)))
    if money:
        return _money(here, follows)
    return _share(measure, here, follows)


def _money(here: Place, follows: bool) -> Verdict | None:
    if words.CAPPED.search(here.before) and words.PAID.match(here.right):
        return Verdict("funding", "give-cap", 0.85)
    gift = _GIFT.match(here.right)
    gives = _GIVE.search(here.left) or (_GIVE.search(here.right) if gift or not is_name(here.right) else None)
    if is_name(here.right) and not gift:
        return Verdict("funding", "budget", 0.8, True) if _BUDGET.search(here.left) else None
    earns = _EARN.search(here.own)
    if gives and not (earns and not re.search(words.GIVE_SHARE + r"|最高|设立|安排|拨付|下达|上限", here.clause)):
        late = _GIVE.search(here.left) is None
        return Verdict("funding", "give-after" if late else "give", 0.85 if late else 0.95, bool(gift))
    given = (
        follows
        or _GIVE_SHARE.search(here.before[-40:])
        or (here.outer and _SUPPORTED.search(here.outer))
        or _SET_UP.search(here.before[-60:])
    )
    if given and _CAP.search(here.left) and (not earns or re.search(r"(?:首期|总)?规模$", here.left)):
        return Verdict("funding", "give-cap", 0.8, bool(gift))
    if follows and gift and re.search(r"(?:和|及|或|以及|、)$", here.own):
        return Verdict("funding", "give-list", 0.8, True)
    named = not is_name(here.right) and not earns
    if named and follows and _PART_OF.fullmatch(here.own) and not _REACHES.search(here.own):
        return Verdict("funding", "give-part", 0.75)
    if named and _RATES.search(here.before) and _RATE_OF.fullmatch(here.own):
        return Verdict("funding", "give-standard", 0.8)
    return None


def _share(measure: Measure, here: Place, follows: bool) -> Verdict | None:
    if measure.dimension == "ratio-point" and not _POINTS.search(here.clause):
        return None
    if _CHARGE_CUT.search(here.left) and not is_name(here.right):
        return Verdict("funding", "relief", 0.75)
    if re.search(r"(?:减征|减免|减按|减收|返还|免征)$", here.left) and _RELIEF.match(here.right):
        return Verdict("funding", "relief", 0.8, True)
    if re.search(r"率(?:达到|达|提高到|不低于|超过|保持在)?$", here.left) and not re.search(
        r"税率|费率", here.left[-12:]
    ):
        return None
    if re.search(r"占比|占总|比重|占[^，]{1,14}(?:的)?$", here.left[-16:]) and not _SHARE_OF.match(here.right):
        return None
    if here.outer and not here.left and not here.right and _WAIVED.search(here.outer):
        return Verdict("funding", "give-rate", 0.7)
    if words.BORNE.search(here.left) and not is_name(here.right):
        return Verdict("funding", "bear", 0.75)
    if words.PRICE.search(here.before) and re.match(r"$|且|确定|执行|收取|缴纳|出让|计|，|。|；|左右", here.right):
        return Verdict("funding", "price", 0.7)
    if _BY.search(here.left) and not is_name(here.right) and _GIVE_SHARE.search(here.after):
        return Verdict("funding", "give-rate", 0.85)
    if _BY.search(here.left) and (_SHARE_OF.match(here.right) or _GIVE_SHARE.search(here.clause)):
        return Verdict("funding", "give-rate", 0.9, True)
    gives = _GIVE_SHARE.search(here.clause)
    if gives and re.match(r"(?:的)?[^，；。\d]{0,4}(?:股权|股份|份额|比例)", here.right):
        return Verdict("funding", "give-rate", 0.8, True)
    if gives and (_SHARE_OF.match(here.right) or not is_name(here.right) or _GIFT.match(here.right)):
        return Verdict("funding", "give-rate", 0.85, bool(_GIFT.match(here.right)))
    if follows and (measure.listed or re.match(r"^(?:的比例|的标准)", here.right)):
        return Verdict("funding", "give-list", 0.8)
    return None

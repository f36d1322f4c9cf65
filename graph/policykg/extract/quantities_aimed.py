"""Numbers that somebody is to reach, keep, create or limit: things counted, and what is measured."""

from __future__ import annotations

import re

from policykg.extract import quantities_words as words
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_place import Last, Place, Verdict, is_name
from policykg.extract.quantities_units import COUNTING, RATIO

_REACH_END = re.compile(
    rf"{words.REACH}(?:到|至|为|在|了)?(?:约|近|不低于|不少于|不超过|不高于|至少|最高|最低|超过|超|全国|全省|总数|总量|总人数|总额|上|国家|的)*$"
)
_STRONG_END = re.compile(
    rf"{words.STRONG_REACH}(?:到|至|为|在|了)?(?:(?:19|20)\d\d年(?:底|末)?的)?(?:约|近|不低于|不少于|不超过|不高于|至少|最高|最低|超过|超|上|每(?:[人月年亩户生次吨度]|平方米|公里))*$"
)
_MAKE = re.compile(words.MAKE)
_MAKE_ADJACENT = re.compile(rf"(?:{words.MAKE}|[建创办育引增评]){words.BETWEEN}*$")
_BUILD_ADJACENT = re.compile(
    rf"(?:建设|建成|新建|改建|扩建|改造|新增|完成|铺设|敷设|开发|治理|整治|修复|绿化|造林|种植|收储|盘活|供应|建|增|发展|推广|流转|落实|争取|节约|压减|淘汰){words.BETWEEN}*$"
)
_MAKE_OF = re.compile(rf"{words.MAKE}[^，；。：]{{0,30}}的$")
_MAKE_AT = re.compile(rf"{words.MAKE}{words.PLACES}$")
_MAKE_FIRST = re.compile(
    rf"^(?:彻底|妥善|基本|切实|逐步|集中|积极|重点|加快|大力|着力|持续|全力|统筹|扎实|有序|稳步|深入|进一步|全面|力争|争取|要|同步|继续|推动|支持|每年|年均)*{words.MAKE}"
)
_AIM = re.compile(words.AIM)
_GIFT = re.compile(rf"^(?:\(含\))?(?:的)?[^，。；：\d]{{0,14}}?{words.GIFT}")
_EARN = re.compile(words.EARN)
#: A share that is to stay where it is (合格率保持98%以上).
_KEPT = re.compile(r"(?:率|比例|占比|比重|覆盖面)[^，；。\d]{0,4}(?:保持|维持|稳定)$")
_SCOPE_END = re.compile(
    r"(?:^|全市|全省|全区|全县|全国|全州|我市|我省|所有|推动|确保|使|实现|有|让|力争|至少|超过|不低于|不少于|约|近|使得|促进|带动|，|年)$"
)
#: A verb of change before its object: 缩短医疗器械审评时限30%.
_CHANGE_FIRST = re.compile(
    r"^(?:积极|力争|确保|争取|努力|进一步|再|要|平均|将|使)*(?:缩短|压缩|压减|精简|降低|减少|削减|提高|提升|增加|节约|下降|减轻)(?!到|至|为)[^，；。：\d]{2,24}$"
)
#: Places in which something is set up: 在100个乡镇设立服务站; 为5万名妇女提供检查.
_WHERE = re.compile(
    r"(?:^|[，；年前底])(?:要|力争|确保|全市|全省|全县|全区)?(?:在|为|选择|对接|帮助|指导|组织|支持)(?:全市|全省|全县|全区|不少于|至少|约)?$"
)
#: Partners by number (与14所县域高中结对共建), and things that the next clause says become something (将…10个产业，培育成).
_WITH = re.compile(r"[一-龥](?:与|同|联合|对接)$")
_WITH_DONE = re.compile(r"结对|共建|合作|对接|签约|签订|联合|组建")
_BECOMES = re.compile(
    r"[^，；。\d]{2,16}，?(?:加快|全力|着力|逐步|精心)?(?:培育|打造|建设|培养|发展|创建)(?:打造|培育|建设)?(?:成|为)"
)
_EACH_ONE = re.compile(
    r"每(?:带动|购买|使用|销售|投入|种植|养殖|新增|培育|引进|建成|建设|新建|创建|认定|招引|成功|增加|完成|吸纳|招用|帮扶|提供|转化|完善|推荐|引荐|孵化|引育|获得|举办)"
)
#: 加强104个重点村基础设施建设: a number of places that something is done for.
_FOR_WORKS = re.compile(r"^[^，；。\d]{2,30}(?:建设|改造|治理|整治|提升|修复|更新|整改|管护)(?:$|[，；。、])")
#: The next of a list of things (冷库容量达到120万立方米，冷藏车800辆; 面积4500万亩、产量1300万吨).
_NEXT_THING = re.compile(r"[、，](?!其中)[^，；。、\d的]{2,12}")
_NEXT_SIZE = re.compile(r"、[^，；。、\d的]{2,12}")
_EACH_HAS = re.compile(r"每[^，；。]{1,12}(?:有|拥有|建有|设有|配有|配备)$")


def counted(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    """Say whether a number of things is a target; None when it only describes."""
    right = here.right
    ahead = (is_name(right) and not right[0].isdigit()) or (right.startswith("的") and len(right) > 1)
    if measure.chinese and measure.value == 1 and measure.unit in ("批", "次", "件", "支", "条", "套", "张"):
        return None
    if measure.chinese and measure.value <= 20:
        if words.ABSTRACT.match(right) and not (measure.comparator != "=" and not right.startswith(("方面", "领域"))):
            return None
        if measure.value == 1 and measure.comparator == "=" and not re.search(r"每|各", here.left):
            return None
        made = (
            here.own.startswith("、")
            or _MAKE_AT.search(here.left)
            or _MAKE_ADJACENT.search(here.left)
            or (not ahead and _MAKE.search(here.own))
        )
        if measure.comparator == "=" and not (made or _STRONG_END.search(here.left)):
            return None
    if _EACH_ONE.search(here.left[-8:]) and measure.value <= 1:
        return None
    if measure.tail == measure.end and re.match(r"\d[\d.]*%|不(?!少|低|超|高)|零", right):
        return None  # 实现3个100%, 做到5个不准
    weak = 0.3 if measure.chinese and measure.comparator == "=" else 0.0
    if here.left.endswith("等") and ahead:
        made = _MAKE_FIRST.search(here.own) if not re.search(r"组织|参加", here.own) else None
        return Verdict("target", "enumerated", 0.7, True) if made else None
    joined = re.fullmatch(r"[、，]?(?:和|及|与|以及|或)?", here.own)
    if last and last.verdict.kind == "target" and (measure.listed or joined):
        return Verdict("target", "list", 0.85, ahead)
    if ahead:
        if (
            _MAKE_ADJACENT.search(here.left)
            or _MAKE_AT.search(here.left)
            or (_MAKE_OF.search(here.left) and not measure.lone)
        ):
            return Verdict("target", "make", 0.95 - weak, True)
        if _STRONG_END.search(here.left) or _EACH_HAS.search(here.left):
            return Verdict("target", "reach", 0.9 - weak, True)
        if (
            last
            and last.verdict.kind == "target"
            and re.search(r"(?:和|及|与|以及|、)$", here.own)
            and last.verdict.ahead
        ):
            return Verdict("target", "list", 0.85, True)
        if re.search(r"(?:加强|加快|强化|做好|支持)$", here.left) and _FOR_WORKS.match(right) and not measure.chinese:
            return Verdict("target", "works", 0.6, True)
        if _WHERE.search(here.left) and _MAKE.search(right) and not measure.chinese:
            return Verdict("target", "where", 0.6, True)
        if not measure.chinese and _WITH.search(here.left) and _WITH_DONE.search(right):
            return Verdict("target", "where", 0.6, True)
        if here.clause.startswith("将") and _BECOMES.match(right + here.after[len(right) :]):
            return Verdict("target", "becomes", 0.6, True)
        if last and last.verdict.kind == "target" and last.verdict.ahead and re.fullmatch(r"[一-龥]{2,6}", here.own):
            return Verdict("target", "list", 0.75, True)
        comes = words.COMES_TRUE.search(right)
        if comes and re.search(r"比例|率|占比|浓度|总量|面积|平均", right[: comes.start()]):
            return None
        if comes and (here.dated or _AIM.search(here.clause)):
            return Verdict("target", "comes-true", 0.8, True)
        if "、" in here.own and _MAKE_FIRST.match(here.own) and not re.search(r"作用|优势|为主|依托", right):
            return Verdict("target", "enumerated", 0.65, True)
        if here.dated and re.search(r"(?:^|年|均|月)(?:全市|全省|共|约|新)?$", here.left) and not measure.chinese:
            return Verdict("target", "dated", 0.5, True)
        return None
    if _STRONG_END.search(here.left):
        return Verdict("target", "reach", 0.95 - weak)
    if measure.prefixed and not is_name(right) and _MAKE.search(here.left):
        return Verdict("target", "make", 0.85)
    if last and last.verdict.kind == "target" and re.search(r"、|其中", here.own[:3]):
        return Verdict("target", "list", 0.85)
    if _MAKE.search(here.own) or (_AIM.search(here.clause[: len(here.left)])):
        return Verdict("target", "make-after", 0.85 - weak)
    if measure.prefixed or _REACH_END.search(here.left):
        return Verdict("target", "reach", 0.7 - weak) if not measure.chinese or measure.prefixed else None
    if last and last.verdict.kind == "target" and not measure.chinese and last.measure.dimension in COUNTING:
        return Verdict("target", "list", 0.7)
    listed = last is not None and last.verdict.kind == "target" and not last.verdict.ahead
    if listed and _NEXT_THING.fullmatch(here.gap) and not words.DESCRIBES.search(here.left):
        return Verdict("target", "list", 0.65)
    if here.dated and not measure.chinese:
        return Verdict("target", "dated", 0.5)
    return None


def _stands_alone(measure: Measure, here: Place) -> bool:
    """Whether the number ends its clause and no condition goes on behind it (年纳税500万元以上、…的项目)."""
    if here.right.rstrip("□") or measure.chinese:
        return False
    after = here.after.lstrip("□")
    if re.match(r"[^。；]{0,60}的(?:[，、。；]|[一-龥]{0,8}(?:项目|企业|单位|园区|个人|机构|产品|集群))", after):
        return False
    return not after.startswith(("、", "或", "且"))


def measured(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    """Say whether a share, a sum or a physical quantity is a target; None when it only describes."""
    right = here.right
    ratio = measure.dimension in RATIO or measure.dimension == "ratio-of"
    name = is_name(right)
    if name and ratio and here.left.endswith(("覆盖", "惠及", "带动")):
        return Verdict("target", "share", 0.75, True)
    if name and ratio:
        whole = bool(_SCOPE_END.search(here.left) or _MAKE_ADJACENT.search(here.left))
        comes = words.COMES_TRUE.search(right)
        if last and last.verdict.rule == "share" and re.search(r"[、，]$|^$", here.own):
            whole = True
        if whole and comes:
            return Verdict("target", "share", 0.8, True)
        every = measure.value == 100 and (comes or re.match(r"[一-龥]{2,8}(?:化|处理|处置|覆盖|达标|到位|整改)", right))
        return Verdict("target", "share", 0.7) if every and not measure.chinese else None
    if name:
        if measure.dimension.startswith("money"):
            earned = re.match(
                r"^(?:的)?[^，。；]{0,8}(?:投资|资金|贷款|融资|订单|收入|销售|项目资金|外资|产值)$", right
            )
            made = re.search(
                r"(?:完成|引进|争取|实现|吸引|撬动|带动|到位|落实|新增|投放|筹集|募集)(?:约|近|超过|不少于|不低于|超)?$",
                here.left,
            )
            if _GIFT.match(right) and re.search(r"争取|力争", here.left):
                return Verdict("target", "make", 0.8, True)
            return Verdict("target", "make", 0.75, True) if earned and made else None
        built = _BUILD_ADJACENT.search(here.left) and measure.dimension not in ("voltage", "apparent-power")
        described = measure.tail > measure.end or re.search(r"范围|规模以上", right[:6])
        return Verdict("target", "make", 0.75, True) if built and not described else None
    if re.search(r"范围内|区间|半径|以内的?范围", right[:8]):
        return None
    if _STRONG_END.search(here.left):
        return Verdict("target", "reach", 0.95)
    if (
        last
        and last.verdict.kind == "target"
        and not last.verdict.ahead
        and not ratio
        and _NEXT_SIZE.fullmatch(here.gap)
        and not words.DESCRIBES.search(here.left)
    ):
        return Verdict("target", "list", 0.75)
    if ratio and measure.comparator != "=" and _KEPT.search(here.left):
        return Verdict("target", "reach", 0.8)
    near = measure.listed or re.fullmatch(r"[、，]?(?:和|及|与|以及)?[^，；。\d]{0,24}", here.own)
    if measure.dimension == "ratio-point" and re.search(r"(?:高于|快于|低于|超过|高出)[^，；。\d]{0,16}$", here.left):
        return Verdict("target", "reach", 0.8)
    if measure.prefixed and (_REACH_END.search(here.left) or measure.comparator in (">=", "<=")):
        return Verdict("target", "reach", 0.85)
    if near and last and last.verdict.kind == "target" and last.measure.unit == measure.unit:
        return Verdict("target", "list", 0.8)
    if not ratio and _MAKE.search(here.own):
        return Verdict("target", "make-after", 0.85)
    noun = re.fullmatch(r"[，；][^，；。\d]{0,20}", here.own) and not (last and last.verdict.ahead)
    if last and last.verdict.kind == "target" and noun and _EARN.search(here.own) and not ratio:
        return Verdict("target", "list", 0.6)
    if (
        ratio
        and re.search(r"(?:占|占比|比重|率|比例|面|度|增速|增幅|为)$", here.left[-3:])
        and (here.dated or _AIM.search(here.before))
    ):
        return Verdict("target", "aimed", 0.7)
    if _AIM.search(here.left) and _REACH_END.search(here.left):
        return Verdict("target", "aimed", 0.7)
    if ratio and last and last.verdict.kind == "target" and re.search(r"(?:^|、)占[^，；。\d]{2,16}$", here.own):
        return Verdict("target", "aimed", 0.65)
    if ratio and _CHANGE_FIRST.search(here.left):
        return Verdict("target", "change", 0.75)
    if measure.comparator == "<=" and measure.dimension.startswith("money"):
        return None  # a threshold (销售额500万元及以下)
    if _stands_alone(measure, here) and words.MEASURE_NOUN.search(here.left.rstrip("□")):
        return Verdict("target", "noun", 0.6)
    if here.dated and re.search(r"年(?:度|底|末)?(?:[^，；。\d]{0,20})$", here.before[-24:]) and not ratio:
        return Verdict("target", "dated", 0.5)
    return None

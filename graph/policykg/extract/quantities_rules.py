"""The rules that say of a measured number what it is: a target, funding, or none of our business.

``judge`` looks at one candidate in its clause, with the number accepted before it (lists hand on their verb). The
rules ask, in this order: is it a condition, a report, part of a formula or a former value? is it given? is it
aimed at? What no rule claims is no quantity: a number is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policykg.extract import quantities_words as words
from policykg.extract.quantities_measure import COUNTING, RATIO, TIME, Measure
from policykg.extract.quantities_text import Prepared, Spans

Kind = Literal["target", "funding"]
WINDOW = 90

_REACH_END = re.compile(
    rf"{words.REACH}(?:到|至|为|在|了)?(?:约|近|不低于|不少于|不超过|不高于|至少|最高|最低|超过|超|全国|全省|总数|总量|总人数|总额|上|国家|的)*$"
)
_STRONG_END = re.compile(
    rf"{words.STRONG_REACH}(?:到|至|为|在|了)?(?:约|近|不低于|不少于|不超过|不高于|至少|最高|最低|超过|超|上|每[人月年亩户生次])*$"
)
_MAKE = re.compile(words.MAKE)
_MAKE_ADJACENT = re.compile(rf"(?:{words.MAKE}|[建创办育引增评]){words.BETWEEN}*$")
_BUILD_ADJACENT = re.compile(
    rf"(?:建设|建成|新建|改建|扩建|改造|新增|完成|铺设|敷设|开发|治理|整治|修复|绿化|造林|种植|收储|盘活|供应|建|增|发展|推广|流转|落实|争取|节约|压减|淘汰){words.BETWEEN}*$"
)
_MAKE_OF = re.compile(rf"{words.MAKE}[^，；。：]{{0,30}}的$")
_MAKE_FIRST = re.compile(
    rf"^(?:积极|重点|加快|大力|着力|持续|全力|统筹|扎实|有序|稳步|深入|进一步|全面|力争|争取|要|同步|继续|推动|支持|每年|年均)*{words.MAKE}"
)
_AIM = re.compile(words.AIM)
_GIVE = re.compile(words.GIVE)
_GIVE_SHARE = re.compile(words.GIVE_SHARE)
_GIFT = re.compile(rf"^(?:\(含\))?(?:的)?[^，。；：\d]{{0,14}}?{words.GIFT}")
_EARN = re.compile(words.EARN)
_CAP = re.compile(
    r"最高|不超过|上限|每家|单个|单项|同一|累计|总额|年度|总和|每人|每户|每个|封顶|首期|规模|每项|每年|每月|每件|每亩|每台|再"
)
_BY = re.compile(r"按照?[^，；。：]{0,40}$")
_SHARE_OF = re.compile(
    r"^(?:的)?(?:比例|标准|额度|幅度|税率|优惠|费率|给予|再给予|予以|奖励|奖补|补助|补贴|救助|贴息|抵|征收|计入|扣除|返还|降低|减|收取|配套|进行|缴纳|出资|执行|以内给予|资金|经费)"
)
_SCOPE_END = re.compile(
    r"(?:^|全市|全省|全区|全县|全国|全州|我市|我省|所有|推动|确保|使|实现|有|让|力争|至少|超过|不低于|不少于|约|近|使得|促进|带动|，|年)$"
)
_FREE = re.compile(r"免征|免收|免缴|减征|减免|免除|减半|免租|免息|贴息|免")
_DONE_IN = re.compile(r"^(?:内|之内|以内)?(?:全部)?(?:办理完毕|办结|办理完成|完成|办好|答复|反馈|审结|核发)")
_SHORTEN = re.compile(r"(?:延长|缩短|压缩|压减|缩减|减少|降|控制|调整)(?:至|到|为|在)(?:[^，。；\d]{0,4})$")
_RANKED = re.compile(r"(?:排名|位居|位列|进入|跻身|稳居|挺进|保持|名列|居|进)[^，；。\d]{0,14}前$")
_EACH_ONE = re.compile(
    r"每(?:带动|购买|使用|销售|投入|种植|养殖|新增|培育|引进|建成|建设|新建|创建|认定|招引|成功|增加|完成|吸纳|招用|帮扶|提供|转化|完善|推荐|引荐|孵化|引育|获得|举办)"
)
_EACH_HAS = re.compile(r"每[^，；。]{1,12}(?:有|拥有|建有|设有|配有|配备)$")
_SPLIT = re.compile(r"(?:划分|分|分为|划)(?:为|成)$")
_PER_HEAD = re.compile(r"每[万亿百千]?(?:人|名|亩|户|个|家|平方公里|万人口|千人口|人口)[^，；。\d]{0,8}$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a number is: kind, the rule that says so and how sure it is. ``ahead`` when what it counts follows it."""

    kind: Kind
    rule: str
    score: float
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """The quantity accepted before: its measure, verdict and sentence."""

    measure: Measure
    verdict: Verdict
    sentence: int


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate's surroundings: text before and behind it in its clause, and the sentence so far."""

    left: str
    own: str
    right: str
    clause: str
    before: str
    after: str
    sentence: int
    dated: bool


def conditions(prepared: Prepared) -> Spans:
    """Return the spans that say for whom or when something holds: 对…的, and clauses that end in 的 before a gift."""
    found: list[tuple[int, int]] = []
    text = prepared.context
    marks = prepared.clauses
    index = 0
    start = 0
    open_for = -1
    while index <= len(marks):
        end = marks[index] if index < len(marks) else len(text)
        clause = text[start:end]
        if index and text[start - 1] in "。！？\n；":
            open_for = -1
        match = words.FOR.search(clause)
        if match:
            then = words.THEN.search(clause, match.end())
            stop = start + then.start() if then else end
            found.append((start + match.start(), stop))
            open_for = -1 if then else start + match.start()
        elif open_for >= 0 and words.THEN.search(clause[:40]):
            open_for = -1
        if end < len(text) and text[end] == "，" and re.search(r"的(?:[^，；。\d]{0,14})?$", clause[-16:]):
            following = text[end + 1 : (marks[index + 1] if index + 1 < len(marks) else len(text))][:60]
            gift = re.search(words.GIVE_SHARE + r"|最高|奖|补|一次性", following)
            if open_for >= 0 and (gift or clause.endswith("的")):
                found.append((open_for, end))
            elif clause.endswith("的") and gift:
                found.append((start, end))
        start = end + 1
        index += 1
    return Spans.of(found)


def place(prepared: Prepared, measure: Measure, previous_end: int, dated: bool) -> Place:
    """Collect what the rules read around a candidate; windows are bounded, so that long lines cost no more."""
    view = prepared.view(measure.start)
    start, end = prepared.clause(measure.start)
    begin, over = prepared.sentence(measure.start)
    low = max(start, measure.start - WINDOW)
    left = view[low : measure.start]
    own = view[max(low, previous_end) : measure.start]
    high = min(end, measure.tail + 60)
    right = view[measure.tail : high]
    return Place(left, own, right, view[max(start, measure.start - WINDOW) : high],
                 view[max(begin, measure.start - 160) : measure.start], view[measure.tail : min(over, measure.tail + 40)], begin, dated)  # fmt: skip


def judge(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    """Return what a candidate is, None when it is no quantity (``conditions`` are sorted out before)."""
    if words.FORMULA.search(here.clause) or _SPLIT.search(here.left):
        return None
    if measure.rank or measure.dimension == "rank":
        ranked = _RANKED.search(here.left) and not here.right.startswith("的")
        return Verdict("target", "rank", 0.8) if ranked else None
    if measure.lone and not (measure.prefixed or here.right.startswith("大关") or _STRONG_END.search(here.left)):
        return None
    if words.CHANGES.match(here.right) and re.search(r"[由从]", here.left):
        return None
    same = last if last and last.sentence == here.sentence else None
    if measure.dimension in TIME:
        return _time(measure, here)
    if re.search(r"[由从][^，；。]{0,30}$", here.left) and re.match(
        r"(?:[、和及与][^，。；]{0,10})?分别(?:提高|调整|降|下降|提升|放宽)", here.right
    ):
        return None
    if verdict := _funding(measure, here, same):
        return verdict
    if words.REPORTED.search(here.after) and not words.FUTURE.search(here.before[-80:]):
        return None
    if words.PAST.search(here.before) and not words.FUTURE.search(here.before[-80:]):
        return None
    if words.DESCRIBES.search(here.left) and not re.search(r"力争|确保|完成|达到|新增", here.left):
        return None
    if measure.dimension in COUNTING:
        return _count(measure, here, same)
    return _level(measure, here, same)


def _is_name(right: str) -> bool:
    """Whether a noun follows directly (亿元以上项目): then the number describes it."""
    return bool(right) and not words.CLOSING.match(right)


def _time(measure: Measure, here: Place) -> Verdict | None:
    if measure.unit in ("年", "个月") and _FREE.search(here.clause[: len(here.left)]) and not _is_name(here.right):
        return Verdict("funding", "waive", 0.8)
    if _SHORTEN.search(here.left):
        tax = re.search(r"税|亏损|结转|贷款|贴息", here.before)
        return Verdict("funding" if tax else "target", "change", 0.7)
    if _DONE_IN.match(here.right) and measure.unit not in ("年",) and not here.left.endswith(("近", "前")):
        return Verdict("target", "limit", 0.5)
    return None


def _funding(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    money = measure.dimension.startswith("money")
    if not money and measure.dimension not in ("ratio", "ratio-point", "fraction"):
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
    gift = _GIFT.match(here.right)
    gives = _GIVE.search(here.left) or (_GIVE.search(here.right) if gift or not _is_name(here.right) else None)
    if _is_name(here.right) and not gift:
        return None
    earns = _EARN.search(here.own)
    if gives and not (earns and not re.search(words.GIVE_SHARE + r"|最高|设立|安排|拨付|下达|上限", here.clause)):
        late = _GIVE.search(here.left) is None
        return Verdict("funding", "give-after" if late else "give", 0.85 if late else 0.95, bool(gift))
    given = follows or _GIVE_SHARE.search(here.before[-40:])
    if given and _CAP.search(here.left) and (not earns or re.search(r"(?:首期|总)?规模$", here.left)):
        return Verdict("funding", "give-cap", 0.8, bool(gift))
    if follows and gift and re.search(r"(?:和|及|或|以及|、)$", here.own):
        return Verdict("funding", "give-list", 0.8, True)
    return None


def _share(measure: Measure, here: Place, follows: bool) -> Verdict | None:
    if re.search(r"率(?:达到|达|提高到|不低于|超过|保持在)?$", here.left) and not re.search(
        r"税率|费率", here.left[-12:]
    ):
        return None
    if re.search(r"占比|占总|比重|占[^，]{1,14}(?:的)?$", here.left[-16:]) and not _SHARE_OF.match(here.right):
        return None
    if _BY.search(here.left) and not _is_name(here.right) and _GIVE_SHARE.search(here.after):
        return Verdict("funding", "give-rate", 0.85)
    if _BY.search(here.left) and (_SHARE_OF.match(here.right) or _GIVE_SHARE.search(here.clause)):
        return Verdict("funding", "give-rate", 0.9, True)
    gives = _GIVE_SHARE.search(here.clause)
    if gives and re.match(r"(?:的)?[^，；。\d]{0,4}(?:股权|股份|份额|比例)", here.right):
        return Verdict("funding", "give-rate", 0.8, True)
    if gives and (_SHARE_OF.match(here.right) or not _is_name(here.right) or _GIFT.match(here.right)):
        return Verdict("funding", "give-rate", 0.85, bool(_GIFT.match(here.right)))
    if follows and (measure.listed or re.match(r"^(?:的比例|的标准)", here.right)):
        return Verdict("funding", "give-list", 0.8)
    return None


def _count(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    right = here.right
    ahead = _is_name(right) or (right.startswith("的") and len(right) > 1)
    if measure.chinese and measure.value == 1 and measure.unit in ("批", "次", "件", "支", "条", "套", "张"):
        return None
    if measure.chinese and measure.value <= 20:
        if words.ABSTRACT.match(right) and not (measure.comparator != "=" and not right.startswith(("方面", "领域"))):
            return None
        if measure.value == 1 and measure.comparator == "=" and not re.search(r"每|各", here.left):
            return None
        made = _MAKE_ADJACENT.search(here.left) or (not ahead and _MAKE.search(here.own))
        if measure.comparator == "=" and not (made or _STRONG_END.search(here.left)):
            return None
    if _EACH_ONE.search(here.left[-8:]) and measure.value <= 1:
        return None
    weak = 0.3 if measure.chinese and measure.comparator == "=" else 0.0
    if here.left.endswith("等") and ahead:
        made = _MAKE_FIRST.search(here.own) if not re.search(r"组织|参加", here.own) else None
        return Verdict("target", "enumerated", 0.7, True) if made else None
    joined = re.fullmatch(r"[、，]?(?:和|及|与|以及|或)?", here.own)
    if last and last.verdict.kind == "target" and (measure.listed or joined):
        return Verdict("target", "list", 0.85, ahead)
    if ahead:
        if _MAKE_ADJACENT.search(here.left) or (_MAKE_OF.search(here.left) and not measure.lone):
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
        if words.COMES_TRUE.search(right) and (here.dated or _AIM.search(here.clause)):
            return Verdict("target", "comes-true", 0.8, True)
        if "、" in here.own and _MAKE_FIRST.match(here.own) and not re.search(r"作用|优势|为主|依托", right):
            return Verdict("target", "enumerated", 0.65, True)
        if here.dated and re.search(r"(?:^|年|均|月)(?:全市|全省|共|约|新)?$", here.left) and not measure.chinese:
            return Verdict("target", "dated", 0.5, True)
        return None
    if _STRONG_END.search(here.left):
        return Verdict("target", "reach", 0.95 - weak)
    if measure.prefixed and not _is_name(right) and _MAKE.search(here.left):
        return Verdict("target", "make", 0.85)
    if last and last.verdict.kind == "target" and re.search(r"、|其中", here.own[:3]):
        return Verdict("target", "list", 0.85)
    if _MAKE.search(here.own) or (_AIM.search(here.clause[: len(here.left)])):
        return Verdict("target", "make-after", 0.85 - weak)
    if measure.prefixed or _REACH_END.search(here.left):
        return Verdict("target", "reach", 0.7 - weak) if not measure.chinese or measure.prefixed else None
    if last and last.verdict.kind == "target" and not measure.chinese and last.measure.dimension in COUNTING:
        return Verdict("target", "list", 0.7)
    if here.dated and not measure.chinese:
        return Verdict("target", "dated", 0.5)
    return None


def _level(measure: Measure, here: Place, last: Last | None) -> Verdict | None:
    right = here.right
    ratio = measure.dimension in RATIO
    name = _is_name(right)
    if name and ratio:
        whole = bool(_SCOPE_END.search(here.left) or _MAKE_ADJACENT.search(here.left))
        comes = words.COMES_TRUE.search(right)
        if last and last.verdict.rule == "share" and re.search(r"[、，]$|^$", here.own):
            whole = True
        return Verdict("target", "share", 0.8, True) if whole and comes else None
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
    if here.dated and re.search(r"年(?:度|底|末)?(?:[^，；。\d]{0,20})$", here.before[-24:]) and not ratio:
        return Verdict("target", "dated", 0.5)
    return None

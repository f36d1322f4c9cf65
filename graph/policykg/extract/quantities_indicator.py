"""What a number measures, as printed: the noun phrase before it (高新技术企业达到1000家) or behind it (2家领军企业)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policykg.extract import quantities_words as words
from policykg.extract.quantities_measure import Measure
from policykg.extract.quantities_text import Prepared

LONGEST = 60

#: Words that close a noun phrase before the number, the comparators included.
_CUT_END = re.compile(
    rf"(?:{words.REACH}|{words.AIM}|约|近|最高|最低|至少|到|至|的|由|从|原来|可|以上|数量为|建设任务|，|年均|每年|年度|现金|比例|按照?|给予|再给予|共计?|共有|分别|一次性给予|不超过|最多|其中|再|按|规模为|额度|新|"
    rf"(?<=建设)，?(?:19|20)\d\d年(?:完成)?(?:建设)?|(?:19|20)\d\d年(?:年?底)?)+$"
)
#: Words that open a clause before the noun phrase.
_CUT_START = re.compile(
    r"^(?:[，；。、和及与或到]|以及|其中|力争|争取|确保|积极|进一步|加快|大力|着力|持续|高标准|高质量|高水平|重点|同步|继续|努力|全力|全面|稳步|有序|统筹|推动|推进|实现|保障|保持|保证|完成|落实|建成|建设改造|新建|新增|"
    r"累计|全市|全省|全区|全县|全州|我市|我省|全国|建设|打造|培育|培训|培养|发展|改造提升|改造|提升|创建|争创|遴选打造|遴选|认定|引进|集聚|设立|举办|组织|实施|滚动实施|对接|在[^，；]{0,20}领域|每年|年均|每市|"
    r"每县|每个[^，；]{0,10}建设|到?(?:19|20)\d\d年(?:年?底|末|度|上半年|前)?|(?:19|20)\d\d(?:年)?[-—~至](?:19|20)\d\d年|每月|三年|计划|新开发|新创设|指导[^，；]{0,16}实施|将|使|市财政|要|年度|新建改扩建|保障|支持|分别|给予|再给予|按照|按|"
    r"每个?[家户人项企业单位]{0,3}|单个[^，；]{0,6}|一次性给予|最高给予|最高|统筹安排|安排)+"
)
#: Words that end the noun phrase behind the number.
_STOP = re.compile(
    r"[，；。：！？、()□\n\t]|到(?!位)|开展|投入使用|获评|纳入|形成|并|以及|用于|或者|和(?=\d)|以上|等方面|统筹|建设任务|，|实现|打造|全部|挂职|通过|入选|参加|参与|为重点|来|赴|由|对(?!口|外)|给(?!予)|予以|给予|覆盖|进行|建成|开工|竣工|达标|分布|布局"
)
#: A former value between the noun phrase and the number (由30%提高至).
_FORMER = re.compile(r"(?:由|从)[^，；。]{0,12}\d[^，；。由从]{0,24}$|由原来[^，；。]*$")
#: The verb of a gift: what stands behind it is what is given.
_GIVEN = re.compile(r".*(?:给予|予以|分别|享受|发放|每[家个户人项年月](?=[奖补资]))(?!的)")
_HEAD = re.compile(r"^(?:的|左右的|以上的|以上|左右|及以上|高水平|最高)*")
_GIFT_HEAD = re.compile(
    rf"^(?:的)?(?:比例|标准)?，?(?:分别)?(?:给予|予以|再给予|降低|抵免|抵扣|进行)?(?P<noun>[^，；。、\d()]{{0,16}}?{words.GIFT}(?:资金|支持|奖励|补助|补贴|基金|债券|优惠|贴息|扶持|激励|资助|投资|奖补|经费)*)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An indicator and the span of the folded text that holds it; ("", at, at) when the paper gives none."""

    text: str
    start: int
    end: int


def behind(prepared: Prepared, measure: Measure, gift: bool, stop: int) -> Phrase:
    """Read the noun phrase behind a number, not past ``stop`` (the next number)."""
    text, view = prepared.text, prepared.view(measure.start)
    limit = min(prepared.clause(measure.start)[1], measure.tail + LONGEST, stop)
    right = view[measure.tail : limit]
    if gift:
        if match := _GIFT_HEAD.match(
            view[measure.tail : min(prepared.clause(measure.start)[1] + 14, measure.tail + LONGEST)]
        ):
            start, end = measure.tail + match.start("noun"), measure.tail + match.end("noun")
            return Phrase(text[start:end], start, end)
        return Phrase("", measure.end, measure.end)
    start = measure.tail + len(_HEAD.match(right).group())  # type: ignore[union-attr]
    end = start
    for match in _STOP.finditer(view, start, limit):
        word = match.group()
        if match.start() == start or (word in ("、", "和") and _continues(view, match.end(), limit)):
            continue
        end = match.start()
        break
    else:
        end = limit
    while text.startswith("□", end):
        end += 1
    return Phrase(text[start:end], start, end)


def _continues(view: str, at: int, limit: int) -> bool:
    """Whether an enumeration goes on behind 、 without a new number (省企、央企)."""
    rest = view[at : min(limit, at + 12)]
    return bool(rest) and not re.match(r"\d|[^，；。、]{0,8}\d", rest)


def before(prepared: Prepared, measure: Measure, previous_end: int) -> Phrase:
    """Read the noun phrase before a number, not past ``previous_end`` (the number before it)."""
    text, view = prepared.text, prepared.view(measure.start)
    low = max(prepared.clause(measure.start)[0], previous_end, measure.start - LONGEST)
    left = view[low : measure.start]
    former = _FORMER.search(left)
    if former:
        left = left[: former.start()]
    closing = _CUT_END.search(left)
    end = low + len(left) - (len(closing.group()) if closing else 0)
    opening = _CUT_START.match(view[low:end])
    start = low + (opening.end() if opening else 0)
    given = _GIVEN.search(view[start:end])
    if given and given.end() < end - start:
        start += given.end()
    for match in re.finditer(r"担任|投入|实施|完成|建成", view[start:end]):
        if match.end() < end - start:
            start += match.end()
            break
    return Phrase(text[start:end], start, end)

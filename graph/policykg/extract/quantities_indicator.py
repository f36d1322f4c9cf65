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
    rf"(?:{words.STRONG_REACH}|(?<=[率例比重面])(?:保持|维持|稳定)|力争|争取|确保|预计|要|(?<![供响相对适反效])应|(?<!许)可|(?<![签节])约|(?<!附)近|不低于|不少于|不超过|不高于|小于|大于|依次|分别|原则上|以内|范围|总?规模为|最高|最低|最多|至少|到|至|的|冲刺|每(?:亩|人|户|万人|千人|人每[月年]|平方公里|平方米)|由|从|原来|在|为|全国|，|“|年均|每年|每月|共计?|共有|再|各|其中|"
    rf"累计|建设任务|[、和及与]?(?:19|20)\d\d年(?:年?[底末])?|(?<=建设)，?(?:19|20)\d\d年(?:完成)?(?:建设)?|(?:19|20)\d\d年(?:(?:年?底|末)前?)?|(?<!占)(?<!之)(?<![率数产积能])[较比](?=上年|去年|同期|“?十|(?:19|20)|$)(?:上一?年|去年|同期|“?十[一二三四五]五”?末?|(?:19|20)\d\d年(?:年?[底末])?)?|较|均|都|(?:(?:保持|稳居|位居|位列|进入|跻身|居)在?)?(?:全[国省市区县]|[国省市]内|世界|全球|同类城市)前|(?<=[名位])中|(?:确保|力争)?在[^，；。]{{0,14}}基础上)+$"
)
#: ... and of what is given.
_GIFT_END = re.compile(
    r"(?:不低于|不少于|不高于|依次|(?:提高|调整)[到至为]|每人每[年月]|最长|最多|(?<=[补贴助励])每[人户亩头台件吨年月餐]+|每年|年度|现金|比例|按照?|给予|再给予|分别|一次性给予|标准为|统筹安排|安排|最高|不超过|超过|减?按|的|为|到|达)+$"
)
#: Verbs before what is counted (淘汰热风炉46台), unless they are part of its name (治理率, 推广面积, 更新改造).
_VERB = (
    r"(?:淘汰|推广|更新|推出|整治|治理|修复|开展|开发|发放|发行|储备|筹集|签约|规范|稳定|扩大|压减|巩固|挖潜|增设|增加|新引进|引入|吸纳|安置|铺设|复垦|改良|聘请|聘任|布设|"
    r"开行|开通|打通|消除|关停|拆除|采购|购置|配备|安装|检查|监测|组织|承担|制定|配套|划定|招收|招引)"
    r"(?!值|化|率|面积|任务|规模|总?量|数|区|能力|工作|比例|改造|进度|资金|成本|强度|水平|周期|时|站|点|仪|系统|平台|点位|里程|中心|机构|服务|场次|完善|齐全|和|、|及)"
)
#: 支持龙头企业牵头打造行业平台5个: who helps is not what is counted.
_VIA = r"(?:支持|引导|鼓励|推动)[^，；]{2,24}?牵头(?:打造|建设|成立|承担|开发|制定|组建|开展|实施|设立|创建|搭建)"
#: 分别 with what is counted behind it (西安、宝鸡分别建设高标准农田10万亩、8万亩).
_HANDED_OUT = re.compile(r".*(?:分别|依次)(?!(?:达|提|增|降|控|保|为|不|超|突|完成|实现|到)[^，]{0,4}$)")
#: Words that open a clause before the noun phrase.
_CUT_START = re.compile(
    r"^(?:[，；。、和及与或·□]|(?:之|以)?内、|(?<=^)内(?=[一-龥]{1,4}率)|(?:通过|经过)[^，；。]{1,8}努力|在(?=全[国省市]|同类)|(?:项目)?(?:全部)?建成(?:投产|投用|投运|达产)?后|[投达]产后|今后|冲刺|到(?!位)|\d{1,2}月(?:[底份]|[上中下]旬)?之?前(?:交付|完成)?|(?:(?:19|20)\d\d年?)[-—~至](?:19|20)\d\d年|“?十[一二三四五]五”?(?:期间|时期|末)|今年(?:再)?|明年|下一步|[上下]半年|第?[一二三四]季度末?|用?[一二两三四五六\d]{1,2}(?:至|到|-)?[一二两三四五六\d]{0,2}年(?:之内|内|左右时间|时间)，?|再(?=新?[建增])|各(?=[新建引培打设创])|\([^()]{0,40}\)|年?[底末]?之?前(?=[新建完改打争])|全年|年(?=培训|参与|投放|检查)|含(?!税|量|水|油|氧)|以及|其中|力争|争取|确保|积极|进一步|加快|大力|着力|持续|同步|继续|努力|全力|全面|稳步|有序|统筹|推动|推进|实现|保障(?!性)|保持|保证|完成(?!率|量|额|时间|情况)|落实|建成(?!区)|"
    r"累计(?!支持)|全市|全省|全区|全县|全州|我市|我省|全国|每年|年均|每月|新建改扩建|新建|新增|改造提升|建设改造|遴选打造|遴选|创建|争创|打造|培育|培训|培养|选派|认定|引进|集聚|设立|举办|组织|滚动实施|实施|"
    r"在[^，；]{0,20}领域|每[市县]|到?(?:19|20)\d\d年(?:年?底|末|度|上半年|前)?|(?:19|20)\d\d(?:年)?[-—~至](?:19|20)\d\d年|[一二三四五两\d]{1,2}年(?:之内|内|滚动)?|"
    r"计划|新开发|新创设|指导[^，；]{0,16}实施|将|使|要|年度|改造(?=高标准|老旧|农村)|建设(?!用地|任务|规模)|发展(?=高|现)|高标准(?=建|打|推|创)|重点(?=培育|打造|建设|支持)|"
    rf"{_VERB}|{_VIA}|在[^，；]{{1,20}}(?:设立|建设|建成|新建|布局)|"
    r"拟|预计|规划|惠及|带动|新(?=建|增)|[一-龥]{2}(?:完善|力强|齐全|显著|突出)的)+"
)
#: ... and before what is given.
_GIFT_START = re.compile(
    r"^(?:[，；。、和及与或□]|其中|[省市县区]级(?=每)|由(?=[省市县区州盟旗中财])|发放|每(?:平方米|平方公里|公里|千瓦时|千瓦|公斤|立方米|斤|米|列|架次|班|标箱|张床位|张|床)|(?:19|20)\d\d年|[-—~至]+(?:19|20)\d\d年|依次为|标准为|(?:中央|省级?|市级?|区级?|县级?)?财政|部门|每[年月]|每个?(?:企业|单位|项目|园区|[家户人项头亩件台吨辆])|年(?=安排|补)|分别|给予|再给予|按照|按|每个?[家户人项企业单位]{0,3}|单个|每年|一次性给予|最高给予|最高|统筹安排|安排|对|可|免征|免收)+"
)
#: Words that end the noun phrase behind the number.
_STOP = re.compile(
    r"[，；。：！？、()□\n\t]|到(?!位)|开展|投入使用|获评|纳入|形成|并|以及|用于|或者|和(?=\d|$)|作为|的目标|达(?=到|$)|等方面|统筹|建设任务|，|实现|打造|全部|挂职|实施(?=[“\"])|结对|通过|入选|参加|参与|为重点|来|赴|由|对(?!口|外)|给(?!予)|予以|给予|覆盖|进行|建成|开工|竣工|达标|分布|布局"
)
#: A former value between the noun phrase and the number (由30%提高至).
_FORMER = re.compile(
    r"(?:较|比)(?:19|20)\d\d年(?:底|末)?的?\d[^，；。]{0,8}$|(?:由|从)[^，；。]{0,12}\d[^，；。由从]{0,24}$|由原来[^，；。]*$|(?:超过|超出|高于)\d[^，；。]{0,12}的[^，；。\d]{0,6}$"
)
#: The verb of a gift: what stands behind it is what is given.
_GIVEN = re.compile(
    r".*(?:由[^，；。]{0,12}?(?:财政|政府)|(?:以上|以下|以内)□*的(?=一次性|[奖补资])|给予|予以|分别|享受|发放|每[家个户人项年月](?=[奖补资]))(?!的)"
)
#: ... with what is given by name.
_GIVEN_NOUN = re.compile(
    r"(?:给予|予以|享受|发放|安排|设立)[^，；。、\d]{0,12}?(?P<noun>(?:一次性|现金|贷款|生活|租房|运营|建设|保费|财政|配套|经费|项目|购房|安家|创业|专项|引导|后){0,2}(?:奖励|奖补|补助|补贴|资助|贴息|资金|经费|基金|支持))"
)
_PURSE = re.compile(
    r"(?:[省市县区州镇乡](?:[、和][省市县区州镇乡])+[两二三四]级财政)|(?:中央|[省市县区州盟旗])?级?财政(?:部门)?"
)
#: A verb inside the clause: what stands behind it is counted.
_INNER_VERB = re.compile(r"担任|实施|完成(?!率)|建成(?!区)|投入(?=\d)")
#: Brackets that belong to a name: 县(市、区), 专项(资金).
_PLACES = re.compile(r"\([市区县旗场次、盟州街道镇乡]{1,6}\)")
#: What comes true belongs to the indicator when it is a grade (达到四星级), and is the indicator when it is a title (获评激励县).
_REACHED = re.compile(r"达到[^，；。：\d、]{2,30}")
_NAMED = re.compile(r"(?:获评|获批|纳入|入选|创成|成为|列入)(?P<noun>[^，；。：\d、]{3,30})")
#: A number that describes what is counted (1-2个产值百亿元以上、具有较强竞争优势的产业集群) is not the end of it.
_DESCRIBED = re.compile(
    r"[^，；。\d]{0,8}[\d.]*[十百千万亿]*(?:元|亩|人|%)(?:以上|左右)(?:、[^，；。\d]{0,16})?的(?P<noun>[^，；。、\d()]{2,24})"
)
_HEAD = re.compile(r"^(?:的|左右的|以上的|以上|左右|及以上|高水平|最高|(?:之|以)?内(?:全部)?(?:完成|作出|提出|办理)?)*")
_GIFT_HEAD = re.compile(
    rf"^(?:[、，和及或]{{0,2}}(?:最高)?[\d.]+[万亿千百]*(?:元|%)){{0,6}}(?:的)?(?:比例|标准)?(?:，(?=(?:分别)?再?(?:给予|予以|进行)))?(?:分别)?(?:给予|予以|再给予|降低|抵免|抵扣|进行|发放)?"
    rf"(?:最高[\d.]+[万亿千百]*元、?(?:[\d.]+[万亿千百]*元、?){{0,6}})?(?P<noun>(?:一次性)?[^，；。、\d()]{{0,16}}?{words.GIFT}(?:资金|支持|奖励|补助|补贴|基金|债券|优惠|贴息|扶持|激励|资助|投资|奖补|经费|费)*(?:[或、和][^，；。、\d()]{{0,8}}{words.GIFT}(?:支持|资金|奖励|补助)*)?)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An indicator and the span of the folded text that holds it; ("", at, at) when the paper gives none.

    ``pieces`` are the spans it is put together from, when it does not stand in one piece.
    """

    text: str
    start: int
    end: int
    pieces: tuple[tuple[int, int], ...] = ()


def behind(prepared: Prepared, measure: Measure, gift: bool, stop: int) -> Phrase:
    """Read the noun phrase behind a number, not past ``stop`` (the next number)."""
    text, view = prepared.text, prepared.view(measure.start)
    limit = min(prepared.clause(measure.start)[1], measure.tail + LONGEST, stop)
    right = view[measure.tail : limit]
    if gift:
        if match := _GIFT_HEAD.match(
            view[measure.tail : min(prepared.clause(measure.start)[1] + 40, measure.tail + LONGEST)]
        ):
            start, end = measure.tail + match.start("noun"), measure.tail + match.end("noun")
            return Phrase(text[start:end], start, end)
        return Phrase("", measure.end, measure.end)
    start = measure.tail + len(_HEAD.match(right).group())  # type: ignore[union-attr]
    end = start
    skip = start
    for match in _STOP.finditer(view, start, limit):
        word = match.group()
        if (
            match.start() < skip
            or match.start() == start
            or (word in ("、", "和") and _continues(view, match.end(), limit))
        ):
            continue
        if word == "□" and _PLACES.match(text, match.start()):
            skip = end = _run(view, match.start(), limit)
            continue
        end = match.start()
        break
    else:
        end = limit
    if end == stop and (described := _DESCRIBED.match(view, start)):
        start, end = described.span("noun")
    reached = _REACHED.match(view, end, limit)
    if reached:
        end = reached.end()
    elif named := _NAMED.match(view, end, limit):
        start, end = named.start("noun"), named.end("noun")
    return Phrase(text[start:end], start, end)


def _run(view: str, at: int, limit: int) -> int:
    while at < limit and view[at] == "□":
        at += 1
    return at


def _continues(view: str, at: int, limit: int) -> bool:
    """Whether an enumeration goes on behind 、 without a new number (省企、央企)."""
    rest = view[at : min(limit, at + 12)]
    return bool(rest) and not re.match(r"\d|[^，；。、]{0,8}\d", rest)


def before(prepared: Prepared, measure: Measure, previous_end: int, gift: bool) -> Phrase:
    """Read the noun phrase before a number, not past ``previous_end`` (the number before it)."""
    text, view = prepared.text, prepared.view(measure.start)
    low = max(prepared.clause(measure.start)[0], previous_end, measure.start - LONGEST)
    left = view[low : measure.start]
    former = _FORMER.search(left)
    if former:
        left = left[: former.start()]
    closing = (_GIFT_END if gift and not former else _CUT_END).search(left)
    end = low + len(left) - (len(closing.group()) if closing else 0)
    if gift:
        given = _GIVEN.match(view[low:end])
        start = low + (given.end() if given and given.end() < end - low else 0)
        opening = _GIFT_START.match(view[start:end])
        start += opening.end() if opening else 0
        return Phrase(text[start:end], start, end)
    shared = _HANDED_OUT.search(view[low:end])
    if shared and end - low > shared.end():
        low += shared.end()
    start = opened(view, low, end)
    for match in _INNER_VERB.finditer(view[start:end]):
        if match.end() < end - start:
            start += match.end()
            break
    held = prepared.brackets.holding(measure.start)
    if start >= end and held and held[0] > prepared.sentence(held[0])[0]:
        return _clause_before(prepared, held[0], True)
    if start >= end and low > 1 and view[low - 1] == "：":
        return _clause_before(prepared, low - 1)
    if start >= end and not previous_end and low > prepared.sentence(measure.start)[0] and view[low - 1] == "，":
        return _clause_before(prepared, low - 1)
    return Phrase(text[start:end], start, end)


def opened(view: str, start: int, end: int) -> int:
    """Return where a noun phrase begins, behind the words that open its clause."""
    opening = _CUT_START.match(view[start:end])
    return start + (opening.end() if opening else 0)


def given_before(prepared: Prepared, measure: Measure) -> Phrase | None:
    """Return what an earlier clause of the sentence gives (按销售量给予补贴，依次为每公斤4元、3元); None when none does."""
    begin = max(prepared.sentence(measure.start)[0], measure.start - LONGEST)
    every = list(_GIVEN_NOUN.finditer(prepared.context, begin, measure.start))
    if not every:
        return None
    found = every[-1]
    return Phrase(prepared.text[found.start("noun") : found.end("noun")], found.start("noun"), found.end("noun"))


def purse(prepared: Prepared, measure: Measure) -> Phrase:
    """Return the purse that a sum comes from, for lack of a name for what it gives (省级财政统筹安排5000万元)."""
    every = list(_PURSE.finditer(prepared.context, prepared.clause(measure.start)[0], measure.start))
    start, end = every[-1].span() if every else (measure.start, measure.start)
    return Phrase(prepared.text[start:end], start, end)


_COUNT_IN = re.compile(r"(?:达到|达|约|为|突破|超过)?\d[\d.]*[十百千万亿]*(?:[^\d，；。]{1,4})$")


def _clause_before(prepared: Prepared, comma: int, bracket: bool = False) -> Phrase:
    """Read the noun phrase of the clause before (…示范村建设，2023年完成建设38个), or before a bracket."""
    low = max(prepared.clause(comma - 1 if bracket else comma)[0], comma - LONGEST)
    left = prepared.context[low:comma]
    opening = _CUT_START.match(left)
    start = low + (opening.end() if opening else 0)
    if number := _COUNT_IN.search(left):
        left = left[: number.start()]
        comma = low + len(left)
    if left.startswith("占"):
        return Phrase("", comma, comma)
    end = comma - (2 if left.endswith(("建设", "工作", "方面", "任务")) else 0)
    return Phrase(prepared.text[start:end], start, end) if end > start else Phrase("", comma, comma)

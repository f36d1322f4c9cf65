"""What a paper only reports: clauses on what was done or is so, and headings of reviews, of problems, of conditions.

A report begins with a word that dates it (截至, 近三年, 今年以来, 经过五年努力) and goes on to the end of its sentence, or
to the first word that looks ahead (力争, 下一步, 今年要, 在…基础上).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policykg.extract.quantities_text import Prepared, Spans

_N = r"[一二两三四五六七八九十几\d]+"
#: Opens a report that lasts until something looks ahead.
_OPENS = re.compile(
    rf"过去{_N}年|(?<![\d每今明]){_N}(?:多|余)?年(?:以)?来|(?<!在)近{_N}个?[年月](?!内|以?来?无|未)|以来|截至|截止|目前|去年|据统计|经过[^，；。]{{1,16}}努力|"
    r"成功(?:创建|创成|申报|举办|承办|入选|跻身|获批|签约|引进|争取)|(?:先后|相继)(?:荣?获|建成|引进|出台|实施)|(?:较好|圆满|全面)完成(?:了)?(?:年度|各项|全年)|实现了|取得了|完成了|建成了|荣获"
)
#: Ends it.
_CLOSES = re.compile(
    r"力争|争取|确保|到20\d\d|计划|目标(?!任务完成)|将|预计|拟|下一步|今后|未来|基础上|继续|努力(?!，|下|，)|今年(?!以来)|明年|(?<![重主需必])要(?![求素点闻])|再(?:新?建|增|培育|引进|创建|认定|打造|完成|实施)|"
    r"下半年|[二三四]季度(?:要|力争|确保)"
)
#: Says of its own clause, and of the clauses behind it, that they report; a clause that looks ahead before it wins.
_STATES = re.compile(
    r"现有|现已|还有|共有|(?<![具拥])已有|业已|均已|(?<![而早])已(?!备案|认定|纳入|获|登记|设立|上市|脱贫|批准|公布|签约|投产|备|出让|入)[经累建成完达超实投开办帮发培创形推]|"
    r"实际(?:上岗|完成|达到|到位|新增|开工)|(?<![较比与同])上年末|基础数据|原有|累计已"
)
#: A heading of this kind holds no aims: a review, the state of things, problems, conditions of eligibility.
_WHOLE = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]|第[一二三四五六七八九十]+[章节条])?"
    r"(?:(?:19|20)\d\d(?:[-—~至](?:19|20)\d\d)?年(?:度)?|“?十[一二三四五]?五”?(?:期间|时期)?|过去五年|上半年|去年|今年以来|当前|目前)?(?:的)?(?:全[省市县区州]|我[省市县区州])?"
    r"(?:"
    r"(?:主要|重点|总体|政府|各项|[一-龥]{0,6}?(?=工作))?工作(?:回顾|总结|情况|开展情况|完成情况|进展情况|成效|基础)|回顾(?:与总结)?|(?:主要|政策|历史)?(?:成就|成绩|成效)(?:回顾)?|"
    r"取得(?:的)?(?:主要|积极|显著|明显)?(?:成就|成绩|成效|进展)|(?:目标)?(?:任务)?(?:完成|进展|执行|落实|开展)情况|"
    r"(?:当前)?(?:面临|存在|主要)(?:的)?(?:主要|突出|困难|短板|不足|和|与|、)*(?:问题|困难|不足|短板|挑战|形势|机遇)(?:(?:和|与|及|、)(?:问题|困难|不足|短板|挑战|形势|机遇|原因))*|"
    r"(?:发展|产业|工作|现有|现实|资源|建设|主要)?(?:基础|现状|环境|形势|背景)(?:(?:和|与|及|、)(?:发展|主要|面临)?(?:基础|现状|环境|形势|背景|条件|成效|优势|问题|挑战|机遇))*|"
    r"(?:申报|申请|支持|认定|评选|评定|准入|奖励|补助|补贴|基本|享受|资格|遴选|入选|验收)(?:的)?(?:对象|范围|主体|单位|企业)?(?:和|与|及|、)?(?:基本)?(?:条件|资格)(?:和(?:范围|标准|要求))?"
    r")(?:分析|概况)?"
)


def reports(heading: str) -> bool:
    """Tell whether what stands under a heading, folded, is no aim: a review, the state of things, conditions.

    >>> [reports(h) for h in ("一、2023年工作回顾", "二、存在问题", "(一)发展基础", "夯实发展基础", "申报条件", "优化营商环境")]
    [True, True, True, False, True, False]
    """
    return _WHOLE.fullmatch(heading) is not None


def reported(prepared: Prepared, ahead: Iterable[int]) -> Spans:
    """Return the spans of a text that report what was done or is so; at the places ``ahead`` it names a day to come."""
    view = prepared.context
    if not (_OPENS.search(view) or _STATES.search(view)):
        return Spans((), ())
    found: list[tuple[int, int]] = []
    to_come = sorted(ahead)
    start = 0
    for end in (*prepared.sentences, len(view)):
        found += _of_sentence(view, start, end, [at for at in to_come if start <= at < end])
        start = end + 1
    return Spans.of(found)


def _of_sentence(view: str, start: int, end: int, to_come: Sequence[int]) -> list[tuple[int, int]]:
    marks = [(m.start(), m.end(), "open") for m in _OPENS.finditer(view, start, end)]
    marks += [(m.start(), m.end(), "state") for m in _STATES.finditer(view, start, end)]
    if not marks:
        return []
    marks += [(m.start(), m.end(), "close") for m in _CLOSES.finditer(view, start, end)]
    marks += [(at, at, "close") for at in to_come]
    marks.sort()
    found: list[tuple[int, int]] = []
    begun = -1
    ahead = -1
    for at, stop, kind in marks:
        if kind == "close":
            ahead = at
            if begun >= 0:
                found.append((begun, at))
                begun = -1
        elif begun < 0 and not (kind == "state" and ahead >= 0 and not re.search(r"[，；]", view[ahead:at])):
            begun = at if kind == "open" else stop
    if begun >= 0:
        found.append((begun, end))
    return found

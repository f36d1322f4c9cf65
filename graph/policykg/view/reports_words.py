"""Words of the pages that show what ``analyse`` finds, (zh, en)."""

from __future__ import annotations

from policykg.analyse.copymap import WORDS as COPY
from policykg.analyse.coverage import WORDS as STATE
from policykg.view.site_words import Words

__all__ = ["COPY", "STATE", "WORDS"]

WORDS: Words = {
    "coverage": ("落实情况", "Coverage"),
    "coverage-lead": (
        "上级条目逐条对照各地：谁承接了、谁改写了、谁没有对应的任务。点单元格看本地条目。",
        "Each upper-level item against the places: who took it up, who re-wrote it, who has no task for it. "
        "A cell leads to the local item.",
    ),
    "ladder": ("指标阶梯", "Ladder"),
    "ladder-lead": (
        "同一指标从上到下的数值、期限，与上级之比，是持平、提高还是降低。",
        "The values and deadlines of one indicator from level to level, the ratio, and whether it was kept, raised or lowered.",
    ),
    "drift": ("责任变化", "Changes"),
    "drift-lead": (
        "按职能对照上下两级谁负责：缺少、新增、牵头变配合、拆分、无人牵头。",
        "Who is in charge above and below, by function: lines missing, added, turned to assist, split, or without a lead.",
    ),
    "workload": ("负荷", "Workload"),
    "workload-lead": (
        "每个单位每季度牵头、负责和配合的条目数，颜色越深越多。",
        "How many items each body leads, answers for and assists with in each quarter; the darker the more.",
    ),
    "calendar": ("期限", "Calendar"),
    "calendar-lead": (
        "哪个单位在哪天之前要完成什么；可导入日历软件。",
        "Which body owes what by which day; can be taken into a calendar program.",
    ),
    "copy-map": ("照搬对照", "Copies"),
    "copy-map-lead": (
        "本级文字与上级文字并排对照：照搬、改写还是新增，不同的数字已标出。",
        "Local and upper texts side by side: copied, adapted or new, with the numbers that differ marked.",
    ),
    "filters": ("筛选条件", "Filters"),
    "legend": ("图例", "Legend"),
    "show": ("查看", "Show"),
    "clear": ("清除筛选", "Clear filters"),
    "all": ("全部", "all"),
    "colon": ("：", ": "),
    "by-of": ("文件", "Paper"),
    "by-place": ("地区", "Place"),
    "by-state": ("状态", "State"),
    "by-copy": ("类型", "Kind"),
    "by-min_score": ("对应分值下限（0–1）", "Least score of an alignment (0–1)"),
    "score-note": ("越高越严，只影响“改写”", "The higher the stricter; for “re-written” only"),
    "by-q": ("指标", "Indicator"),
    "ladder-note": ("指标中的词，如 就业、养老", "Words of an indicator: 就业, 养老"),
    "by-agency": ("单位", "Body"),
    "by-year": ("年份", "Year"),
    "by-over": ("标出超过几项", "Mark more than"),
    "no-filter": ("未筛选", "no filter"),
    "no-number": ("不是数字", "not a number"),
    "due": ("期限", "Due"),
    "bodies": ("牵头或负责单位", "In charge"),
    "what": ("事项", "What"),
    "assisting": ("配合单位", "Assisting"),
    "paper": ("文件", "Paper"),
    "ordinal": ("序号", "No."),
    "calendar-count": ("{0} 项，共 {1} 项", "{0} of {1}"),
    "chart": ("数值比较（每组以最大值为满格）", "Values compared (the largest of a group fills the scale)"),
    "above": ("上级", "upper level"),
    "below": ("本级", "local"),
    "rows": ("共 {0} 行", "{0} rows"),
    "take": ("导出", "Take away"),
    "empty": ("没有符合条件的内容。", "Nothing meets the filters."),
    "local": ("本地条目", "local item"),
}

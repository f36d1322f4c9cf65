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
    "workload-note": (
        "计数方法：角色按文件写明的计，文件只列责任单位而没有写谁牵头的，计为负责；一个条目在几个季度有期限，每个季度各计一次，"
        "所以合计可以大于条目数；只写年份的计入第四季度；合称（如各县（市、区）人民政府）不摊到成员。点数字看条目。",
        "How it is counted: roles as the papers name them; where a paper only lists who is responsible and names no lead, "
        "that counts as responsible. An item with deadlines in several quarters counts in each, so sums can exceed the "
        "number of items; a year counts as its fourth quarter; groups (all county governments) are not spread over "
        "their members. A number leads to its items.",
    ),
    "slipped": ("两栏可能错行，请核对原件", "The columns may have slipped; see the original"),
    "fits": ("更像", "fits"),
    "by-after": ("从哪天起", "From"),
    "by-before": ("到哪天止", "Until"),
    "by-quarter": ("季度", "Quarter"),
    "undated": ("未定时限", "no date"),
    "role": ("角色", "Role"),
    "no-such": ("“{0}”没有这个值", "there is no such value of “{0}”"),
    "no-day": ("不是日期（如 2025-06-30）", "no date (such as 2025-06-30)"),
    "out-of-range": ("应在 {0} 与 {1} 之间", "must lie between {0} and {1}"),
    "comma": ("、", ", "),
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
    "by-min_score": ("疑似改写的分值下限（0–1）", "Least score of “perhaps re-written” (0–1)"),
    "score-note": ("越高越严；“改写”须 0.9", "The higher the stricter; “re-written” needs 0.9"),
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
    "silent": ("下级均未提出的指标", "Indicators that no place below states"),
    "above": ("上级", "upper level"),
    "below": ("本级", "local"),
    "rows": ("共 {0} 行", "{0} rows"),
    "take": ("导出", "Take away"),
    "empty": ("没有符合条件的内容。", "Nothing meets the filters."),
    "local": ("本地条目", "local item"),
}

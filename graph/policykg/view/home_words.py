"""The words of the first page."""

from __future__ import annotations

from policykg.view.site_words import Words

WORDS: Words = {
    "lead": (
        "谁牵头、谁配合、目标与时限，以及每条陈述的原文依据。",
        "Who leads, who assists, which targets by when, and the words behind every statement.",
    ),
    "try": ("例如", "For example"),
    "corpus": ("语料一览", "The corpus at a glance"),
    "n-papers": ("份文件", "papers"),
    "n-items": ("个条目", "items"),
    "n-assignments": ("条分工", "assignments"),
    "n-bodies": ("个机构", "bodies"),
    "n-targets": ("个目标", "targets"),
    "n-sums": ("笔资金", "sums of money"),
    "n-projects": ("个项目", "projects"),
    "n-links": ("条上下级对应", "links between levels"),
    "by-place-year": ("各地各年的文件", "Papers by place and year"),
    "place": ("地区", "Place"),
    "no-place": ("未写明", "none named"),
    "no-year": ("无日期", "no date"),
    "all": ("合计", "All"),
    "map": ("地区", "Places"),
    "map-note": (
        "县在市内，市在省内；数字是与该地有关的条目：由其机构承担、提到它、或出自它的文件。底色越重，条目越多（同级相比）。",
        "Counties in cities, cities in provinces. The number counts items that charge its bodies, name it, or stand in its "
        "papers; the stronger the tint, the more (against places of its level).",
    ),
    "and-counties": ("另有 {0} 个下辖地区", "and {0} places in it"),
    "papers": ("文件", "Papers"),
    "date": ("成文日期", "Date"),
    "paper": ("文件", "Paper"),
    "items-of": ("条目", "Items"),
    "all-papers": ("全部文件", "All papers"),
    "questions": ("常用问题", "Questions"),
    "all-questions": ("全部问题", "All questions"),
    "accuracy": ("识别准确度", "How well it reads"),
    "accuracy-note": (
        "规则就是在这些样本文件上制定的，其他地方和格式的文件未计入。",
        "The rules were made on these very papers; papers of other places and forms are not in the figures.",
    ),
    "what": ("内容", "What"),
    "on": ("测量对象", "Measured on"),
    "n": ("标注数", "Annotated"),
    "precision": ("精确率", "Precision"),
    "recall": ("召回率", "Recall"),
    "measured": ("测量日期", "Date"),
    "empty": (
        "这个图谱里还没有文件。用 policykg build 读入文件后再打开。",
        "This graph holds no papers yet. Read some with policykg build, then come back.",
    ),
}

EXAMPLES = ("人才", "财政", "营商环境", "机场")
"""Words that the first page suggests to look for."""

QUESTIONS = (
    "leads-most", "place-tasks", "county-shared-tasks", "body-and-predecessors", "targets-due", "target-ladder",
    "leaders-across-levels", "items-without-lead", "lead-here-assist-there", "coverage-states", "copied-verbatim",
)  # fmt: skip
"""Named questions that the first page offers."""

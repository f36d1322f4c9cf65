"""The words of the pages of named questions."""

from __future__ import annotations

from policykg.view.site_words import Words

WORDS: Words = {
    "questions": ("常用问题", "Questions"),
    "lead": (
        "每个问题直接给出答案，可以换成别的机构、地区或年份。",
        "Each is answered as it stands; name another body, place or year to ask again.",
    ),
    "ask": ("查询", "Ask"),
    "no-rows": ("没有符合的内容。", "Nothing fits."),
    "export": ("导出全部", "Export all"),
    "first-rows": ("共 {0} 行，显示前 {1} 行", "{0} rows, the first {1} shown"),
    "behind": ("这个问题的 SPARQL", "The question in SPARQL"),
}

TAGS: Words = {
    "bodies": ("机构", "Bodies"),
    "roles": ("分工", "Roles"),
    "levels": ("上下级", "Levels"),
    "targets": ("目标", "Targets"),
    "deadlines": ("时限", "Deadlines"),
    "funding": ("资金", "Funding"),
    "places": ("地区", "Places"),
    "projects": ("项目", "Projects"),
    "papers": ("文件", "Papers"),
    "fields": ("表格栏目", "Columns of tables"),
    "people": ("人事", "People"),
    "events": ("大事记", "Events"),
    "evidence": ("依据", "Evidence"),
    "quality": ("质量", "Quality"),
}
"""First tag of a question -> its subject, in the order of the page."""

"""The words of the search page, and of the values results are narrowed by."""

from __future__ import annotations

from policykg.view.site_words import Words

WORDS: Words = {
    "results": ("检索", "Search"),
    "dash": (" — ", " — "),
    "found": ("找到 {0} 条，显示第 {1}–{2} 条", "{0} found, {1}–{2} shown"),
    "found-one-page": ("找到 {0} 条", "{0} found"),
    "loose": (
        "没有连续出现这些字的内容；以下是这些字相距很近的内容。",
        "Nothing holds these words in a row; these hold them close together.",
    ),
    "nothing": ("没有找到“{0}”。", "Nothing found for “{0}”."),
    "nothing-narrowed": ("在所选范围内没有找到。", "Nothing found within what was chosen."),
    "hint-widen": ("去掉所有筛选", "Let go of all filters"),
    "hint-shorter": (
        "试试更短的词：两个字就可以，一个字也行。",
        "Try a shorter word: two Chinese characters will do, even one.",
    ),
    "hint-apart": ("把词用空格分开，例如“县域 科技局”。", "Put spaces between words, as in “县域 科技局”."),
    "hint-number": ("文号可以照抄，括号的形式不限。", "Document numbers may be typed with any brackets."),
    "ask": ("输入要找的词，或从下面选择范围。", "Type what you look for, or choose from the lists."),
    "try": ("例如", "For example"),
    "narrow": ("筛选", "Narrow down"),
    "narrowed": ("已选", "Chosen"),
    "let-go": ("去掉", "let go of"),
    "export": ("导出全部结果", "Export all results"),
    "all": ("更多", "More"),
    "no-such": ("“{0}”没有这个值", "there is no such value of “{0}”"),
    "only-cited": ("仅被引用", "only cited"),
    "in-kind": ("类型", "kind"),
    "in-name": ("名称", "name"),
    "in-text": ("文字", "text"),
    "in-note": ("出处", "where it stands"),
    "in-iri": ("标识（IRI）", "identifier (IRI)"),
    "kind": ("类型", "Kind"),
    "level": ("层级", "Level"),
    "place": ("地区", "Place"),
    "year": ("年份", "Year"),
    "year-note": ("文件成文、目标到期", "of a paper; of a target falling due"),
    "role": ("角色", "Role"),
    "paper": ("文件", "Paper"),
    "item": ("条目", "Item"),
    "body": ("机构", "Body"),
    "project": ("项目", "Project"),
    "target": ("目标", "Target"),
    "funding": ("资金", "Funding"),
}

LEVELS: Words = {
    "country": ("国家", "country"),
    "province": ("省级", "province"),
    "city": ("市级", "city"),
    "county": ("县级", "county"),
    "township": ("乡级", "township"),
}

ROLES: Words = {
    "leads": ("牵头", "leads"),
    "assists": ("配合", "assists"),
    "responsible": ("负责", "is responsible"),
}

EXAMPLES = ("人才", "财政", "营商环境", "机场", "2025")
"""What the empty page suggests to look for."""

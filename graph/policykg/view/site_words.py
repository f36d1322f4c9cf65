"""The words that all pages of the served site share, as (zh, en); each page adds its own."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

SITE: Words = {
    "site": ("政策知识图谱", "Policy knowledge graph"),
    "skip": ("跳到正文", "Skip to the content"),
    "search": ("检索", "Search"),
    "search-for": ("检索文件、条目、机构、地区、项目、目标", "Search papers, items, bodies, places, projects, targets"),
    "sections": ("栏目", "Sections"),
    "crumbs": ("所在位置", "You are here"),
    "home": ("首页", "Home"),
    "language": ("English", "中文"),
    "theme": ("外观", "Appearance"),
    "theme-auto": ("跟随系统", "as the system"),
    "theme-light": ("浅色", "light"),
    "theme-dark": ("深色", "dark"),
    "footer": (
        "内容均出自已公开的政策文件，每条陈述附原文依据。",
        "All content comes from published policy papers; every statement shows the words behind it.",
    ),
    "colon": ("：", ": "),
    "comma": ("、", ", "),
    "more": ("另有 {0} 条", "and {0} more"),
    "sparql-behind": ("本页背后的 SPARQL 查询", "The SPARQL behind this page"),
    "sparql-open": ("打开并修改", "Open and change it"),
    "rows": ("{0} 行", "{0} rows"),
    "previous": ("上一页", "Previous"),
    "next": ("下一页", "Next"),
    "page-of": ("第 {0} 页，共 {1} 页", "Page {0} of {1}"),
    "error-400": ("请求无法理解", "The request cannot be understood"),
    "error-404": ("没有这个页面", "No such page"),
    "error-405": ("不支持这种请求方式", "This way of asking is not supported"),
    "error-406": ("没有这种格式", "Not available in that form"),
    "error-413": ("请求过长", "The request is too long"),
    "error-500": ("服务器出错", "The server met an error"),
    "error-503": ("暂时无法回答", "No answer just now"),
    "told-404": (
        "图谱中没有这个地址。可以试试上方的检索。",
        "The graph has nothing at this address. Try the search above.",
    ),
    "told-405": ("本站只供阅读。", "This site is for reading only."),
    "told-500": (
        "请稍后再试；如果一直如此，请告知本站的维护者。",
        "Please try again later; if it stays so, tell whoever runs this site.",
    ),
    "told-anew": (
        "图谱刚刚重建，几秒钟后再试。",
        "The graph was built anew a moment ago; try again in a few seconds.",
    ),
    "told-503": (
        "查询超出了时间或内存的限制，请缩小范围后再试。",
        "The question went over a limit of time or memory; narrow it.",
    ),
}


def said(words: Words, lang: str) -> dict[str, str]:
    """Return words in zh or en by their key.

    >>> said({"page": ("页", "page")}, "en")
    {'page': 'page'}
    """
    return {key: pair[0 if lang == "zh" else 1] for key, pair in words.items()}

"""The words of the network page, for its template and its script."""

from __future__ import annotations

from policykg.view.site_words import Words

WORDS: Words = {
    "network": ("关系网络", "Network"),
    "network-of": ("{0}的关系网络", "Network around {0}"),
    "net-lead": (
        "从一个机构、文件、条目、地区或项目出发，逐步展开与它相连的内容；也可以查两者之间最短的联系。",
        "Start from a body, paper, item, place or project and open what is linked to it step by step, or look for the shortest way between two.",
    ),
    "net-of": ("从哪里出发", "Start from"),
    "net-to": ("到哪里（可不填）", "Way to (optional)"),
    "net-go": ("查看", "Show"),
    "net-hint": ("名称、发文字号或 IRI", "name, document number or IRI"),
    "net-filter": ("筛选类别与关系", "Choose kinds and relations"),
    "net-kinds": ("类别", "Kinds"),
    "net-relations": ("关系", "Relations"),
    "net-missing": ("没有名为“{0}”的对象。", "Nothing is called “{0}”."),
    "net-search": ("检索", "Search for it"),
    "net-several": ("“{0}”有几种可能：", "“{0}” may mean:"),
    "net-starts": ("可以从这些机构开始", "Bodies to start from"),
    "net-list": ("相连的内容", "What it is linked to"),
    "net-count": ("第 {0}–{1} 个，共 {2} 个", "{0} to {1} of {2}"),
    "net-none": ("没有相连的内容。", "Nothing is linked to it."),
    "net-more": ("还有 {0} 个", "and {0} more"),
    "net-path": ("最短联系", "Shortest way"),
    "net-path-none": ("两者之间没有联系。", "There is no way between them."),
    "net-path-found": ("相隔 {0} 步：{1}", "{0} steps: {1}"),
    "net-path-from": ("以此为路径起点", "Way from here"),
    "net-path-to": ("查与“{0}”的最短联系", "Way from “{0}” to here"),
    "net-path-pick": ("路径起点：{0}。再选另一个节点。", "The way begins at {0}. Now choose another node."),
    "net-canvas": ("关系网络图", "Picture of the network"),
    "net-chosen": ("所选节点", "Chosen node"),
    "net-shown": ("图中全部节点", "All nodes shown"),
    "net-expand": ("展开", "Expand"),
    "net-next": ("再展开 {0} 个", "Expand {0} more"),
    "net-collapse": ("收起", "Collapse"),
    "net-open": ("打开页面", "Open its page"),
    "net-walk": ("从这里展开", "Walk on from here"),
    "net-added": ("新增 {0} 个，还有 {1} 个未显示。", "{0} added, {1} more not shown."),
    "net-removed": ("收起了 {0} 个。", "{0} taken away."),
    "net-full": ("图中已有 {0} 个节点，请先收起一些。", "{0} nodes are shown; collapse some first."),
    "net-ties": ("{0} 条联系", "{0} links"),
    "net-fit": ("全图", "Fit"),
    "net-in": ("放大", "Zoom in"),
    "net-out": ("缩小", "Zoom out"),
    "net-keys": (
        "点击选中，双击展开或收起。键盘：方向键选择相邻节点，回车展开或收起，+ − 0 缩放，Shift 加方向键移动画面。",
        "Click to choose, double-click to expand or collapse. Keys: arrows choose a node, Enter expands or collapses, + − 0 zoom, Shift and arrows move the picture.",
    ),
}

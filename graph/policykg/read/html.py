"""HTML -> layout: what a page prints of the paper; menus, headers, footers and scripts left out, tables kept.

Parsed by lxml's HTML parser: no network, no entities beyond HTML's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from policykg.docnumbers import number_line
from policykg.read import limits
from policykg.read.decode import decode
from policykg.read.docx_numbers import chinese, roman
from policykg.read.layout import Grid, Layout, Piece, Problem, Prose, Spot, bounded, failed, hidden_text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that print nothing of a paper (a whole page may stand in a form).
_DROPPED = _words(
    "script style noscript template svg canvas iframe object embed audio video nav footer aside button "
    "select option textarea input label map dialog head link meta base title menu"
)
#: Words in class, id and role that content systems give to what surrounds a paper.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumb|crumbs?|location|position|footer|foot|copyright|sidebar|side|share|bshare|"
    r"toolbar|tools?|search|login|banner|pager|pagination|related|recommend|qrcode|ewm|dqwz|weizhi|dyym|print|"
    r"contentinfo|complementary|skip|toplinks?|friendlink|links)(?:$|[\s_-]|\d)",
    re.I,
)
#: Lines that a site prints round a paper: where the reader is, when and by whom the page was put up, sizes of type.
_SITE_LINE = re.compile(
    r"(?:您?(?:当前|现在)?(?:的|所在)?(?:当前)?位置|当前位置)\s*(?:是)?\s*[:：>].*"
    r"|(?:发布(?:日期|时间)|信息来源|来源|文章来源|作者|责任编辑|浏览(?:次数|量)?|点击(?:数|量)?|访问量|字体|字号|分享到?)\s*[:：].{0,100}"
    r"|【?\s*(?:打印(?:本页)?|关闭(?:窗口)?|返回顶部)\s*】?"
)
#: Labels of the card that sites print over a paper (state of 政府信息公开 catalogues), and the one whose value counts.
_CARD = re.compile(
    r"(?:索引号|公开(?:方式|形式|类型|范围|时限|责任部门)|信息分类|主题(?:分类|词)|体裁分类|发布(?:机构|日期|时间)|发文(?:机关|日期|字号|单位)"
    r"|成文日期|生成日期|公文(?:种类|时效)|文号|名称|标题|有效性|时效性|废止日期|生效日期|失效时间|统一编号|内容概述|组配分类|服务对象|文件编号)[:：]?"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[^;]*line-through", re.I)
_NO_PLACE = re.compile(r"display\s*:\s*none", re.I)
#: Elements that strike their text out.
_STRUCK = _words("del s strike")
_BLOCKS = _words(
    "p div section article main header form h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre figure "
    "figcaption center address body html table tbody thead tfoot tr td th caption hr fieldset legend "
    "details summary hgroup"
)
_SPACE = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


def read_html(data: bytes) -> Layout:
    """Read a page. One that cannot be decoded or nests too deep comes back without pieces."""
    text, problems = _decode(data)
    if not text:
        return Layout((), problems)
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = html.document_fromstring(_unmarked(text), parser=parser)
    if _depth(root) > limits.DEPTH:
        return failed("too-deep", str(limits.DEPTH))
    for error in parser.error_log:
        if error.type == etree.ErrorTypes.ERR_INTERNAL_ERROR or "depth" in error.message.lower():
            return failed("too-deep", str(limits.DEPTH))
    body = root.find("body")
    walker = _Walker()
    walker.walk(_paper(body if body is not None else root))
    walker.end_run()
    return Layout(tuple(_without_cards(walker.pieces)), (*problems, *walker.problems, *hidden_text(walker.lost)))


def _without_cards(pieces: list[Piece]) -> list[Piece]:
    """Leave out the card over a paper; the number it gives stands in its place when the paper does not print it."""
    out: list[Piece] = []
    words = _SPACE.sub("", "".join(p.text for p in pieces if isinstance(p, Prose)))
    for piece in pieces:
        cells = [s.text for row in piece.rows for s in row if s.text] if isinstance(piece, Grid) else []
        labels = [c for c in cells if _CARD.fullmatch(_SPACE.sub("", c))]
        if len(labels) < 3 or 3 * len(labels) < len(cells):
            out.append(piece)
            continue
        numbers = [_SPACE.sub("", c) for c in cells if number_line(c)]
        out += [Prose(n) for n in numbers[:1] if n not in words]
    return out


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode a page: by its mark, by the code page it names, else as plain text is."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii", "replace").lower()
        try:
            return data.decode(_CODECS.get(name, name)), ()
        except (LookupError, UnicodeDecodeError):
            pass  # the page names a wrong code page: told from its bytes
    found = decode(data)
    return found.text, ((found.problem, found.values),) if found.problem else ()


def _unmarked(text: str) -> str:
    """Leave out an XML declaration, which lxml refuses in text, and signs that XML knows not."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)


def _depth(root: Any) -> int:
    deepest, stack = 0, [(root, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack += [(child, depth + 1) for child in node]
    return deepest


def _paper(body: Any) -> Any:
    """Return the one element that holds the paper: <main> or <article> with most of the text, else the body."""
    whole = len(_SPACE.sub("", "".join(body.itertext())))
    for name in ("article", "main"):
        found = list(body.iter(name))
        if len(found) == 1 and 2 * len(_SPACE.sub("", "".join(found[0].itertext()))) > whole:
            return found[0]
    return body


def _around(element: Any) -> bool:
    """Tell whether an element stands around the paper: by its name, its class, or because it is a list of links."""
    name = element.tag
    if name in _DROPPED or element.get("aria-hidden") == "true":
        return True
    if name in ("body", "html", "main", "article", "p", "td", "tr", "th", "tbody", "table", "span", "h1"):
        return False
    length = len(_SPACE.sub("", "".join(element.itertext())))
    marks = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))
    if marks and _AROUND.search(marks) and length < 600:
        return True
    if name == "header" and not list(element.iter("h1", "h2")):
        return True
    if name in ("div", "ul", "ol", "section", "header", "dl"):
        links = [a for a in element.iter("a") if a.get("href")]
        linked = sum(len(_SPACE.sub("", "".join(a.itertext()))) for a in links)
        return len(links) >= 3 and linked > 0.7 * max(1, length)
    return False


def _is_gone(element: Any) -> bool:
    """Tell whether an element is hidden or struck out."""
    return (
        element.tag in _STRUCK
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
    )


class _Walker:
    """Collects running text and tables in the order of the page."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.problems: list[Problem] = []
        self.lost: list[str] = []
        self._lines: list[str] = [""]
        self._mark = ""
        self._lists: dict[Any, dict[Any, int]] = {}

    def end_run(self) -> None:
        """Close the running text that was collected."""
        lines = [x.strip(" ") for x in self._lines]
        if kept := [x for x in lines if x and not _SITE_LINE.fullmatch(x)]:
            self.pieces.append(Prose("\n".join(kept)))
        self._lines = [""]

    def walk(self, element: Any) -> None:
        """Collect an element and what is in it."""
        name = element.tag
        block = name in _BLOCKS
        if name == "br":
            self._lines.append("")
            return
        if name == "table" and _is_data(element):
            self.end_run()
            self._table(element)
            return
        if block:
            self._break()
        if name == "li":
            self._mark = self._list_mark(element)
        self._say(element.text, name == "pre")
        for child in element:
            if isinstance(child.tag, str) and not _around(child):
                if _is_gone(child):
                    self.lost.append("".join(child.itertext()))
                else:
                    self.walk(child)
            self._say(child.tail, name == "pre")
        if block:
            self._break()

    def _list_mark(self, item: Any) -> str:
        """Return the ordinal that a browser prints before an item of a list; a list is counted once."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        if parent not in self._lists:
            self._lists[parent] = _numbers(parent)
        return _written(parent, item, self._lists[parent][item])

    def _break(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def _say(self, text: str | None, as_printed: bool = False) -> None:
        if not text:
            return
        first, *more = text.split("\n") if as_printed else [_SPACE.sub(" ", text)]
        if first.strip() and self._mark:
            gap = " " if first.strip()[0].isdigit() else ""
            first, self._mark = self._mark + gap + first.lstrip(), ""
        line = self._lines[-1]
        wide = line.endswith(" ") or not line
        self._lines[-1] = line + (first.lstrip(" ") if wide and not as_printed else first)
        self._lines += more

    def _table(self, element: Any) -> None:
        caption = element.find("caption")
        if caption is not None and (title := _SPACE.sub(" ", "".join(caption.itertext())).strip()):
            self.pieces.append(Prose(title))
        rows = _spread([list(_cells(r, self.lost)) for r in _rows(element, self.lost)])
        grid, problems = bounded(Grid(tuple(map(tuple, rows)), "html"))
        self.problems += problems
        if grid is not None and grid.rows:
            self.pieces.append(grid)


def _spread(printed: list[list[tuple[str, int, int]]]) -> list[list[Spot]]:
    """Give each printed cell the column it begins in: the first that no cell above it covers."""
    rows: list[list[Spot]] = []
    covered: dict[int, int] = {}  # column -> rows below that are still covered
    for cells in printed:
        row: list[Spot] = []
        column = 0
        below: dict[int, int] = {c: n - 1 for c, n in covered.items() if n > 1}
        for text, down, across in cells:
            while covered.get(column, 0) > 0:
                column += 1
            row.append(Spot(column, text, down, across))
            if column + across <= limits.COLUMNS + 1:
                below |= {c: down - 1 for c in range(column, column + across) if down > 1}
            column += across
        rows.append(row)
        covered = below
    return rows


def _rows(table: Any, lost: list[str] | None = None) -> Iterator[Any]:
    """Yield the rows of a table; the texts of hidden ones go to ``lost``."""
    for child in table:
        if child.tag in ("tr", "tbody", "thead", "tfoot") and _is_gone(child):
            if lost is not None:
                lost.append("".join(child.itertext()))
        elif child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child, lost)


def _cells(row: Any, lost: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield text, rows and columns of each cell. A hidden one takes no place (display:none) or shows nothing in its own."""
    for child in row:
        if child.tag in ("td", "th"):
            if _is_gone(child):
                lost.append("".join(child.itertext()))
                if not _NO_PLACE.search(child.get("style") or "") and child.get("hidden") is None:
                    yield "", _span(child, "rowspan"), _span(child, "colspan")
                continue
            inner = _Walker()
            inner.lost = lost
            inner.walk(child)
            inner.end_run()
            lines = [p.text if isinstance(p, Prose) else _flat(p) for p in inner.pieces]
            yield "\n".join(lines).replace("\t", " "), _span(child, "rowspan"), _span(child, "colspan")


def _flat(piece: Piece) -> str:
    """Return a table in a cell as lines of that cell."""
    return "\n".join(" ".join(s.text for s in row) for row in piece.rows) if isinstance(piece, Grid) else ""


def _span(cell: Any, name: str) -> int:
    printed = re.match(r"\s*(\d{1,5})", cell.get(name) or "")
    return max(1, int(printed[1])) if printed else 1


def _is_data(table: Any) -> bool:
    """Tell a table from a frame that a page is laid out with: several columns, short cells, no frame in it."""
    rows = [[c for c in r if c.tag in ("td", "th")] for r in _rows(table)]
    if max((len(r) for r in rows), default=0) < 2:
        return False
    if any(c.tag == "th" for r in rows for c in r) or table.get("border") not in (None, "0", ""):
        return True
    return len([r for r in rows if len(r) >= 2]) >= 2 and not any(True for _ in table.iter("h1", "article"))


def _numbers(parent: Any) -> dict[Any, int]:
    """Return the number of each item of a list; an item may set its own, and those behind it count on."""
    start = parent.get("start") or ""
    number = int(start) if re.fullmatch(r"-?\d{1,5}", start) else 1
    numbers: dict[Any, int] = {}
    for item in parent:
        if item.tag == "li":
            value = item.get("value") or ""
            number = int(value) if re.fullmatch(r"\d{1,5}", value) else number
            numbers[item] = number
            number += 1
    return numbers


def _written(parent: Any, item: Any, number: int) -> str:
    """Write an item's number as its list says."""
    style = " ".join(filter(None, (parent.get("style"), item.get("style"))))
    if re.search(r"list-style(?:-type)?\s*:\s*none", style):
        return ""
    kind = parent.get("type") or "1"
    if re.search(r"cjk-ideographic|simp-chinese|trad-chinese", style):
        return f"{chinese(number)}、"
    if kind in ("a", "A") and number > 0:
        return f"{chr(ord(kind) + (number - 1) % 26)}."
    if kind in ("i", "I") and number > 0:
        return f"{roman(number) if kind == 'I' else roman(number).lower()}."
    return f"{number}."

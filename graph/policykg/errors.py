"""What can go wrong: exceptions for a broken run, codes for what a report must name.

The tree (one line each, message = file, place, cause, remedy):

    PolicyKGError
    ├── InputError        nothing that can be read was given
    ├── LexiconError      a CSV file of the lexicon does not hold what its header promises
    ├── GraphError        a folder is not a graph, or was made by another version
    ├── QueryError        a query is unknown, malformed or wrongly parametrised
    │   ├── NotFoundError the graph holds nothing of the name that was given
    │   └── LimitError    a query went over a limit of time, rows, bytes or memory, and was stopped
    ├── RequestError      a request over HTTP breaks the SPARQL 1.1 Protocol
    ├── StoreError        a SPARQL server cannot be reached, or refuses
    └── CurationError     a line of a curation file cannot be applied

Bad data in a paper is never an exception: it is an ``Issue`` whose code stands in ``ISSUES``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policykg.model import Issue


class PolicyKGError(Exception):
    """The root of all errors a user can meet; ``str()`` is one line that names file, place, cause and remedy."""


class InputError(PolicyKGError):
    """Nothing that can be read was given."""


class LexiconError(PolicyKGError):
    """A file of the lexicon does not hold what its header promises."""


class GraphError(PolicyKGError):
    """A folder is not a graph of policykg."""


class QueryError(PolicyKGError):
    """A query is unknown, malformed or wrongly parametrised."""


class NotFoundError(QueryError):
    """The graph holds nothing of the name that was given: an answer (no), not a fault."""


class LimitError(QueryError):
    """A query went over a limit of time, rows, bytes or memory, and was stopped."""


class RequestError(PolicyKGError):
    """A request over HTTP breaks the SPARQL 1.1 Protocol; ``status`` is the answer's code."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class StoreError(PolicyKGError):
    """A SPARQL server cannot be reached, or refuses."""


class CurationError(PolicyKGError):
    """A line of a curation file cannot be applied."""


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class IssueKind:
    """How a code of the report reads: severity and texts with {0}, {1} … for the issue's values."""

    severity: Severity
    zh: str
    en: str


ISSUES: dict[str, IssueKind] = {
    "missing-path": IssueKind("error", "路径不存在：{0}。请检查路径", "no such path: {0}; check the spelling"),
    "empty-file": IssueKind("error", "文件是空的，已跳过", "the file is empty; skipped"),
    "zeros-only": IssueKind(
        "error",
        "文件中只有零字节（传输或存储中断），已跳过。请重新获取",
        "nothing but zero bytes (a copy or download that broke off); skipped; fetch it again",
    ),
    "hidden-file": IssueKind("info", "隐藏文件或文件夹，未读取", "a hidden file or folder; not read"),
    "empty-folder": IssueKind("info", "文件夹是空的", "an empty folder"),
    "linked-folder": IssueKind(
        "info", "与 {0} 是同一文件夹（链接），只读取一次", "the same folder as {0}, by a link; read once"
    ),
    "broken-link": IssueKind(
        "error",
        "链接指向不存在的文件，已跳过。请检查链接",
        "a link to a file that is not there; skipped; check the link",
    ),
    "special-file": IssueKind(
        "error",
        "不是普通文件（管道、设备或套接字），已跳过。请改为文件，或经标准输入（-）给出",
        "no ordinary file (a pipe, device or socket); skipped; save it as a file, or give it by standard input (-)",
    ),
    "archive-litter": IssueKind(
        "info",
        "压缩包内有 {0} 个系统文件（隐藏文件、__MACOSX 等），未读取",
        "{0} files that systems put into archives (hidden ones, __MACOSX …) were not read",
    ),
    "too-large": IssueKind(
        "error",
        "文件过大（{0} MB，上限 {1} MB），已跳过。请拆分后再试",
        "{0} MB, over the limit of {1} MB; skipped; split it",
    ),
    "binary-file": IssueKind(
        "error",
        "不支持的格式（{0}），不是文本文件，已跳过。请先转换为文本",
        "not a text file ({0}), nor a format that is read; skipped; convert it first",
    ),
    "no-text": IssueKind("error", "文件中没有文字，已跳过", "the file holds no text; skipped"),
    "corrupt-file": IssueKind(
        "error",
        "文件已损坏，无法读取（{0}），已跳过。请重新下载或另存",
        "damaged, cannot be read ({0}); skipped; fetch it or save it again",
    ),
    "encrypted": IssueKind(
        "error", "文件已加密，已跳过。请去除密码后再试", "encrypted; skipped; take the password off and build again"
    ),
    "zip-bomb": IssueKind(
        "error",
        "解压后有 {0} MB（上限 {1} MB），疑为压缩炸弹，已跳过",
        "unpacks to {0} MB where {1} MB is the most; skipped as a bomb",
    ),
    "too-many-members": IssueKind(
        "error",
        "压缩包内有 {0} 个文件（上限 {1}），已跳过。请拆分后再试",
        "holds {0} members, over the limit of {1}; skipped; split it",
    ),
    "nested-archive": IssueKind(
        "error", "压缩包嵌套过深，已跳过。请先解压", "an archive too deep in archives; skipped; unpack it first"
    ),
    "archive-opened": IssueKind("info", "压缩包已展开：{0} 个文件", "archive opened: {0} files"),
    "xml-entities": IssueKind(
        "error",
        "{0} 中含有文档类型或实体定义，已跳过。请用 Office 重新保存",
        "{0} declares a document type or entities; skipped; save it again with an office program",
    ),
    "too-many-pages": IssueKind(
        "warning", "共 {0} 页，只读取前 {1} 页。请拆分后再试", "{0} pages, only the first {1} were read; split it"
    ),
    "too-many-signs": IssueKind(
        "warning", "第 {0} 页字符超过 {1} 个，未读取", "page {0} holds more than {1} characters; not read"
    ),
    "signs-aslant": IssueKind(
        "warning",
        "第 {1} 页有 {0} 个倾斜或旋转的字符（水印，或横排的表格），未读取：{2}",
        "{0} characters stand aslant or turned (a watermark, or a table set sideways) and were not read, page {1}: {2}",
    ),
    "too-many-pixels": IssueKind(
        "error", "图像有 {0} 像素（上限 {1}），已跳过", "a picture of {0} pixels, over the limit of {1}; skipped"
    ),
    "too-many-rows": IssueKind(
        "error", "表格有 {0} 行（上限 {1}），未读取：{2}", "a table of {0} rows, over the limit of {1}; not read: {2}"
    ),
    "too-many-columns": IssueKind(
        "error",
        "表格有 {0} 列（上限 {1}），未读取：{2}",
        "a table of {0} columns, over the limit of {1}; not read: {2}",
    ),
    "columns-collapsed": IssueKind(
        "warning",
        "第 {0} 页的表格没有框线，各列分不清，未读取：{1}。请核对原件",
        "page {0}: the columns of a table without rules cannot be told apart; not read: {1}; see the original",
    ),
    "blank-or-merged": IssueKind(
        "warning",
        "第 {0} 页的表格没有框线，{1} 行的责任或时限栏有空格，分不清是空白还是与上一行合并，按空白处理：{2}。请核对原件",
        "page {0}: in a table without rules {1} rows have blank bodies or deadlines; whether they are blank or merged with "
        "the row above cannot be told, read as blank: {2}; see the original",
    ),
    "too-deep": IssueKind("error", "嵌套超过 {0} 层，已跳过", "nests deeper than {0} levels; skipped"),
    "parser-timeout": IssueKind(
        "error", "{0} 秒内未能读完，已跳过", "was not read within {0} seconds; the parser was ended; skipped"
    ),
    "parser-memory": IssueKind(
        "error", "读取所需内存超过 {0} MB，已跳过", "needs more than {0} MB of memory to be read; skipped"
    ),
    "parser-failed": IssueKind("error", "解析程序中断（{0}），已跳过", "the parser broke down ({0}); skipped"),
    "needs-extra": IssueKind(
        "error",
        "{1} 页是图像，需要文字识别。请安装：pip install '{0}'",
        "{1} pages are pictures and need OCR; install it with: pip install '{0}'",
    ),
    "needs-libreoffice": IssueKind(
        "error",
        "旧格式 {0} 需要 LibreOffice 转换。请安装 LibreOffice，或另存为 {1}",
        "the old format {0} is converted by LibreOffice; install it, or save the file as {1}",
    ),
    "ocr": IssueKind(
        "warning",
        "{0} 页由图像识别（OCR），平均置信度 {1}，请核对",
        "{0} pages were recognised from pictures (OCR), mean confidence {1}; check them",
    ),
    "hidden-text": IssueKind(
        "info",
        "隐藏或加删除线的文字 {0} 个未读取：{1}",
        "{0} characters of hidden or struck-out text were not read: {1}",
    ),
    "hidden-sheet": IssueKind("info", "隐藏的工作表未读取：{0}", "a hidden sheet was not read: {0}"),
    "not-a-paper": IssueKind(
        "info", "不是文件材料（清单或程序），未读取", "not a paper (a list or a program); not read"
    ),
    "reader-failed": IssueKind(
        "error",
        "读取时程序出错（{0}），已跳过，其余文件照常处理。请把文件发给我们",
        "the reader failed ({0}); skipped, the other files are read; please send us the file",
    ),
    "one-number-two-texts": IssueKind(
        "error",
        "与 {1} 同为“{0}”而内容不同：有 {2} 条（{3}）未收入，以 {1} 为准。请核对文号，或用 policykg diff 对照",
        "has the number or title of {1} ({0}) but reads otherwise: {2} items ({3}) are left out; check the number, or compare the two with policykg diff",
    ),
    "unreadable": IssueKind("error", "无法读取：{0}", "cannot be read: {0}"),
    "bad-encoding": IssueKind(
        "error",
        "编码既不是 UTF-8 也不是 GB18030（第 {0} 字节），已跳过。请另存为 UTF-8",
        "neither UTF-8 nor GB18030 (byte {0}); skipped; save it as UTF-8",
    ),
    "doubtful-encoding": IssueKind(
        "warning",
        "按 GB18030 读取，但几乎没有常用字，编码可能是 EUC-KR、Shift-JIS 等。请核对文字，或另存为 UTF-8",
        "read as GB18030, yet hardly a usual character stands in it: it may be EUC-KR, Shift-JIS …; check it, or save it as UTF-8",
    ),
    "replaced-bytes": IssueKind(
        "warning", "有 {0} 处字节无法解码，已用 U+FFFD 代替", "{0} bytes could not be decoded and stand as U+FFFD"
    ),
    "unknown-form": IssueKind(
        "warning",
        "没有认出任何任务、条款或表格行：{0}。文件未丢弃，请核对格式",
        "no task, clause or row was recognised: {0}; check the form",
    ),
    "short-row": IssueKind(
        "warning", "表格行只有 {0} 格（表头 {1} 格）：{2}", "a row has {0} cells where its header has {1}: {2}"
    ),
    "long-row": IssueKind(
        "warning", "表格行有 {0} 格（表头 {1} 格）：{2}", "a row has {0} cells where its header has {1}: {2}"
    ),
    "table-without-header": IssueKind(
        "warning", "表格没有可识别的表头，{0} 行未读取：{1}", "a table without a known header, {0} rows not read: {1}"
    ),
    "value-unread": IssueKind(
        "warning", "指标“{0}”的数值“{1}”未能读出", "the value {1!r} of the indicator {0!r} could not be read"
    ),
    "ordinal-misread": IssueKind(
        "info", "序号印作“{0}”，按顺序应为“{1}”", "printed ordinal {0!r}, read as {1!r} from the sequence"
    ),
    "ordinal-gap": IssueKind("warning", "序号由“{0}”跳到“{1}”", "ordinals jump from {0!r} to {1!r}"),
    "name-repaired": IssueKind("info", "“{0}”修复为“{1}”", "{0!r} mended to {1!r}"),
    "name-unresolved": IssueKind("warning", "机构名称未能识别：“{0}”", "body not recognised: {0!r}"),
    "name-out-of-time": IssueKind(
        "info",
        "“{0}”在文件日期 {1} 尚未设立或已撤并（机构改革 {2}，另见：{3}）",
        "{0!r} was not yet or no longer a body at the paper's date {1} (reform of {2}; see {3})",
    ),
    "name-perhaps-out-of-time": IssueKind(
        "info",
        "“{0}”在文件日期 {1} 大概尚未设立或已撤并（各地改革时间不一，以 {2} 为界，另见：{3}）",
        "{0!r} was probably not yet or no longer a body at the paper's date {1} (the reform differs from place to place; "
        "{2} bounds it; see {3})",
    ),
    "place-out-of-time": IssueKind(
        "info",
        "“{0}”在文件日期 {1} 尚未设立或已撤并（{2} 年变更，另见：{3}）",
        "{0!r} was not yet or no longer a division at the paper's date {1} (changed in {2}; see {3})",
    ),
    "name-dropped": IssueKind(
        "warning",
        "“{0}”疑为“{1}”的误印，后者已在名单中，未计入",
        "{0!r} looks like a damaged copy of {1!r}, which the list already holds; not counted",
    ),
    "clause-undecided": IssueKind(
        "warning", "括注未能判定责任关系：“{0}”", "a clause that may assign could not be decided: {0!r}"
    ),
    "not-assigned": IssueKind("info", "任务未写明责任单位：“{0}”", "a task that names no body: {0!r}"),
    "no-jurisdiction": IssueKind("warning", "无法判定文件属于哪一地区", "the paper's jurisdiction could not be told"),
    "duplicate-source": IssueKind(
        "info", "与 {0} 的“{1}”为同一文本，合并为一套条目", "the same text as {1!r} of {0}; one set of items"
    ),
    "appointment-unread": IssueKind(
        "warning", "任免事项未能读出：“{0}”", "a sentence on posts that could not be read: {0!r}"
    ),
    "papers-alike": IssueKind(
        "info",
        "“{0}”的多数任务也见于另外 {2} 份文件：{1}。文号或地区不同，未合并；确为同一文件的，请以 --curation 裁定",
        "most tasks of {0} stand in {2} other papers too: {1}; number or place differ, so they were not merged; decide by --curation if they are one",
    ),
    "text-differs": IssueKind("info", "两份文本不同：“{0}” / “{1}”", "two scans differ: {0!r} / {1!r}"),
    "quote-differs": IssueKind(
        "warning",
        "引用的上级原文有出入：“{0}” / “{1}”（{2}）",
        "the upper-level text is quoted in other words: {0!r} / {1!r} ({2})",
    ),
    "quote-not-found": IssueKind(
        "warning", "上级文件“{1}”中没有引用的条目：“{0}”", "{1} does not hold the quoted item {0!r}"
    ),
    "row-shifted": IssueKind(
        "warning",
        "第 {0} 行的本级文字（{2}…）更像第 {1} 行的上级条目：两栏可能错行，请核对原件",
        "row {0}: its local text ({2}…) fits the upper-level text of row {1} better; the columns may have slipped, see the original",
    ),
    "curated": IssueKind(
        "info", "“{0}”经人工裁定：{1} {2}（{3} {4}：{5}）", "{0!r} decided by hand: {1} {2} ({3} {4}: {5})"
    ),
    "curation-unused": IssueKind(
        "warning",
        "裁定“{0}”（{1}）没有用上：没有这样的名称，或其值无法认定。请核对后修改或删去",
        "the decision on {0!r} ({1}) applies to nothing: no such name, or its value means no body; mend or remove it",
    ),
    "curation-contradicts": IssueKind(
        "warning",
        "裁定“{0}”（{1}）与第 {2} 行矛盾，以本行为准。请删去其中一行",
        "the decision on {0!r} ({1}) contradicts line {2}; this line holds; remove one of the two",
    ),
    "duplicate-file": IssueKind("info", "与 {0} 内容完全相同，只读取一次", "the same bytes as {0}; read once"),
    "duplicate-skipped": IssueKind(
        "error",
        "与 {0} 内容完全相同，后者未能读取，一并跳过",
        "the same bytes as {0}, which could not be read; skipped too",
    ),
}


def render(issue: Issue, lang: str = "zh") -> str:
    """Return an issue as one line: path, line, text in ``lang`` (zh or en).

    >>> render(Issue("a.txt", 3, "ordinal-misread", values=("S", "5")), "en")
    "a.txt:3: printed ordinal 'S', read as '5' from the sequence"
    """
    kind = ISSUES[issue.code]
    text = (kind.zh if lang == "zh" else kind.en).format(*issue.values)
    where = f"{issue.path}:{issue.line}" if issue.line else issue.path
    return f"{where}: {text}"


def causes(issues: Iterable[Issue], lang: str = "zh", most: int = 8) -> str:
    """Return why nothing came of files, in one line: the errors (without any, all issues), each cause before more of the same.

    >>> causes([Issue("a", 0, "empty-file"), Issue("b", 0, "empty-file"), Issue("c", 0, "encrypted")], "en", 2)
    'a: the file is empty; skipped; c: encrypted; skipped; take the password off and build again; and 1 more'
    """
    found = sorted(set(issues))
    found = [i for i in found if ISSUES[i.code].severity == "error"] or found
    first = list({i.code: i for i in reversed(found)}.values())[::-1]
    told = sorted(first)[:most] + [i for i in found if i not in first][: max(0, most - len(first))]
    text = ("；" if lang == "zh" else "; ").join(render(i, lang) for i in told)
    more = len(found) - len(told)
    return text + ((f"；另有 {more} 项" if lang == "zh" else f"; and {more} more") if more else "")

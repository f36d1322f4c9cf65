"""Which language the program speaks, and its words in both. With credentials.py alone it reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh", "en"]

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def locale_language(environment: Mapping[str, str] | None = None) -> Lang:
    """Return the language of the locale: zh for every Chinese locale, en for all others and when none is set.

    The first of LC_ALL, LC_MESSAGES and LANG that is not empty decides (POSIX.1-2017, section 8.2).

    >>> locale_language({"LANG": "zh_CN.UTF-8"}), locale_language({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    environment = os.environ if environment is None else environment
    name = next((environment[v] for v in _VARIABLES if environment.get(v)), "")
    return "zh" if name.lower().startswith("zh") else "en"


WORDS: Mapping[str, tuple[str, str]] = {
    # program
    "interrupted": ("已中断", "interrupted"),
    "interrupted-build": ("已中断；原有图谱未受影响", "interrupted; the last good graph is untouched"),
    "bug": (
        "程序内部错误（{0}，{1}）：{2}。请用 policykg --traceback 重试并反馈",
        "internal error ({0}, {1}): {2}; run policykg --traceback … and report it",
    ),
    "stream": ("输入或输出", "input or output"),
    "wrote": ("已写入 {0}", "wrote {0}"),
    "tables": ("表（--table）：{0}", "tables (--table): {0}"),
    "dumped": ("已写入 {0}，共 {1} 个文件", "wrote {0}: {1} files"),
    "several": (
        "“{0}”有 {2} 个：{1}；结果包括它们全部，只问一个请写全称",
        "{0} names {2}: {1}; the answer holds all of them, give a full name for one",
    ),
    "nothing": ("没有找到", "nothing found"),
    "first-rows": (
        "只显示前 {0} 行，共 {1} 行；--limit 0 显示全部，--format csv 更快",
        "the first {0} of {1} rows; --limit 0 shows all, --format csv is faster",
    ),
    # build
    "reading": ("读取", "reading"),
    "writing": ("入库", "writing"),
    "and-more": ("……另有 {0} 条，见 {1}", "… and {0} more, see {1}"),
    "comma": ("、", ", "),
    "none": ("无", "none"),
    "file-items": ("条目 {0}：{1}", "items {0}: {1}"),
    "file-roles": (
        "责任关系 {0}，上级条目 {1}，目标与资金 {2}",
        "roles {0}, upper-level items {1}, targets and sums {2}",
    ),
    "file-names": ("名称修复 {0}，未能识别 {1}", "names repaired {0}, not recognised {1}"),
    "file-unread": (
        "文字读出 {0:.1%}；未用到的职责词 {1}，未读文字 {2} 处",
        "text read {0:.1%}; role words no rule used {1}, stretches not read {2}",
    ),
    "kind-task": ("任务 {0}", "tasks {0}"),
    "kind-clause": ("条款 {0}", "clauses {0}"),
    "kind-row": ("表格行 {0}", "rows {0}"),
    "kind-formula": ("公式 {0}", "formulas {0}"),
    "kind-appointment": ("任免 {0}", "appointments {0}"),
    "kind-event": ("大事 {0}", "events {0}"),
    "sum-files": (
        "文件 {0} 个：读取 {1}，未读 {2}，重复 {3}",
        "files {0}: read {1}, not read {2}, duplicates {3}",
    ),
    "sum-passed": (
        "；另略过 {0} 处（隐藏文件、清单、空文件夹等）",
        "; passed over {0} (hidden files, lists, empty folders …)",
    ),
    "sum-graph": (
        "图谱：文件 {0}，条目 {1}，责任关系 {2}，机构 {3}，目标与资金 {4}，地点 {5}",
        "graph: papers {0}, items {1}, roles {2}, bodies {3}, targets and sums {4}, places {5}",
    ),
    "wrote-graph": ("已写入 {0}；完整报告见 {1}", "wrote {0}; the whole report is in {1}"),
    # serve
    "pages": ("已写 {0} 页", "{0} pages so far"),
    "site": ("已写入 {0}，共 {1} 页", "wrote {0}: {1} pages"),
    "serving": ("服务地址 http://{0}:{1}/（按 Ctrl+C 结束）", "serving http://{0}:{1}/ (Ctrl+C ends it)"),
    # push
    "push-pushed": ("已推送", "pushed   "),
    "push-unchanged": ("未变化", "unchanged"),
    "push-removed": ("已移除", "removed  "),
    "push-sum": (
        "推送 {0}，未变化 {1}，移除 {2}；服务器上共 {3} 条陈述，已核对",
        "pushed {0}, unchanged {1}, removed {2}; the server holds {3} statements, counted",
    ),
    # query
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "name": ("名称", "name"),
    "question": ("问题", "question"),
    "parameters": ("参数", "parameters"),
    "tags": ("标签", "tags"),
    # targets and calendar
    "targets": ("目标与资金", "targets and funding"),
    "deadlines": ("完成时限", "deadlines"),
    "place": ("地点", "place"),
    "agency": ("机构", "agency"),
    "year": ("年份", "year"),
    "indicator": ("指标", "indicator"),
    "amount": ("数值", "amount"),
    "due": ("时限", "due"),
    "bodies": ("牵头或负责", "leading or responsible"),
    "assisting": ("配合", "assisting"),
    "what": ("事项", "what"),
    "paper": ("文件", "paper"),
    "per-year": ("年", "year"),
    "per-month": ("月", "month"),
    # validate
    "conforms": ("符合全部约束", "The graph conforms"),
    "conforms-not": ("不符合约束", "The graph does not conform"),
    "findings": ("错误 {0}，警告 {1}，提示 {2}", "{0} errors, {1} warnings, {2} notes"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
    "value": ("值", "value"),
    "in": ("见", "in"),
    # diff
    "diff-number": ("文号", "document number"),
    "diff-paper-title": ("文件标题", "title of the paper"),
    "diff-issuer": ("发文机关", "issuer"),
    "diff-date": ("日期", "date"),
    "diff-item": ("条目", "item"),
    "diff-ordinal": ("序号", "ordinal"),
    "diff-title": ("标题", "title"),
    "diff-text": ("文字", "words"),
    "diff-upstream": ("上级条目文字", "words of the upper level"),
    "diff-role": ("责任关系", "role"),
    "diff-upstream-role": ("上级责任关系", "role at the upper level"),
    "diff-target": ("目标与资金", "target or sum"),
    "diff-deadline": ("时限", "deadline"),
    "diff-field": ("其他栏", "other column"),
    "diff-count": ("不同之处 {0}", "{0} differences"),
    "diff-around": ("条目之外", "outside items"),
    "diff-none": ("没有不同", "no difference"),
}


def word(lang: str, key: str, *values: object) -> str:
    """Return the text of ``key`` in ``lang`` (zh, else en), ``values`` filled in.

    >>> word("zh", "wrote", "net.html"), word("en", "nothing")
    ('已写入 net.html', 'nothing found')
    """
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(*values)

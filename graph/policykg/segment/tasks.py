"""What headings say of the items below them: tasks, or what frames a plan (aims, principles, guarantees)."""

from __future__ import annotations

import re

_TASK_SECTION = re.compile(r"任务|措施|举措|行动|工程|重点工作|政策")
_CLAUSE_SECTION = re.compile(
    r"总体要求|指导思想|基本原则|工作目标|主要目标|发展目标|总体目标|保障|组织领导|组织实施|附则|工作要求|职责|督导|考核"
)
#: What frames a plan even between its tasks.
_FRAME = re.compile(
    r"总体要求|指导思想|基本原则|工作目标|主要目标|发展目标|总体目标|保障措施|组织保障|组织领导|组织实施|附则|工作要求"
)


def is_task(words: str) -> bool:
    """Tell by the headings above an item, the nearest last, whether it is a task; one without such a heading is none."""
    for line in reversed(words.split("\n")):
        if _CLAUSE_SECTION.search(line):
            return False
        if _TASK_SECTION.search(line):
            return True
    return False


def frames(title: str) -> bool:
    """Tell whether a title is that of a plan's frame.

    >>> frames("组织领导"), frames("保障农村供水")
    (True, False)
    """
    return bool(_FRAME.search(title))

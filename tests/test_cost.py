"""What a build costs grows with the size of the paper, whatever is printed in it: work is counted, not timed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from policykg.build import build_corpus

HEAD = "聊城市人民政府\n聊政字〔2023〕99号\n聊城市人民政府关于印发测试方案的通知\n\n测试方案\n\n一、任务\n（一）甲\n"


def calls(path: Path) -> int:
    """Count the calls of Python functions that the build of one paper takes."""
    count = 0

    def seen(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        build_corpus([path])
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("", "一、任务\n"),
        ("", "，新建设施10个"),
        ("序号\t任务\t牵头单位\n", "1\t建设项目\t市财政局、市教育局\n"),
        ("", "牵头单位\t"),
        ("目录", "."),
        ("", "（一）"),
        ("", "〔2023〕"),
        ("", "1,"),
        ("", "（"),
        ("", "（牵头单位：市财政局"),
    ],
)
def test_a_build_costs_as_much_as_there_is_to_read(tmp_path: Path, head: str, piece: str) -> None:
    paths = [tmp_path / f"{n}.txt" for n in (250, 1000)]
    for path in paths:
        path.write_text(HEAD + head + int(path.stem) * piece + "\n", encoding="utf-8")
    calls(paths[0])  # fills the caches of the lexicon
    few, many = map(calls, paths)
    assert many < 5 * few  # four times the pieces

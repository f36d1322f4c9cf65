"""True ordinals from misread ones: the sequence tells what the print should say."""

from __future__ import annotations

from collections.abc import Sequence

from policykg.segment.marks import han_number


def true_ordinals(printed: Sequence[str], restarts: Sequence[bool]) -> list[str]:
    """Return the true ordinal of each row.

    ``printed`` holds the ordinals as printed, "" for none; ``restarts[i]`` tells that a section
    begins at row ``i``, where counting may start again at 1. A print that does not go on with the
    sequence is taken as misread when a later print does; otherwise it stands (a gap or a jump).

    >>> true_ordinals(["1", "7", "8", "4", "S", "9"], [True] + [False] * 5)
    ['1', '2', '3', '4', '5', '6']
    >>> true_ordinals(["1", "2", "1", "2"], [True, False, True, False])
    ['1', '2', '1', '2']
    """
    values = [han_number(p) if p else 0 for p in printed]
    result: list[int] = []
    for i, value in enumerate(values):
        expected = result[-1] + 1 if result else 1
        if value == expected:
            result.append(value)
        elif value == 1 and (restarts[i] or (_goes_on(values, i, 1) and len(values) - i > 1)):
            result.append(1)
        elif (not result and value and _goes_on(values, i, value)) or (
            value > expected and _jumps(values, i, value, result) and not _resumes(values, i, expected)
        ):
            result.append(value)
        else:
            result.append(expected)
    return [str(n) for n in result]


def _jumps(values: Sequence[int], i: int, value: int, result: Sequence[int]) -> bool:
    """Tell whether a print ahead of the sequence is a jump: later prints go on from it, or, at the end, no print before was misread."""
    if i + 1 < len(values):
        return _goes_on(values, i, value)
    return all(a == b for a, b in zip(values, result, strict=False))


def _goes_on(values: Sequence[int], i: int, value: int) -> bool:
    """Tell whether the next prints go on from ``value`` (or there are none to tell)."""
    following = values[i + 1 : i + 4]
    hits = sum(v == value + k for k, v in enumerate(following, 1))
    return hits >= max(1, len(following) - 1) if following else True


def _resumes(values: Sequence[int], i: int, expected: int) -> bool:
    """Tell whether a later print goes on with the sequence that row ``i`` seems to leave."""
    return any(v == expected + k for k, v in enumerate(values[i + 1 : i + 6], 1))

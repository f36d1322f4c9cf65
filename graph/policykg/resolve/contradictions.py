"""Decisions of people on one assignment that cannot both be meant."""

from __future__ import annotations

from policykg.records import Assignment


def contradicts(one: str, first: Assignment | None, other: str, second: Assignment | None, read: Assignment) -> bool:
    """Tell whether two kinds of decision on the assignment ``read`` cannot both be meant.

    ``first`` and ``second`` are what each makes of it by itself; None: nothing is assigned.
    """
    if first is None or second is None:
        return first is not second
    kinds = {one, other}
    if "role" in kinds:
        return len(kinds) == 1 and first.role != second.role
    if "not-same" in kinds:  # it is not what was read, and it is another, agree
        return len(kinds) == 2 and read.agency.key in (first.agency.key, second.agency.key)
    return first.agency.key != second.agency.key

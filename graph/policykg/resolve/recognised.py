"""What rests on characters recognised from pictures (OCR) is as sure as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policykg.records import Assignment, Record


def weaken(record: Record, confidence: float) -> Record:
    """Return a record as OCR can vouch for it: rules end with +ocr, scores are times ``confidence``.

    ``confidence`` is the mean one of the document's characters; 1 leaves the record as it is.
    """
    if confidence >= 1:
        return record

    def roles(printed: Sequence[Assignment]) -> tuple[Assignment, ...]:
        return tuple(replace(a, rule=f"{a.rule}+ocr", score=round(a.score * confidence, 3)) for a in printed)

    upstream = record.upstream and replace(record.upstream, roles=roles(record.upstream.roles))
    quantities = tuple(
        replace(q, rule=f"{q.rule}+ocr", score=round(q.score * confidence, 3)) for q in record.quantities
    )
    return replace(record, roles=roles(record.roles), upstream=upstream, quantities=quantities)

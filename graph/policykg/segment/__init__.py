"""Segment: Document -> Instrument* -> Item*. Knows the forms papers take, not what they say."""

from policykg.segment.document import Segmented, segment

__all__ = ["Segmented", "segment"]

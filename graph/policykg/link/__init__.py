"""Link: items <-> items. The same text read twice, and the upper-level items that rows quote."""

"""Pages for people: the network and the trace as single files that open offline."""

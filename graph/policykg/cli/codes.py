"""The exit codes of the program."""

NO = 1
"""The answer is no: nothing found, does not conform."""

USAGE = 2
"""Wrong usage; click ends so by itself."""

ERROR = 3
"""A PolicyKGError, or a bug."""

INTERRUPTED = 130
READER_GONE = 141
"""What a shell reports for SIGINT and for SIGPIPE."""

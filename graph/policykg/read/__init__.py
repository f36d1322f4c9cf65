"""Read: bytes -> Document. One module a format; ``read_bytes`` picks it.

A file that cannot be read is an ``Issue``, never an exception: the rest of the corpus is built.
"""

from policykg.read.files import Found, find_files
from policykg.read.formats import read_bytes
from policykg.read.text import read_text_bytes

__all__ = ["Found", "find_files", "read_bytes", "read_text_bytes"]

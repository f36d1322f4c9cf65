"""Bounds on one file: beyond them a file is a mistake or an attack, and the report says so.

A paper of a government office has some ten pages, a gazette a hundred or two, a list some hundred rows.
Every bound lies an order of magnitude above what papers need.
"""

from __future__ import annotations

#: A text, an office file or a page: papers have a few hundred kilobytes; 32 MB of text are 10 million signs.
FILE_MB = 32
#: Scans and archives hold pictures or many papers.
LARGE_MB = 128
#: Endings of files that may be large.
LARGE_ENDINGS = frozenset({".pdf", ".zip", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".webp"})

#: Members of an archive, its own folders left out: a province's papers of a year are some thousands.
MEMBERS = 5000
#: What all members of an archive (or all parts of an office file) come to, unpacked.
UNPACKED_MB = 512
#: Text and XML shrink 5 to 20 times, an empty sheet 100 times; a bomb shrinks 1,000 times (deflate's own bound is 1,032).
RATIO = 250
#: Small members may shrink as they like.
RATIO_FREE_MB = 8
#: An archive in an archive is opened, one in that is not.
ARCHIVES_DEEP = 2

#: Pages of a PDF that are read.
PAGES = 1000
#: Pages that are recognised from pictures (some seconds each).
OCR_PAGES = 60
#: Pixels of a page or picture: A3 at 600 dots an inch has 70 million.
PIXELS = 100_000_000
#: Signs on one page of a PDF; a page of small print has 5,000.
PAGE_SIGNS = 100_000
#: Rows of one table: the longest lists of tasks have some thousands.
ROWS = 20_000
#: Columns of one table: the widest lists have 20, a matrix of bodies 80.
COLUMNS = 300
#: Places of one table once merged cells are spread over what they cover.
PLACES = 1_000_000
#: Elements inside one another in HTML and XML; pages of content systems reach 60.
DEPTH = 256

#: Seconds a parser may take for one file, on a machine that does other things too.
SECONDS = 120
#: Seconds when pages are recognised from pictures.
OCR_SECONDS = 600
#: Seconds for the conversion of an old office file: LibreOffice takes ten for its first start.
OFFICE_SECONDS = 90
#: Bytes of working memory of a parser.
MEMORY = 3 * 2**30


def file_bytes(name: str) -> int:
    """Return how many bytes a file of this name may have.

    >>> file_bytes("a.txt") // 2**20, file_bytes("A.PDF") // 2**20
    (32, 128)
    """
    large = any(name.lower().endswith(e) for e in LARGE_ENDINGS)
    return (LARGE_MB if large else FILE_MB) * 2**20

"""Traditional script -> simplified, sign for sign, so that offsets hold (OpenCC's tables)."""

from __future__ import annotations

from collections import Counter
from functools import cache

from opencc import OpenCC

#: Signs that stand in for the usual ones.
_SIGNS = str.maketrans({"∶": "：", "﹕": "：", "︰": "：", "﹔": "；", "﹐": "，", "﹑": "、", "爲": "为"})
#: Share of Chinese signs outside GB 2312 from which a text counts as traditional.
_SHARE = 0.04


def simplify(text: str) -> str:
    """Return a text of the same length in simplified script; a text that is simplified comes back as it is.

    >>> simplify("泉州市人民政府辦公室關於印發")
    '泉州市人民政府办公室关于印发'
    """
    text = text.translate(_SIGNS)
    if not _is_traditional(text):
        return text
    table = {ord(c): _simple(c) for c in set(text) if "\u4e00" <= c <= "\u9fff"}
    return text.translate({k: v for k, v in table.items() if len(v) == 1})


def _is_traditional(text: str) -> bool:
    sample = Counter(text[:50000])
    chinese = {c: n for c, n in sample.items() if "\u4e00" <= c <= "\u9fff"}
    foreign = sum(n for c, n in chinese.items() if not _in_gb2312(c))
    return bool(chinese) and foreign >= _SHARE * sum(chinese.values())


@cache
def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simple(char: str) -> str:
    return str(_converter().convert(char))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")

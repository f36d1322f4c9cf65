"""The frame of every served page: head, search, navigation, language, appearance.

A page is a template that extends ``base.html`` and fills its block ``main``; ``page_html`` renders it with the words
of the site and its own. docs/site.md tells how a page is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from policykg.view.page import environment
from policykg.view.site_words import SITE, Words, said

THEMES = ("auto", "light", "dark")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads; ``here`` when the reader is there."""

    name: str
    address: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page knows of its request.

    ``path`` is its address without the query (unquoted), ``query`` its parameters in order, ``theme`` one of
    ``THEMES``, ``nav`` the sections, ``assets`` name -> address of what the front-end build made (and site.css).
    """

    lang: str
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    theme: str = "auto"
    nav: tuple[Link, ...] = ()
    assets: Mapping[str, str] | None = None

    def with_query(self, **changed: object) -> str:
        """Return this page's address with some parameters changed; None takes one away.

        >>> Frame("zh", "/search", (("q", "人才"), ("page", "2"))).with_query(page=None, lang="en")
        '/search?q=%E4%BA%BA%E6%89%8D&lang=en'
        """
        kept = [(k, v) for k, v in self.query if k not in changed]
        kept += [(k, str(v)) for k, v in changed.items() if v is not None]
        return quote(self.path, safe="/:@!$&'()*+,;=~") + ("?" + urlencode(kept) if kept else "")


def page_html(
    template: str, frame: Frame, *, title: str, words: Words | None = None, crumbs: Sequence[Link] = (), **values: Any
) -> str:
    """Render a page of the site.

    ``title`` heads it, ``words`` are its own (zh, en), ``crumbs`` lead to it (home is added). The template sees
    ``words`` (by key), ``lang``, ``frame``, ``asset(name)`` ("" when the front end has not been built), ``num`` and
    ``values``.
    """
    assets = frame.assets or {}
    find: Callable[[str], str] = lambda name: assets.get(name, "")  # noqa: E731
    return (
        environment()
        .get_template(template)
        .render(
            layout="base.html",
            lang=frame.lang,
            tag=tag(frame.lang),
            frame=frame,
            title=title,
            words=said(SITE, frame.lang) | said(words or {}, frame.lang),
            crumbs=crumbs,
            asset=find,
            num=number,
            other="en" if frame.lang == "zh" else "zh",
            **values,
        )
    )


def tag(lang: str) -> str:
    """Return the language tag of pages in zh or en (BCP 47)."""
    return "zh-Hans" if lang == "zh" else "en"


def number(value: float) -> str:
    """Return a number with its thousands apart.

    >>> number(30571), number(0.5)
    ('30,571', '0.5')
    """
    return f"{value:,}"

"""Cells of the tables that compare: keys become names, names lead to the pages of what they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policykg.analyse.tables import Value
from policykg.serve.service import Service


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: its words, the address it leads to ("" none), what stands small behind it."""

    text: str
    address: str = ""
    note: str = ""


Parts = tuple[tuple[str, str], ...]
"""(name, key of a node or "") of each of several things in one cell."""


def item(service: Service, key: str) -> Part:
    """Return an item by what it is called; one that nobody knows by its key."""
    name, where = service.known.item(key)
    return Part(name or key, service.address(service.node(key)), where)


def cell(service: Service, value: Value, keys: tuple[str, ...], parts: Parts) -> tuple[Part, ...]:
    """Return what a cell shows: ``parts`` where there are any, else its value, which one of ``keys`` names or several explain."""
    if parts:
        return tuple(Part(name, _address(service, key)) for name, key in parts)
    text = f"{value:,}" if isinstance(value, int | float) else value
    if len(keys) == 1:
        return (item(service, text) if text == keys[0] else Part(text, _address(service, keys[0])),)
    if keys:
        return (Part(text), *(Part(str(n), _address(service, key)) for n, key in enumerate(keys, 1)))
    if service.known.item(text)[0]:
        return (item(service, text),)
    if paper := service.known.paper(text):
        return (Part(paper, _address(service, f"doc:{text}")),)
    return (Part(text),)


def bodies(labels: Iterable[str], keys: Mapping[str, str]) -> Parts:
    """Return bodies by label with the keys of their pages, where ``keys`` knows them."""
    return tuple((label, f"agency:{keys[label]}" if label in keys else "") for label in labels)


def _address(service: Service, key: str) -> str:
    return key if key.startswith("/") else service.address(service.node(key)) if key else ""

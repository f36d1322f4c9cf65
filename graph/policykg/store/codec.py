"""A corpus as JSON and back, without loss: the file ``corpus.json`` beside the graph."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import cache
from typing import Any

from policykg.errors import GraphError
from policykg.records import Corpus


def corpus_to_json(corpus: Corpus) -> str:
    """Return a corpus as one JSON text; the texts of the sources are left out (they lie beside it)."""
    return json.dumps(_plain(dataclasses.replace(corpus, texts=())), ensure_ascii=False, separators=(",", ":"))


def corpus_from_json(text: str) -> Corpus:
    """Return the corpus that ``corpus_to_json`` wrote; raises GraphError when the text is no such thing."""
    try:
        corpus = _typed(Corpus, json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(f"corpus.json: not a corpus of this version ({error}); build the graph again") from error
    return typing.cast(Corpus, corpus)


def _plain(value: Any) -> Any:
    """Return dataclasses as lists of their fields, in order (short, and checked by length when read)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, f.name)) for f in dataclasses.fields(value)]
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


@cache
def _hints(cls: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(cls)
    return tuple((f.name, hints[f.name]) for f in dataclasses.fields(cls))


def _typed(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _typed(next(a for a in typing.get_args(hint) if a is not type(None)), value)
    if origin is tuple:
        args = typing.get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_typed(args[0], v) for v in value)
        return tuple(_typed(a, v) for a, v in zip(args, value, strict=True))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        fields = _hints(hint)
        if len(fields) != len(value):
            raise ValueError(f"{hint.__name__} has {len(fields)} fields, found {len(value)}")
        return hint(**{name: _typed(h, v) for (name, h), v in zip(fields, value, strict=True)})
    return value

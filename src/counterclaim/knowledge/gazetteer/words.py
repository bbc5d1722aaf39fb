"""The words of words.yaml, by what they tell about a name beside them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def words_for(group: str) -> frozenset[str]:
    """The words of one group, in lower case; KeyError for a group that words.yaml does not have."""
    return frozenset(str(_groups()[group]).split()) | frozenset(_phrases().get(group, ()))


@cache
def _groups() -> dict[str, str]:
    return {name: text for name, text in _table().items() if isinstance(text, str)}


@cache
def bearings() -> dict[str, float]:
    """Words for directions and where they lead, in degrees clockwise from north."""
    return {word: float(degrees) for word, degrees in _table()["bearings"].items()}


@cache
def _phrases() -> dict[str, list[str]]:
    phrases: dict[str, list[str]] = _table()["phrases"]
    return phrases


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table

"""What event datasets call kinds of actors, of disorder and of conflict, from datasets.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.actors.entries import EntryType
from counterclaim.knowledge.crosswalk import Party
from counterclaim.records import Victims


class ActorNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one kind of actor is called; null where a dataset has no name for it."""

    party: Party | None
    acled: str | None
    sector: str | None
    role: str | None


class Datasets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """datasets.yaml, as its own comments tell."""

    sources: dict[str, str]
    actors: dict[EntryType, ActorNames]
    civilians: tuple[Victims, ...]
    armed: tuple[Victims, ...]
    disorder: dict[str, str]
    quad: dict[int, tuple[str, ...]]
    quad_class: dict[int, str]
    hapi: dict[str, str]

    def quad_of(self, plover_type: str) -> int | None:
        """PLOVER's quad code of an event type."""
        return next((quad for quad, types in self.quad.items() if plover_type in types), None)

    def quad_class_of(self, root: str) -> int:
        """GDELT's quad class of a CAMEO root code of two digits."""
        return next(quad for quad, last in sorted(self.quad_class.items()) if root <= last)


@cache
def datasets() -> Datasets:
    """datasets.yaml, checked; KnowledgeError names what does not fit."""
    path = Path(__file__).with_suffix(".yaml")
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return msgspec.convert(content, Datasets)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"{path.name}: {error}; mend the file") from error

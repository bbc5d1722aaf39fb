"""Word lists in readable YAML files, one subject a file. What a file holds is told at its own top."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from counterclaim.errors import KnowledgeError


@cache
def load(name: str) -> Any:
    """The lexicon `NAME.yaml` of this folder as plain YAML values, read once; KnowledgeError where it cannot be read.

    The value is shared by all who ask: nobody alters it.
    """
    source = files(__package__) / f"{name}.yaml"
    try:
        return yaml.load(source.read_bytes(), Loader=yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise KnowledgeError(f"there is no lexicon {name}.yaml in counterclaim/knowledge/lexicons; add it") from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"lexicon {name}.yaml is not YAML: {error}; mend it") from error

"""The learnt weights: what each named number counts in each decision, and from which sum on the answer is yes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from counterclaim.errors import ModelError

Decision = Literal["cue", "content", "later", "source", "whole"]
"""Is it a cue; is this what it says; is this said in another sentence what it says; is this its source; is it right."""
DECISIONS: tuple[Decision, ...] = ("cue", "content", "later", "source", "whole")


@dataclass(frozen=True, slots=True)
class Weights:
    """Of one decision: log odds are `bias` and the weighted sum; from `least` on the answer is yes."""

    bias: float
    least: float
    of: Mapping[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """The log odds that the answer is yes."""
        return self.bias + sum(self.of.get(name, 0.0) * value for name, value in features.items())


@cache
def load() -> dict[Decision, Weights]:
    """Those that are shipped."""
    source = files("counterclaim") / "models" / "linking" / "weights.json"
    try:
        return parse(source.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"models/linking/weights.json cannot be read ({error!r}): reinstall counterclaim, or run training.linking"
        ) from error


def parse(text: str) -> dict[Decision, Weights]:
    """What `training.linking` wrote: `{decision: {"bias", "least", "weights"}}`, `least` a probability."""
    raw = json.loads(text)
    return {
        name: Weights(raw[name]["bias"], math.log(raw[name]["least"] / (1 - raw[name]["least"])), raw[name]["weights"])
        for name in DECISIONS
    }

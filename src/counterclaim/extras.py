"""Libraries that not every user needs: imported when they are wanted, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from counterclaim.errors import CounterclaimError, InputError


def required(module: str, extra: str, purpose: str, error: type[CounterclaimError] = InputError) -> Any:
    """The optional `module`; where it is missing, an `error` that says what needs it and which extra brings it."""
    try:
        return import_module(module)
    except ImportError as missing:
        raise error(f"{purpose} needs {module}; run: pip install 'counterclaim[{extra}]'") from missing

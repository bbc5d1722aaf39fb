"""What can be set, and where it may be set: the environment (COUNTERCLAIM_...) and, above it, the command line.

Each setting is documented in `DOCS`, shown in docs/cli.md; a test walks over them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated

import msgspec

from counterclaim.errors import InputError

PREFIX = "COUNTERCLAIM_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds and defaults. Sizes are in code points or bytes as named, times in seconds."""

    ledger: str = "counterclaim.db"
    encoding: str = ""
    max_report_chars: Annotated[int, msgspec.Meta(ge=1)] = 2_000_000
    busy_seconds: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    debug: bool = False

    @property
    def max_report_bytes(self) -> int:
        """Bytes that no text of `max_report_chars` characters exceeds, whatever its encoding: four each, and a mark."""
        return 4 * self.max_report_chars + 4


DOCS: Mapping[str, str] = {
    "ledger": "the ledger that commands use where no --ledger is given",
    "encoding": "the encoding of all reports, such as windows-1251; empty: find it for each report",
    "max_report_chars": "characters of the longest report that is read; a longer one is refused",
    "busy_seconds": "how long to wait for another process that writes to the ledger",
    "debug": "1: stop at a fault of the reader and show where it is, instead of skipping the report",
}


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    return PREFIX + name.upper()


def replace(settings: Settings, **changes: object) -> Settings:
    """`settings` with what the command line says instead."""
    return msgspec.structs.replace(settings, **changes)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as `environment` has them; InputError names the variable that holds no usable value."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        value = environment.get(variable(field.name))
        if value is None:
            continue
        try:
            found[field.name] = msgspec.convert(value, field.type, strict=False)
        except msgspec.ValidationError as error:
            raise InputError(
                f"{variable(field.name)}={value}: {error}; it sets {DOCS[field.name]}, for example {field.default}"
            ) from error
    return Settings(**found)  # type: ignore[arg-type]

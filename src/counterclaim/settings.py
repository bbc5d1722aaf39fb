"""What can be set, and where it may be set: the environment (COUNTERCLAIM_...) and, above it, the command line.

Each setting is documented in `DOCS`, shown in docs/cli.md; a test walks over them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from counterclaim.errors import InputError

PREFIX = "COUNTERCLAIM_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds and defaults. Sizes are in code points or bytes as named, times in seconds."""

    ledger: str = "counterclaim.db"
    encoding: str = ""
    knowledge: str = ""
    max_report_chars: Annotated[int, msgspec.Meta(ge=1)] = 2_000_000
    max_seconds: Annotated[float, msgspec.Meta(ge=0)] = 120.0
    max_ratio: Annotated[int, msgspec.Meta(ge=1)] = 200
    max_depth: Annotated[int, msgspec.Meta(ge=0)] = 3
    max_members: Annotated[int, msgspec.Meta(ge=1)] = 200_000
    max_nested_bytes: Annotated[int, msgspec.Meta(ge=1)] = 2_000_000_000
    max_pages: Annotated[int, msgspec.Meta(ge=1)] = 500
    max_fetch_bytes: Annotated[int, msgspec.Meta(ge=1)] = 50_000_000
    fetch_seconds: Annotated[float, msgspec.Meta(gt=0)] = 30.0
    host_seconds: Annotated[float, msgspec.Meta(ge=0)] = 2.0
    watch_seconds: Annotated[float, msgspec.Meta(ge=0)] = 900.0
    private_addresses: bool = False
    columns: str = ""
    jobs: Annotated[int, msgspec.Meta(ge=1)] = 1
    busy_seconds: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8750
    hosts: str = ""
    token: str = ""
    page_size: Annotated[int, msgspec.Meta(ge=1, le=500)] = 50
    max_query_chars: Annotated[int, msgspec.Meta(ge=1)] = 2_000
    max_body_bytes: Annotated[int, msgspec.Meta(ge=1)] = 1_000_000
    answer_seconds: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    readers: Annotated[int, msgspec.Meta(ge=1)] = 8
    cache_mb: Annotated[int, msgspec.Meta(ge=1)] = 64
    debug: bool = False

    @property
    def max_report_bytes(self) -> int:
        """Bytes that no text of `max_report_chars` characters exceeds, whatever its encoding: four each, and a mark."""
        return 4 * self.max_report_chars + 4


DOCS: Mapping[str, str] = {
    "ledger": "the ledger that commands use where no --ledger is given",
    "encoding": "the encoding of all reports, such as windows-1251; empty: find it for each report",
    "knowledge": "the folder of your own places and actors; empty: ~/.local/share/counterclaim or its like",
    "max_report_chars": "characters of the longest report that is read; a longer one is refused",
    "max_seconds": "seconds that one report may take to read; a longer one is given up; 0: no bound",
    "max_ratio": "times its size that an archive may unpack to, above the 64 MiB that any may",
    "max_depth": "archives within each other that are opened",
    "max_members": "files that one ZIP archive may hold",
    "max_nested_bytes": "bytes of an archive within another",
    "max_pages": "pages of the longest PDF that is read",
    "max_fetch_bytes": "bytes that are fetched from one address",
    "fetch_seconds": "seconds that fetching from one address may take, redirects included",
    "host_seconds": "seconds between two requests to one host; its robots.txt may ask for more",
    "watch_seconds": "seconds between two looks at a watched feed",
    "private_addresses": "1: fetch from this machine and its own network too; else such addresses are refused",
    "columns": "columns or fields of tables, such as text=body,title=headline; empty: by their usual names",
    "jobs": "processes that read at the same time",
    "busy_seconds": "how long to wait for another process that writes to the ledger",
    "host": "the address that the desk listens at; any other than this machine's own needs a token of yours",
    "port": "the port that the desk listens at; 0: any that is free",
    "hosts": "further names that the desk answers to, such as desk.example.org, separated by commas",
    "token": "what people show to enter the desk; empty: a new one at each start",
    "page_size": "rows of a page of the desk and of its API where nobody says how many",
    "max_query_chars": "characters of the longest query that the desk answers",
    "max_body_bytes": "bytes of the longest request that the desk takes",
    "answer_seconds": "seconds that the desk asks the ledger for one answer; 0: no bound",
    "readers": "connections to the ledger that the desk keeps open",
    "cache_mb": "megabytes of a ledger in a file that a process keeps in memory at most, for all its connections",
    "debug": "1: stop at a fault of the reader and show where it is, instead of skipping the report",
}


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    return PREFIX + name.upper()


def knowledge_folder(settings: Settings, environment: Mapping[str, str] = os.environ) -> Path:
    """Where a user's own knowledge is kept, places in its folder `places`, actors in `actors`; nothing is made here.

    The setting `knowledge`, else `counterclaim` in the folder that the system has for a user's data.
    """
    if settings.knowledge:
        return Path(settings.knowledge).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "counterclaim"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "counterclaim"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "counterclaim"


OWN = {"places": "*.sqlite", "actors": "*.yaml"}
"""The folders of a user's own knowledge, and the files in each that are read."""


def own_files(settings: Settings, kind: str) -> tuple[str, ...]:
    """The files that a user has added of one kind, in the order of their names; none where the folder is not there."""
    return tuple(sorted(map(str, (knowledge_folder(settings) / kind).glob(OWN[kind]))))


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

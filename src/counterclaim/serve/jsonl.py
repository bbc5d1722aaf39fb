"""Records as JSON lines on standard output: UTF-8 whatever the locale, one line an object, flushed one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from counterclaim.ledger.query import Found
    from counterclaim.records import Claim, Record


class JsonLines:
    """What `--json` prints."""

    def record(self, record: Record) -> None:
        self._line(record.to_builtins())

    def claim(self, record: Record, claim: Claim) -> None:
        self._line({"report": record.report.header(), **msgspec.to_builtins(claim)})

    def claims(self, found: Iterable[Found]) -> None:
        for report, claim in found:
            self._line({"report": report, **msgspec.to_builtins(claim)})

    def _line(self, value: dict[str, Any]) -> None:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
        sys.stdout.buffer.flush()

"""Counterclaim keeps a ledger of who says what happened in an armed conflict, and who says otherwise.

bytes ── ingest ──> Report ── reading ──> Record (claims, each tied to characters)
      ── reconcile ──> incidents, links, tolls ── ledger ──> CLI, Python, HTTP, web page

    import counterclaim as cc
    cc.read("Four police officers died on a mine, the ministry said.", published="2023-09-19")
    cc.open("counterclaim.db").claims(side="Azerbaijan").to_records()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterclaim.errors import CounterclaimError
    from counterclaim.records import Claim, Incident, Record
    from counterclaim.serve.python import Ledger, Reading, open, read

__version__ = "0.1.0"

_WHERE = {
    "Claim": "records",
    "CounterclaimError": "errors",
    "Incident": "records",
    "Ledger": "serve.python",
    "Reading": "serve.python",
    "Record": "records",
    "open": "serve.python",
    "read": "serve.python",
}
"""The module of each public name; it is imported when the name is first asked for."""

__all__ = ["Claim", "CounterclaimError", "Incident", "Ledger", "Reading", "Record", "__version__", "open", "read"]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'counterclaim' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"counterclaim.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])

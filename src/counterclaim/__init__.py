"""Counterclaim keeps a ledger of who says what happened in an armed conflict, and who says otherwise.

bytes ── ingest ──> Report ── reading ──> Record (claims, each tied to characters)
      ── reconcile ──> incidents, links, tolls ── ledger ──> CLI, Python, HTTP, web page
"""

__version__ = "0.1.0.dev0"

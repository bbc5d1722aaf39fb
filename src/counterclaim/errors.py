"""Every error that Counterclaim raises on purpose, each saying what was wrong, where, and what to do next.

CounterclaimError
├── RecordError        a record that its report's characters do not carry
├── InputError         a file, folder or stream that cannot be read as a report
├── KnowledgeError     a gazetteer, actor or lexicon file with a mistake in it
├── ModelError         the reading model is missing or is not the one that was shipped
├── LedgerError        a ledger that cannot be opened, written or trusted
│   ├── ConflictError  somebody else has judged in the meantime
│   ├── NotFoundError  nothing in the ledger, or more than one thing, is so called
│   └── TooSlowError   a question to the ledger that took longer than it may
└── ExportError        a format that cannot be written, or lacks what it needs
"""


class CounterclaimError(Exception):
    """Base of all errors that a user can act on; its text is one line that ends with the next step."""


class RecordError(CounterclaimError):
    """A record was about to say something that the report's characters do not say."""


class InputError(CounterclaimError):
    """A file, folder or stream cannot be read as a report."""


class KnowledgeError(CounterclaimError):
    """A gazetteer, actor or lexicon file has a mistake in it."""


class ModelError(CounterclaimError):
    """The reading model is missing, or is not the one that was shipped."""


class LedgerError(CounterclaimError):
    """A ledger cannot be opened, written or trusted."""


class ConflictError(LedgerError):
    """Somebody has judged what was about to be judged since it was looked at."""


class NotFoundError(LedgerError):
    """Nothing in the ledger is so called, or several things are."""


class TooSlowError(LedgerError):
    """A question to the ledger took longer than it may."""


class ExportError(CounterclaimError):
    """A format cannot be written, or a library that it needs is not installed."""

"""Web archives: WARC and ARC, as they flow, a record at a time."""

from __future__ import annotations

import io
import logging
from typing import Any

from counterclaim.ingest import dates
from counterclaim.ingest.archives import CUT
from counterclaim.ingest.parts import WITHIN, About, Expanded, Inner, Refused, printable
from counterclaim.ingest.streams import Budget
from counterclaim.settings import Settings

READ = frozenset({"response", "resource", "conversion"})
MEDIA = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "message/rfc822")
"""What a record's content is where it may be a report; pictures, styles and scripts are passed over."""


def records(name: str, stream: io.BufferedReader, settings: Settings, budget: Budget) -> Expanded:
    """The pages of a web archive that a server gave with success, each named by its address."""
    del settings, budget  # what unpacks the archive counts its bytes; a record is read no further than a report may be
    from warcio.exceptions import ArchiveLoadFailed

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = 0
    try:
        for record in _iterator()(_Unpeeked(stream), arc2warc=True):
            number += 1
            if _is_page(record):
                yield _page(name, number, record)
    except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, KeyError) as error:
        said = " ".join(str(error).split())[:200]
        where = f"{printable(name)}: damaged after record {number:,} ({said})"
        yield Refused(printable(name), f"{where}; {CUT}")


def _iterator() -> Any:
    """warcio's way through an archive, without what it writes to the terminal about wrong lengths."""
    from warcio.archiveiterator import ArchiveIterator

    return type("_Quiet", (ArchiveIterator,), {"INC_RECORD": ""})


class _Unpeeked(io.RawIOBase):
    """The stream alone, so that warcio takes its bytes as they are."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.stream = stream

    def read(self, size: int = -1, /) -> bytes:
        return self.stream.read(65_536 if size is None or size < 0 else size)

    def readable(self) -> bool:
        return True


def _is_page(record: Any) -> bool:
    if record.rec_type not in READ or not record.rec_headers.get_header("WARC-Target-URI", "").startswith("http"):
        return False
    if record.http_headers is None:
        return _media(record).startswith(MEDIA)
    return record.http_headers.get_statuscode() == "200" and _media(record).startswith(MEDIA)


def _media(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type", "") or "").strip().lower()


def _page(name: str, number: int, record: Any) -> Inner:
    address = record.rec_headers.get_header("WARC-Target-URI")
    media, _, rest = _media(record).partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
    seen = dates.utc(dates.parse(record.rec_headers.get_header("WARC-Date")))
    return Inner(f"{name}{WITHIN}{number}", record.content_stream(), media, charset, About(url=address, seen=seen))

"""A part as a report: its kind told, its room asked, its language looked at."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from counterclaim.errors import InputError
from counterclaim.ingest import html, language, markdown, pdf, text
from counterclaim.ingest.kinds import kind_of
from counterclaim.ingest.parts import Ingested, Part
from counterclaim.settings import Settings

BLANK = b"\xef\xbb\xbf \t\r\n"
ROOMS = {"html": html.report, "pdf": pdf.report, "markdown": markdown.report}


def report(part: Part, settings: Settings) -> Ingested:
    """The report in `part`; InputError, whose text begins with the part's name, says why there is none.

    `report.language` is the other language that it is in for sure, else what was said of it, if that is English.
    """
    if not part.data.strip():
        raise InputError(f"{part.name}: the file is empty; check that it was saved or downloaded completely")
    kind = kind_of(part.name, part.data, part.media)
    if kind == "text" and part.data.lstrip(BLANK).startswith(b"<?xml"):
        raise InputError(f"{part.name}: XML that is no page and no feed; save its text as a .txt file and read that")
    found = ROOMS.get(kind, text.report)(part, settings)
    told = found.report.language if found.report.language in language.READ else None
    spoken = language.foreign(found.report.text) or told
    return replace(found, report=msgspec.structs.replace(found.report, language=spoken))

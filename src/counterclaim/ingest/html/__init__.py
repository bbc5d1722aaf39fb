"""Web pages: the story's blocks as text, in the page's own characters, and from each of them back to its bytes.

bytes ── decoded ──> source ── tokens ──> blocks.lay_out ──> Page ── story.choose ──> which blocks are the story
                                                              └── metadata.about ──> title, outlet, times ...
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.errors import InputError
from counterclaim.ingest.html import metadata, story
from counterclaim.ingest.html.blocks import Block, Piece, lay_out
from counterclaim.ingest.html.charset import decode
from counterclaim.ingest.offsets import Offsets, Run, Source
from counterclaim.ingest.parts import Ingested, Part, ingested
from counterclaim.settings import Settings

BETWEEN = "\n\n"
"""What stands between two blocks in the text; it has no bytes."""


def report(part: Part, settings: Settings) -> Ingested:
    """The story of the page in `part`; InputError where there is none."""
    source, note = decode(part, settings)
    page = lay_out(source.text)
    chosen = [block for block, is_story in zip(page.blocks, story.choose(page), strict=True) if is_story]
    if not chosen:
        raise InputError(f"{part.name}: no story on this page; save its text as a .txt file if there is one")
    words, offsets = joined(chosen, source)
    own = metadata.about(page, source.text, (block.text for block in chosen if block.tag in ("h1", "h2")))
    about = own.over(part.about) if part.about.weak else part.about.over(own)
    return ingested(part, words, settings, kind="html", offsets=offsets, about=about, note=note)


def joined(blocks: Sequence[Block], source: Source) -> tuple[str, Offsets]:
    """The text of `blocks`, and the way back."""
    written: list[str] = []
    pieces: list[tuple[int, Piece]] = []
    at = 0
    for block in blocks:
        if written:
            written.append(BETWEEN)
            at += len(BETWEEN)
        for piece in block.pieces:
            written.append(piece.text)
            pieces.append((at, piece))
            at += len(piece.text)
    return "".join(written), offsets_of(pieces, source)


def offsets_of(pieces: Sequence[tuple[int, Piece]], source: Source) -> Offsets:
    """The runs of pieces that stand at the given places of a text."""
    joined: list[tuple[int, Piece]] = []
    for at, piece in pieces:
        last_at, last = joined[-1] if joined else (0, None)
        follows = last and last.end == piece.start and last_at + len(last.text) == at
        if last and follows and not last.whole and not piece.whole:
            joined[-1] = (last_at, Piece(last.text + piece.text, last.start, piece.end))
        else:
            joined.append((at, piece))
    marks = source.bytes_at(mark for _, piece in joined for mark in (piece.start, piece.end))
    runs = (Run(at, at + len(piece.text), marks[piece.start], marks[piece.end], piece.whole) for at, piece in joined)
    return Offsets(encoding=source.encoding, runs=tuple(runs))

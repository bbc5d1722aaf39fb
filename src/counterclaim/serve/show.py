"""Records on a terminal: one table a report, one row a claim; and a report's words with some of them marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterclaim import words
from counterclaim.records import Claim, Record, Span
from counterclaim.serve.why import Answer

if TYPE_CHECKING:
    from counterclaim.ledger.query import Found

NARROW = 100
"""Columns of a terminal below which claims are shown without their ids."""
AROUND = 300
"""Characters of a long line that are shown before and after what is marked in it."""
MARKS = ("⟦", "⟧")
"""What stands around marked characters where there are no colours to mark them with."""


class Tables:
    """What is printed on a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=False)

    def record(self, record: Record) -> None:
        """The report's heading, its claims, and how much of it was left out."""
        self._heading(words.report(record.report))
        if record.claims:
            self.console.print(self._table(record.claims))
        left_out = f", {words.plural(len(record.discarded), 'passage')} left out" if record.discarded else ""
        self.console.print(
            Text(f"{record.report.id}: {words.plural(len(record.claims), 'claim')}{left_out}\n", style="dim")
        )

    def claim(self, record: Record, claim: Claim) -> None:
        self._heading(words.report(record.report))
        self.console.print(self._table([claim]))
        self._line(in_context(record.report.text, claim.start, claim.end, claim, self.console))

    def claims(self, found: Iterable[Found]) -> None:
        for _, group in groupby(found, key=lambda one: one.report["id"]):
            of_report = list(group)
            report = of_report[0].report
            about = (
                report["title"] or report["id"],
                report["outlet"],
                report["published"],
                report["path"] or report["url"],
            )
            self._heading(words.one_line(" · ".join(part for part in about if part)))
            self.console.print(self._table([one.claim for one in of_report]))

    def answer(self, record: Record, claim: Claim, answer: Answer) -> None:
        """A field's value, the sentence with its characters marked, and the reason."""
        self._heading(f"{claim.id}.{answer.field}: {words.described(answer.value)}")
        if answer.start is None or answer.end is None:
            self.console.print(
                "no characters of the report stand behind it" if answer.value is not None else "not stated"
            )
        else:
            self.console.print(in_context(record.report.text, answer.start, answer.end, claim, self.console))
            where = record.report.path or record.report.url or record.report.id
            self.console.print(Text(f"characters {answer.start}:{answer.end} of {words.one_line(where)}", style="dim"))
        if answer.reason:
            self.console.print(Text(f"because: {words.one_line(answer.reason)}"))

    def _heading(self, text: str) -> None:
        self._line(Text(text, style="bold"))

    def _line(self, text: Text | str) -> None:
        """Text that a terminal wraps and a pipe gets as one line."""
        self.console.print(text, soft_wrap=not self.console.is_terminal)

    def _table(self, claims: Iterable[Claim]) -> Table:
        return claims_table(claims, wide=self.console.width >= NARROW)


def claims_table(claims: Iterable[Claim], *, wide: bool = True) -> Table:
    """One row a claim: who, how, what with its figures, when, where."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    table.add_column("speaker", ratio=3, overflow="fold", style="cyan")
    table.add_column("stance", no_wrap=True)
    table.add_column("what is said", ratio=7, overflow="fold")
    table.add_column("when", no_wrap=True)
    table.add_column("where", ratio=2, overflow="fold")
    if wide:
        table.add_column("claim", no_wrap=True, style="dim")
    for claim in claims:
        cells = (
            Text(words.speaker(claim)),
            claim.stance + ("\nhedged" if claim.hedged else ""),
            said(claim),
            words.each(words.when(event.when).replace(" to ", " to\n") for event in claim.events),
            Text(words.each(words.place(event.place) for event in claim.events)),
        )
        table.add_row(*cells, *([words.one_line(claim.id)] if wide else []))
    return table


def said(claim: Claim) -> Text:
    """The claim's content with its counts in bold, and below it what it is about."""
    counts = [figure for event in claim.events for figure in event.figures]
    start, end = claim.content.start, claim.content.end
    if not claim.start <= start < end <= claim.end:
        start, end = claim.start, claim.end
    content = _styled(claim.quote[start - claim.start : end - claim.start], start, counts, "bold")
    about = "; ".join(part for part in (words.kinds(claim), words.figures(claim)) if part)
    return Text.assemble(content, (f"\n{about}", "dim")) if about else content


def in_context(text: str, start: int, end: int, claim: Claim, console: Console) -> Text:
    """The sentence around characters `[start, end)` with exactly these marked: by colour, or by brackets without it."""
    first, last = _context(text, start, end, claim)
    before, marked, after = text[first:start], text[start:end], text[end:last]
    if console.is_terminal and console.color_system:
        return Text.assemble(_line(before), (_line(marked), "bold reverse"), _line(after))
    return Text(_line(before) + MARKS[0] + _line(marked) + MARKS[1] + _line(after))


def _context(text: str, start: int, end: int, claim: Claim) -> tuple[int, int]:
    """The claim's own sentence where it holds the characters, otherwise their line, cut where it is very long."""
    if claim.start <= start and end <= claim.end and (start, end) != (claim.start, claim.end):
        return claim.start, claim.end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    return max(line_start, start - AROUND), min(line_end, end + AROUND)


def _line(text: str) -> str:
    return words.shown(text).replace("\r", " ").replace("\n", " ")


def _styled(text: str, offset: int, spans: Sequence[Span], style: str) -> Text:
    """`text`, which begins at `offset` of its report, with the characters of `spans` styled."""
    shown = Text(_line(text))
    for span in spans:
        if offset <= span.start < offset + len(text):
            shown.stylize(style, span.start - offset, span.end - offset)
    return shown

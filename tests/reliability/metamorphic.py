"""Changes to a report that must change nothing of what is read, or one thing.

python -m tests.reliability.metamorphic [FOLDER ...]    for each change the share of claims that stayed what they were,
                                                        over the demonstration's reports and those of further folders
                                                        (texts of their own, read with the bundled knowledge)
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from counterclaim import reading
from counterclaim.reading import layout, segment
from counterclaim.records import Actor, Claim, Record, make_report
from counterclaim.serve.demo import DATA

BOILERPLATE = "Subscribe to our newsletter and get the news of the day in your inbox."
RENAMED = (("Orvessia", "Belmaria"), ("ORVESSIA", "BELMARIA"), ("orvessia", "belmaria"))
MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_DIGITS = re.compile(r"(?<![\d.,:/-])[1-9]\d?(?![\d.,:/%-])")


class Knowledge(NamedTuple):
    """Files of a user's own that reports are read with."""

    actors: tuple[Path, ...] = ()
    gazetteers: tuple[Path, ...] = ()


DEMO = Knowledge((DATA / "actors.yaml",), (DATA / "gazetteer.csv",))


class Change(NamedTuple):
    """`apply` alters a text; `alike` alters what was read before in the way that it has to be altered by it."""

    name: str
    apply: Callable[[str], str]
    alike: Callable[[str], str] = str
    knowledge: Callable[[Knowledge], Knowledge] = lambda known: known


def renamed(text: str) -> str:
    for old, new in RENAMED:
        text = text.replace(old, new)
    return text


@cache
def renamed_knowledge(known: Knowledge) -> Knowledge:
    """The same files with the party under its other name."""
    folder = Path(tempfile.mkdtemp())
    made: list[tuple[Path, ...]] = []
    for paths in known:
        made.append(tuple(folder / path.name for path in paths))
        for path, new in zip(paths, made[-1], strict=True):
            new.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    return Knowledge(*made)


def with_boilerplate(text: str) -> str:
    """A paragraph that is no story, in the middle and at the end."""
    blocks = [block for block in layout.blocks(text) if block.kind == "body"]
    at = blocks[len(blocks) // 2].start if len(blocks) > 1 else 0
    inner = f"{text[:at]}{BOILERPLATE}\n\n{text[at:]}" if at and text[:at].endswith("\n\n") else text
    return f"{inner.rstrip()}\n\n{BOILERPLATE}\n"


def with_loud_headline(text: str) -> str:
    headline = next((block for block in layout.blocks(text) if block.kind == "headline"), None)
    if headline is None:
        return text
    return text[: headline.start] + text[headline.start : headline.end].upper() + text[headline.end :]


def split(text: str) -> str:
    """The longest paragraph in two, where a sentence outside quotation marks ends."""
    blocks = [block for block in layout.blocks(text) if block.kind == "body"]
    for block in sorted(blocks, key=lambda block: block.start - block.end):
        ends = [b for _, b in segment.sentences(text, block.start, block.end, wrapped=True)][:-1]
        outside = [at for at in ends if _outside_quotes(text[block.start : at])]
        if outside:
            at = outside[len(outside) // 2]
            return f"{text[:at].rstrip()}\n\n{text[at:].lstrip()}"
    return text


def _outside_quotes(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


CHANGES = (
    Change("lines end with CR LF", lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n")),
    Change("boilerplate is added", with_boilerplate),
    Change("a paragraph is split", split),
    Change("quotation marks are straight", lambda text: text.translate(MARKS)),
    Change("the headline is in capitals", with_loud_headline),
    Change("a party is renamed", renamed, renamed, renamed_knowledge),
)


def read(text: str, known: Knowledge) -> Record:
    return reading.read(make_report(text), resources=reading.load(known.actors, known.gazetteers))


def told(record: Record) -> Counter[str]:
    """What the claims say, without where they stand: line ends, kinds of marks and case of letters apart."""
    return Counter(map(plain, record.claims))


def plain(claim: Claim) -> str:
    said = [_words(claim.quote), _actor(claim.speaker), claim.stance, claim.direct]
    for event in claim.events:
        day = (event.when.from_, event.when.to) if event.when else None
        figures = [(f.effect, f.min, f.max, f.victims, f.side) for f in event.figures]
        who = [[_actor(one) for one in of] for of in (event.agents, event.targets)]
        said.append((event.type, event.status, day, event.place and event.place.name, figures, who))
    return repr(said)


def _words(text: str) -> str:
    return " ".join(text.translate(MARKS).casefold().split())


def _actor(actor: Actor) -> str:
    return f"{_words(actor.name)} {actor.kind} {actor.side}"


def stayed(change: Change, text: str, known: Knowledge, before: Record | None = None) -> tuple[int, int, list[str]]:
    """How many claims are what they have to be, of how many before and after together, and those that are not."""
    first = told(before or read(text, known))
    wanted = Counter({change.alike(said): count for said, count in first.items()})
    after = told(read(change.apply(text), change.knowledge(known)))
    same, whole = (wanted & after).total(), (wanted | after).total()
    return same, whole, [f"- {said}" for said in wanted - after] + [f"+ {said}" for said in after - wanted]


def counts(record: Record) -> list[tuple[int, int]]:
    """Where counts of people that are written with one number below 100 in digits stand, each once."""
    text, found = record.report.text, set()
    for claim in record.claims:
        for event in claim.events:
            for figure in event.figures:
                numbers = list(_DIGITS.finditer(text, figure.start, figure.end))
                if len(numbers) == 1 and int(numbers[0].group()) in (figure.min, figure.max):
                    found.add(numbers[0].span())
    return sorted(found)


def changed_figure(text: str, where: tuple[int, int], before: Record, known: Knowledge) -> list[str]:
    """What is read otherwise, but for that count, when a count of people is one more."""
    start, end = where
    old, new = int(text[start:end]), int(text[start:end]) + 1

    def swapped(said: str) -> str:
        return re.sub(rf"(?<!\d){old}(?!\d)", str(new), said)

    after = read(f"{text[:start]}{new}{text[end:]}", known)
    touched = [c for c in before.claims if c.start <= start < c.end]
    wanted = told(before) - Counter(map(plain, touched)) + Counter(swapped(plain(c)) for c in touched)
    found = told(after)
    return [f"- {said}" for said in wanted - found] + [f"+ {said}" for said in found - wanted]


def texts(folders: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]


def measure(reports: Sequence[str], known: Knowledge, say: Callable[[str], None]) -> None:
    read_once = [read(text, known) for text in reports]
    for change in CHANGES:
        results = [stayed(change, text, known, record) for text, record in zip(reports, read_once, strict=True)]
        same, whole = sum(r[0] for r in results), sum(r[1] for r in results)
        for _, _, lines in results:
            for line in lines:
                say(f"    {line}")
        say(f"{change.name}: {same} of {whole} claims stayed ({same / whole:.3f})")
    wrong = tried = 0
    for text, record in zip(reports, read_once, strict=True):
        for where in counts(record)[:5]:
            lines = changed_figure(text, where, record, known)
            tried, wrong = tried + 1, wrong + bool(lines)
            for line in lines:
                say(f"    {text[slice(*where)]}: {line}")
    say(f"a count is one more: {tried - wrong} of {tried} changed that count and nothing else")


def main(folders: Sequence[str]) -> None:
    print("the demonstration")
    measure(texts([DATA / "reports"]), DEMO, print)
    if folders:
        print(*folders)
        measure(texts(map(Path, folders)), Knowledge(), print)


if __name__ == "__main__":
    main(sys.argv[1:])

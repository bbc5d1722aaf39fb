"""Changes that the reports of wars ask for: their names, fronted dates, capitals, missing articles and wrong words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from counterclaim.reading.segment import words
from training.corpora import attributed, named
from training.sentence import Phrase, Sentence, Tree, inserted, listed, renamed, respelt, with_names, without

# ---- names

_FIRST = listed(
    """
    Ahmed Mohammed Mahmoud Khaled Omar Hassan Hussein Ali Abdullah Ibrahim Yusuf Mustafa Haider Bashar Fatima Aisha
    Zainab Nikol Ilham Volodymyr Vladimir Sergei Dmytro Andriy Oleksiy Igor Olena Abdel Fattah Khalifa Samuel
    Emmanuel Amina Min Aung Thein Abiy Isaias Debretsion Getachew Mullah Benjamin Yoav Avigdor Ismail Yahya Recep
    Tigran Araik Hikmet Leyla
    """
)
_LAST = listed(
    """
    al-Assad al-Abadi al-Baghdadi al-Zarqawi Haftar al-Burhan Dagalo Pashinyan Aliyev Zelenskyy Zelensky Putin
    Shoigu Konashenkov Peskov Reznikov Syrskyi Lukashenko Ahmed Afwerki Hlaing Netanyahu Gallant Haniyeh Sinwar
    Nasrallah Erdogan Rouhani Raisi Karzai Ghani Akhundzada Kabila Tshisekedi Kagame Kiir Machar Bashir Sarraj Hadi
    al-Houthi Hassan Hussein Mohammed Ibrahim Khan Barzani Talabani Suleimani Gerasimov Zaluzhny Budanov Mirzoyan
    Bayramov Harutyunyan Aoun Mikati
    """
)
_CAPITALS = listed(
    """
    Baku Yerevan Kyiv Kiev Moscow Tbilisi Minsk Ankara Damascus Baghdad Tehran Riyadh Sanaa Doha Cairo Tripoli
    Khartoum Juba Mogadishu Nairobi Kampala Kigali Kinshasa Bamako Niamey Abuja Ouagadougou Asmara Kabul Islamabad
    Delhi Dhaka Naypyidaw Beijing Taipei Seoul Pyongyang Tokyo Washington London Paris Berlin Brussels Belgrade
    Pristina Sarajevo Beirut Jerusalem Amman Ramallah Bogota Caracas Managua Havana Bangui Maputo Algiers Rabat
    Tunis Chisinau Tiraspol Stepanakert Donetsk
    """
)
_LETTERS = "ABCDEFHIJKLMNPRSTUVY"


@dataclass(slots=True)
class Names:
    """Names to put in the place of others: places from GeoNames, people and organisations also from the corpora."""

    conflict: list[str]
    world: list[str]
    countries: list[str]
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    organisations: list[tuple[str, ...]] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path, sentences: Sequence[Sentence]) -> Names:
        """From geonames.json (`{"conflict": [...], "world": [...], "countries": [...]}`) and the names of sentences."""
        places = json.loads(path.read_text(encoding="utf-8"))
        names = cls(places["conflict"], places["world"], places["countries"])
        for sentence in sentences:
            for start, end, kind in named(sentence):
                spelling = sentence.words[start:end]
                if kind == "PER" and len(spelling) == 2:
                    names.first.append(spelling[0])
                    names.last.append(spelling[1])
                elif kind == "ORG":
                    names.organisations.append(spelling)
        return names

    def place(self, rng: Random) -> tuple[str, ...]:
        kind = rng.random()
        if kind < 0.25:
            return _words(rng.choice(self.countries if kind < 0.13 else _CAPITALS))
        return _words(rng.choice(self.conflict if kind < 0.78 else self.world))

    def person(self, rng: Random, size: int) -> tuple[str, ...]:
        last = rng.choice(_LAST if rng.random() < 0.4 else self.last)
        if size == 1:
            return _words(last)
        return _words(f"{rng.choice(_FIRST if rng.random() < 0.4 else self.first)} {last}")

    def organisation(self, rng: Random) -> tuple[str, ...]:
        if rng.random() < 0.7:
            return rng.choice(self.organisations)
        return ("".join(rng.choice(_LETTERS) for _ in range(rng.choice([2, 3, 3, 3, 4]))),)

    def like(self, rng: Random, kind: str, size: int) -> tuple[str, ...] | None:
        """Another name of a type, or nothing where this one stays."""
        chance = rng.random()
        if kind == "LOC" and chance < 0.6:
            return self.place(rng)
        if kind == "PER" and chance < 0.5 and size <= 3:
            return self.person(rng, size)
        if kind == "ORG" and chance < 0.3:
            return self.organisation(rng)
        return None


def other_names(sentence: Sentence, names: Names, rng: Random) -> Sentence:
    """The sentence with some of its names changed; in a tree only for names of as many words."""
    for start, end, kind in reversed(named(sentence)):
        fresh = names.like(rng, kind, end - start)
        if fresh is not None:
            sentence = renamed(sentence, start, end, fresh, kind) or sentence
    return sentence


def other_person(sentence: Sentence, names: Names, rng: Random) -> Sentence:
    """A tree with another person where it has a first name and one flat surname."""
    tree, upos = sentence.tree, sentence.layers["upos"]
    if tree is None:
        return sentence
    changed = list(sentence.words)
    for i, (head, dep) in enumerate(zip(tree.head, tree.dep, strict=True)):
        alone = head == i - 1 and tree.dep.count("flat") == 1 and upos[i] == upos[head] == "PROPN"
        if dep == "flat" and alone:
            fresh = names.person(rng, 2)
            if len(fresh) == 2:
                changed[head : i + 1] = fresh
    return respelt(sentence, changed)


def other_speaker(sentence: Sentence, names: Names, rng: Random) -> Sentence:
    """A sentence with a one-name source that speaks: as a capital or country (a place by type), a person or a body.

    The layer of names then knows that name alone: the type must come from the word, since all of them speak.
    """
    sources = [
        span
        for span in attributed(sentence)
        if span[2] == "SOURCE" and span[1] - span[0] == 1 and _is_name(sentence.words[span[0]])
    ]
    if not sources:
        return sentence
    start, end, _ = rng.choice(sources)
    kind = rng.choice(("LOC", "LOC", "LOC", "PER", "ORG"))
    if kind == "LOC":
        fresh = _words(rng.choice(_CAPITALS if rng.random() < 0.6 else names.countries))
    else:
        fresh = names.person(rng, 1) if kind == "PER" else names.organisation(rng)
    changed = renamed(sentence, start, end, fresh, kind)
    if changed is None:
        return sentence
    known = range(start, start + len(fresh))
    unknown = frozenset(i for i in range(len(changed.words)) if i not in known)
    return with_names(changed, [(start, start + len(fresh), kind)], unknown)


def _is_name(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word[1:].islower() and word not in _NOT_NAMES


_NOT_NAMES = frozenset(
    listed(
        """
    She They You Who That This These Those Some Many Others Most One People Officials Police It's
    """
    )
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in words(text))


# ---- dates before the subject

_DAYS = listed(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
)
_MONTHS = listed(
    """
    January February March April May June July August September October November December
    """
)


def dated(sentence: Sentence, rng: Random) -> Sentence:
    """The sentence with a date before its subject, where one can stand: "On Tuesday, the 19th of September, ..."."""
    if not _starts_with_subject(sentence):
        return sentence
    first = sentence.words[0]
    if len(first) > 1 and first[1:].islower() and first.lower() in _LOWERED:
        sentence = respelt(sentence, (first.lower(), *sentence.words[1:]))
    return inserted(sentence, 0, rng.choice(_DATES)(rng))


def _starts_with_subject(sentence: Sentence) -> bool:
    tree = sentence.tree
    if tree is None:
        roles = sentence.layers.get("attr", ("B-CONTENT",))
        return roles[0] in ("O", "B-SOURCE") and (sentence.words[0] in _LOWERABLE or _is_name(sentence.words[0]))
    if sentence.words[0][0] in "\"“'-(*":
        return False
    top = _top(tree, 0)
    return top != tree.root and tree.dep[top] in ("nsubj", "nsubj:pass") and top < tree.root


def interrupted(sentence: Sentence, rng: Random) -> Sentence:
    """The sentence with a phrase between commas behind its subject: "X, following the start of the talks, ..."."""
    tree = sentence.tree
    if tree is None or not _starts_with_subject(sentence):
        return sentence
    subject = _top(tree, 0)
    end = next((i for i in range(len(tree.head)) if _top(tree, i) != subject), 0)
    if end <= subject or (end != tree.root and tree.dep[end] not in ("aux", "aux:pass", "advmod")):
        return sentence
    word, tag = rng.choice((("following", "VERB"), ("following", "VERB"), ("after", "ADP"), ("despite", "ADP")))
    return inserted(
        sentence,
        end,
        _phrase(
            f",/PUNCT/4/punct {word}/{tag}/4/case the/DET/4/det {rng.choice(_STAGES)}/NOUN/0/obl of/ADP/7/case "
            f"{rng.choice(('the/DET/7/det', 'its/PRON/7/nmod:poss', 'their/PRON/7/nmod:poss'))} "
            f"{rng.choice(_AFFAIRS)}/NOUN/4/nmod ,/PUNCT/4/punct"
        ),
    )


def _top(tree: Tree, i: int) -> int:
    """The word below the root under which word i stands; the root for itself."""
    while tree.head[i] not in (-1, tree.root):
        i = tree.head[i]
    return i


_STAGES = listed(
    """
    start end beginning collapse suspension failure launch resumption announcement
    """
)
_AFFAIRS = listed(
    """
    operation operations talks offensive ceasefire truce war fighting attack blockade negotiations strikes siege
    """
)
_LOWERABLE = frozenset(
    listed(
        """
    The A An He She It They We This That These Those His Her Their Its Our My Some Many Several Two
    """
    )
)
_LOWERED = frozenset(word.lower() for word in _LOWERABLE)


def _phrase(rows: str) -> Phrase:
    """A phrase from rows of word/upos/head/dep, heads counted from 1, 0 for the word that joins the root."""
    cells = [row.rsplit("/", 3) for row in rows.split()]
    return Phrase(
        tuple(cell[0] for cell in cells),
        tuple(cell[1] for cell in cells),
        Tree(tuple(int(cell[2]) - 1 for cell in cells), tuple(cell[3] for cell in cells)),
    )


def _ordinal(rng: Random) -> str:
    day = rng.randint(1, 31)
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _day_of_month(rng: Random) -> Phrase:
    comma = " ,/PUNCT/2/punct" if rng.random() < 0.9 else ""
    return _phrase(
        f"On/ADP/2/case {rng.choice(_DAYS)}/PROPN/0/obl ,/PUNCT/5/punct the/DET/5/det {_ordinal(rng)}/NOUN/2/appos "
        f"of/ADP/7/case {rng.choice(_MONTHS)}/PROPN/5/nmod{comma}"
    )


def _day_and_month(rng: Random) -> Phrase:
    day = _ordinal(rng) if rng.random() < 0.2 else str(rng.randint(1, 31))
    tag = "NUM" if day.isdecimal() else "NOUN"
    if rng.random() < 0.5:
        date = f"{rng.choice(_MONTHS)}/PROPN/5/nmod:unmarked {day}/{tag}/2/appos"
    else:
        date = f"{day}/{tag}/2/appos {rng.choice(_MONTHS)}/PROPN/4/nmod:unmarked"
    comma = 5 if date[0].isalpha() else 4
    return _phrase(
        f"On/ADP/2/case {rng.choice(_DAYS)}/PROPN/0/obl ,/PUNCT/{comma}/punct {date} ,/PUNCT/2/punct",
    )


def _month_first(rng: Random) -> Phrase:
    year = f" ,/PUNCT/5/punct {rng.randint(1985, 2026)}/NUM/3/nmod:unmarked" if rng.random() < 0.5 else ""
    comma = " ,/PUNCT/3/punct" if rng.random() < 0.85 else ""
    return _phrase(
        f"On/ADP/3/case {rng.choice(_MONTHS)}/PROPN/3/nmod:unmarked {rng.randint(1, 31)}/NUM/0/obl{year}{comma}"
    )


def _day_first(rng: Random) -> Phrase:
    year = f" {rng.randint(1985, 2026)}/NUM/2/nmod:unmarked" if rng.random() < 0.5 else ""
    comma = " ,/PUNCT/2/punct" if rng.random() < 0.8 else ""
    return _phrase(
        f"On/ADP/2/case {rng.randint(1, 31)}/NUM/0/obl {rng.choice(_MONTHS)}/PROPN/2/nmod:unmarked{year}{comma}"
    )


def _ordinal_of_month(rng: Random) -> Phrase:
    return _phrase(
        f"On/ADP/3/case the/DET/3/det {_ordinal(rng)}/NOUN/0/obl "
        f"of/ADP/5/case {rng.choice(_MONTHS)}/PROPN/3/nmod ,/PUNCT/3/punct"
    )


def _weekday(rng: Random) -> Phrase:
    comma = rng.random() < 0.7
    if rng.random() < 0.3:
        part = rng.choice(("morning", "evening", "night", "afternoon"))
        rows = f"On/ADP/3/case {rng.choice(_DAYS)}/PROPN/3/compound {part}/NOUN/0/obl"
        return _phrase(rows + (" ,/PUNCT/3/punct" if comma else ""))
    return _phrase(f"On/ADP/2/case {rng.choice(_DAYS)}/PROPN/0/obl" + (" ,/PUNCT/2/punct" if comma else ""))


def _month_or_year(rng: Random) -> Phrase:
    comma = " ,/PUNCT/2/punct" if rng.random() < 0.6 else ""
    if rng.random() < 0.5:
        return _phrase(f"In/ADP/2/case {rng.randint(1985, 2026)}/NUM/0/obl{comma}")
    year = f" {rng.randint(1985, 2026)}/NUM/2/nmod:unmarked" if rng.random() < 0.6 else ""
    return _phrase(f"In/ADP/2/case {rng.choice(_MONTHS)}/PROPN/0/obl{year}{comma}")


def _day(rng: Random) -> str:
    """The rows of a day to explain, of which the second joins the root: "On Friday", "By 3 May"."""
    word = rng.choice(("On", "On", "On", "By", "Since"))
    if rng.random() < 0.7:
        return f"{word}/ADP/2/case {rng.choice(_DAYS)}/PROPN/0/obl"
    return f"{word}/ADP/2/case {rng.randint(1, 31)}/NUM/0/obl {rng.choice(_MONTHS)}/PROPN/2/nmod:unmarked"


def _explained(rng: Random) -> Phrase:
    """What the day is stands between commas behind it: "On Friday, the army's deadline, ..."."""
    day = _day(rng)
    at = len(day.split())
    comma = f",/PUNCT/{{}}/punct {rng.choice(('the', 'the', 'a', 'its'))}/DET/{{}}/det"
    occasion, stage = rng.choice(_OCCASIONS), rng.choice(_STAGES)
    match rng.randrange(4):
        case 0:
            owner = f"the/DET/{at + 3}/det {rng.choice(_OWNERS)}/NOUN/{at + 5}/nmod:poss 's/PART/{at + 3}/case"
            rows = f",/PUNCT/{at + 5}/punct {owner} {occasion}/NOUN/2/appos"
        case 1:
            owner = (
                f"the/DET/{at + 4}/det {rng.choice(_FIELDS)}/NOUN/{at + 4}/compound ministry/NOUN/{at + 6}/nmod:poss"
            )
            rows = f",/PUNCT/{at + 6}/punct {owner} 's/PART/{at + 4}/case {occasion}/NOUN/2/appos"
        case 2:
            what = f"of/ADP/{at + 6}/case the/DET/{at + 6}/det {rng.choice(_AFFAIRS)}/NOUN/{at + 3}/nmod"
            rows = f"{comma.format(at + 3, at + 3)} {rng.choice((occasion, stage))}/NOUN/2/appos {what}"
        case _:
            what = f"of/ADP/{at + 7}/case the/DET/{at + 7}/det {rng.choice(_AFFAIRS)}/NOUN/{at + 4}/nmod"
            which = rng.choice(("first", "second", "third", "last", "final"))
            rows = f"{comma.format(at + 4, at + 4)} {which}/ADJ/{at + 4}/amod day/NOUN/2/appos {what}"
    return _phrase(f"{day} {rows} ,/PUNCT/2/punct")


def _part_of_day(rng: Random) -> Phrase:
    early = rng.choice(("Late", "Early", "Earlier", "Later"))
    date = f" ,/PUNCT/5/punct {rng.randint(1, 31)}/NUM/3/appos {rng.choice(_MONTHS)}/PROPN/5/nmod:unmarked"
    return _phrase(
        f"{early}/ADV/3/advmod on/ADP/3/case {rng.choice(_DAYS)}/PROPN/0/obl{rng.choice(('', date))} ,/PUNCT/3/punct"
    )


def _by_day(rng: Random) -> Phrase:
    comma = rng.choice(("", " ,/PUNCT/2/punct"))
    return _phrase(f"{rng.choice(('By', 'Since', 'Until', 'After'))}/ADP/2/case {rng.choice(_DAYS)}/PROPN/0/obl{comma}")


def _last_day(rng: Random) -> Phrase:
    which, comma = rng.choice(("Last", "This", "Next")), rng.choice(("", " ,/PUNCT/2/punct"))
    day = rng.choice((f"{rng.choice(_DAYS)}/PROPN", "week/NOUN", "month/NOUN", "year/NOUN"))
    word = f"{which}/DET/2/det" if which == "This" else f"{which}/ADJ/2/amod"
    return _phrase(f"{word} {day}/0/obl:unmarked{comma}")


def _days_later(rng: Random) -> Phrase:
    count = rng.choice(("Two", "Three", "Four", "Ten", "12"))
    unit, later = rng.choice(("days", "weeks", "hours", "months", "years")), rng.choice(("later", "earlier"))
    return _phrase(
        f"{count}/NUM/2/nummod {unit}/NOUN/3/obl:unmarked {later}/ADV/0/advmod{rng.choice(('', ' ,/PUNCT/3/punct'))}"
    )


_OWNERS = listed(
    """
    government army president opposition parliament junta group alliance kingdom republic commander party
    """
)
_FIELDS = listed(
    """
    defence defense interior foreign health justice information
    """
)
_OCCASIONS = listed(
    """
    deadline anniversary holiday birthday ultimatum eve founding inauguration election vote summit
    """
)
_DATES = (
    _day_of_month, _day_of_month, _day_of_month, _day_and_month, _day_and_month, _month_first, _day_first,
    _ordinal_of_month, _weekday, _weekday, _month_or_year, _explained, _explained, _explained, _part_of_day, _by_day,
    _last_day, _days_later,
)  # fmt: skip

# ---- noise

_WRONG = {
    "four": ("for",),
    "two": ("to", "too"),
    "eight": ("ate",),
    "one": ("won",),
    "their": ("there",),
    "were": ("where",),
    "than": ("then",),
    "of": ("off",),
    "no": ("know",),
    "the": ("thee", "teh"),
    "by": ("buy",),
    "led": ("lead",),
    "peace": ("piece",),
    "killed": ("kiled",),
    "people": ("peaple",),
    "and": ("an",),
    "troops": ("troupes",),
    "border": ("boarder",),
    "fire": ("fir",),
    "been": ("being",),
    "have": ("has",),
    "with": ("whit",),
}
_NUMBERS = frozenset(("four", "two", "eight", "one"))


def noisy(sentence: Sentence, rng: Random) -> Sentence:
    """The sentence as a hasty or foreign hand writes it, its labels and tree unchanged: they tell what was meant."""
    if rng.random() < 0.6:
        sentence = _without_articles(sentence, rng)
    changed = list(sentence.words)
    for i, word in enumerate(changed):
        low = word.lower()
        if low in _WRONG and rng.random() < (0.5 if low in _NUMBERS else 0.06):
            other = rng.choice(_WRONG[low])
            changed[i] = other.capitalize() if word[0].isupper() else other
        elif len(word) > 3 and word.isalpha() and word.islower() and rng.random() < 0.03:
            changed[i] = _mistyped(word, rng)
    return respelt(sentence, changed)


def _without_articles(sentence: Sentence, rng: Random) -> Sentence:
    for i in range(len(sentence.words) - 1, -1, -1):
        article = sentence.words[i].lower() in ("the", "a", "an")
        free = sentence.tree is None or i not in sentence.tree.head
        if article and free and len(sentence.words) > 1 and rng.random() < 0.4:
            sentence = without(sentence, i)
    return sentence


def _mistyped(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + (word[at] * 2 if kind == 1 else "") + word[at + 1 :]


def cased(sentence: Sentence, rng: Random, share: float) -> Sentence:
    """The sentence in capitals or in lower case with probability `share`, as a headline with a quarter of it."""
    chance = rng.random() / share
    if chance < 0.5:
        return respelt(sentence, [word.upper() for word in sentence.words])
    if chance < 1:
        return respelt(sentence, [word.lower() for word in sentence.words])
    if chance < 1.25:
        return respelt(sentence, [word[0].upper() + word[1:] for word in sentence.words])
    return sentence

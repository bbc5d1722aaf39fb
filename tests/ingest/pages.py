"""Web pages as outlets build them, in twelve layouts, around invented stories; what of each is story is known.

A page is what a site puts around a story: menus, teasers, newsletters, comments, in sound and in careless HTML.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

TOWNS = "Corvane Ilmet Brakka Sennet Quenn Talgate Lonn Tesmar Saldemar Orvane Kessel Drumm".split()
BODIES = "Ministry of the Interior|General Staff|Highland Movement|Health Committee|Coast Guard|Border Service".split(
    "|"
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SENTENCES = (
    "The {body} said on {day} that {n} people were killed when shells hit a market in {town}.",
    "“Nothing of ours was fired at {town},” a spokesman for the {other} told reporters – and hung up.",
    "At least {n} soldiers and {m} civilians were wounded in clashes near {town}, according to the {body}.",
    "Residents of {town} & the villages around it said they had heard explosions since {day}.",
    "The {other} denied the account & accused the {body} of staging the attack; it gave no evidence.",
    "More than {n}0 families fled {town} overnight, aid workers said, many of them on foot.",
    "A hospital in {town} took in {n} people with shrapnel wounds, said its director, José Müller.",
    "The {body} demanded that the {other} withdraw its troops from {town} by {day}.",
)
TEASERS = (
    "Ten recipes for the cold season", "Markets close higher for the third day", "Watch: the ferry that never sailed",
    "How to choose a garden chair", "Harbour festival draws crowds", "Letters: our readers on the new bridge",
)  # fmt: skip


@dataclass
class Story:
    """An invented story: its headline and paragraphs as a reader sees them."""

    number: int
    title: str
    paragraphs: list[str]
    day: str
    random: random.Random = field(repr=False)


@dataclass
class Made:
    """A page's bytes and what was put into it: the story's own stretches, and the others that are no story."""

    layout: str
    data: bytes
    charset: str
    story: list[str]
    others: list[str]


def story(number: int) -> Story:
    chance = random.Random(number)

    def sentence() -> str:
        body, other = chance.sample(BODIES, 2)
        words = {"town": chance.choice(TOWNS), "day": chance.choice(DAYS), "n": chance.randint(2, 60)}
        return chance.choice(SENTENCES).format(body=body, other=other, m=chance.randint(2, 40), **words)

    paragraphs = [" ".join(sentence() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(4, 9))]
    title = f"{chance.choice(BODIES)} says {chance.randint(2, 30)} killed in {chance.choice(TOWNS)}"
    return Story(number, title, paragraphs, f"2024-03-{1 + number % 28:02}", chance)


def escaped(text: str, chance: random.Random) -> str:
    """`text` as HTML, with named, numeric and bare characters mixed as editors' tools mix them."""
    out = html.escape(text, quote=False)
    for plain, entities in (("“", ("&ldquo;", "&#8220;", "&#x201c;", "“")), ("”", ("&rdquo;", "&#8221;", "”"))):
        out = "".join(chance.choice(entities) if c == plain else c for c in out)
    return out.replace("–", chance.choice(("&ndash;", "&#8211;", "–"))).replace("é", chance.choice(("&eacute;", "é")))


def inline(text: str, chance: random.Random) -> str:
    """`text` as HTML with links, emphasis, line ends and comments somewhere between its words."""
    words = [escaped(word, chance) for word in text.split(" ")]
    for at in range(len(words)):
        roll = chance.random()
        if roll < 0.03:
            words[at] = f'<a href="/tag/{at}">{words[at]}</a>'
        elif roll < 0.05:
            words[at] = f"<b>{words[at]}</b>"
        elif roll < 0.06:
            words[at] = f"<span class='x' data-n=\"a > b\">{words[at]}</span>"
        elif roll < 0.07:
            words[at] = f"<!-- ad {at} -->{words[at]}"
        elif roll < 0.08:
            words[at] = f"<script>if (1 < 2) show('{at}')</script>{words[at]}"
    return "".join(word + chance.choice((" ", " ", " ", "\n", "\n    ", " \t")) for word in words).rstrip()


def head(of: Story, extra: str = "") -> str:
    return f"<head><meta charset=utf-8><title>{html.escape(of.title)} | The Strait Telegraph</title>{extra}</head>"


def menu() -> str:
    return "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("World", "Business", "Sport", "Weather", "Jobs"))


def teasers(chance: random.Random) -> list[str]:
    return chance.sample(TEASERS, 4)


def links(found: Sequence[str]) -> str:
    return "".join(f'<li><a href="/s/{n}"><h3>{html.escape(t)}</h3></a></li>' for n, t in enumerate(found))


COOKIES = "We and our partners use cookies to measure how you use this site. You can change your choice at any time."
NEWSLETTER = "Sign up for our morning newsletter. We will send you the five stories that matter, every day at six."
COMMENT = "I have lived in this town for forty years and I have never heard of such a thing. They should be ashamed."
CAPTION = "Smoke over the harbour on a day long before the events of this story. Photograph: Ada Bell, file."
RIGHTS = "© 2024 The Strait Telegraph. All rights reserved. No part may be reproduced without our written permission."


def semantic(s: Story) -> tuple[str, list[str]]:
    p = "".join(f"<p>{inline(t, s.random)}</p>\n" for t in s.paragraphs)
    found = teasers(s.random)
    ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "datePublished": s.day,
          "author": {"@type": "Person", "name": "Ada Bell"}, "publisher": {"name": "The Strait Telegraph"}}  # fmt: skip
    extra = f'<script type="application/ld+json">{json.dumps(ld)}</script>'
    return (
        f"<!doctype html><html lang=en>{head(s, extra)}<body><header><nav><ul>{menu()}</ul></nav></header><main>"
        f"<article><h1>{html.escape(s.title)}</h1>{p}</article></main>"
        f"<aside><h2>Most read</h2><ul>{links(found)}</ul></aside><footer><p>{RIGHTS}</p></footer></body></html>"
    ), [*found, RIGHTS]


def div_soup(s: Story) -> tuple[str, list[str]]:
    p = "".join(f"<div class='par'>{inline(t, s.random)}</div>" for t in s.paragraphs)
    found = teasers(s.random)
    return (
        f"<html>{head(s)}<body><div id=top><div class=menu>{menu()}</div></div><div class=c1><div class=c2>"
        f"<h1>{html.escape(s.title)}</h1><div class=c3>{p}</div></div><div class='related-links'>{links(found)}</div>"
        f"<div class='newsletter-signup'><div>{NEWSLETTER}</div></div></div><div id=footer>{RIGHTS}</div></body></html>"
    ), [*found, NEWSLETTER, RIGHTS]


def unclosed(s: Story) -> tuple[str, list[str]]:
    p = "\n<P>".join(inline(t, s.random) for t in s.paragraphs)
    return (
        f"<HTML>{head(s)}<BODY BGCOLOR=white><CENTER><A HREF=/>Home</A> | <A HREF=/w>World</A></CENTER><HR>\n"
        f"<H1>{html.escape(s.title)}</H1>\n<P>{p}\n<HR><FONT SIZE=1><A HREF=/legal>{RIGHTS}</A></FONT></BODY></HTML>"
    ), [RIGHTS]


def breaks(s: Story) -> tuple[str, list[str]]:
    p = "<br><br>\n".join(inline(t, s.random) for t in s.paragraphs)
    found = teasers(s.random)
    return (
        f"<html>{head(s)}<body><ul>{menu()}</ul><h1>{html.escape(s.title)}</h1><div class=story>{p}</div>"
        f"<div class=sidebar><ul>{links(found)}</ul></div></body></html>"
    ), found


def tables(s: Story) -> tuple[str, list[str]]:
    p = "".join(f"<p align=justify>{inline(t, s.random)}</p>" for t in s.paragraphs)
    found = teasers(s.random)
    return (
        f"<html>{head(s)}<body><table><tr><td colspan=2><a href=/>Home</a></td></tr><tr><td width=200><ul>"
        f"{links(found)}</ul></td><td><h1>{html.escape(s.title)}</h1>{p}</td></tr>"
        f"<tr><td colspan=2><small>{RIGHTS}</small></td></tr></table></body></html>"
    ), found


def boxed(s: Story) -> tuple[str, list[str]]:
    found = teasers(s.random)
    box = f'<div class="story__related promo"><h4>Read more</h4><ul>{links(found)}</ul></div>'
    parts = [f"<p>{inline(t, s.random)}</p>" for t in s.paragraphs]
    body = "".join(parts[:2]) + box + "".join(parts[2:4]) + f"<aside class=ad><p>{NEWSLETTER}</p></aside>"
    return (
        f"<!doctype html><html>{head(s)}<body><div class=page><h1>{html.escape(s.title)}</h1>"
        f'<div itemprop="articleBody" class="story-body">{body}{"".join(parts[4:])}</div></div></body></html>'
    ), [*found, NEWSLETTER]


def commented(s: Story) -> tuple[str, list[str]]:
    p = "".join(f"<p>{inline(t, s.random)}</p>" for t in s.paragraphs)
    said = "".join(f"<li class=comment><p>{COMMENT}</p></li>" for _ in range(8))
    return (
        f"<!doctype html><html>{head(s)}<body><div class=cookie-banner><p>{COOKIES}</p></div><section class=content>"
        f"<h1>{html.escape(s.title)}</h1>{p}</section><section id=comments><h3>8 comments</h3><ol>{said}</ol></section>"
        "</body></html>"
    ), [COOKIES, COMMENT]


def live(s: Story) -> tuple[str, list[str]]:
    entries = "".join(
        f"<div class=entry><time datetime='{s.day}T{10 + n}:05:00Z'>{10 + n}:05</time>"
        f"<div><p>{inline(t, s.random)}</p></div></div>"
        for n, t in enumerate(s.paragraphs)
    )
    return (
        f"<!doctype html><html>{head(s)}<body><nav>{menu()}</nav><main><h1>{html.escape(s.title)}</h1>{entries}</main>"
        f"<footer>{RIGHTS}</footer></body></html>"
    ), [RIGHTS]


def sections(s: Story) -> tuple[str, list[str]]:
    half = len(s.paragraphs) // 2
    one = "".join(f"<p>{inline(t, s.random)}</p>" for t in s.paragraphs[:half])
    two = "".join(f"<p>{inline(t, s.random)}</p>" for t in s.paragraphs[half:])
    found = teasers(s.random)
    return (
        f"<!doctype html><html>{head(s)}<body><article><header><h1>{html.escape(s.title)}</h1></header>"
        f"<section>{one}</section><figure><img src=a.jpg alt='A picture'><figcaption>{CAPTION}</figcaption></figure>"
        f"<section>{two}</section></article>"
        f"<section class=recommendations><ul>{links(found)}</ul></section></body></html>"
    ), [*found, CAPTION]


def quoted(s: Story) -> tuple[str, list[str]]:
    parts = [f"<p>{inline(t, s.random)}</p>" for t in s.paragraphs]
    parts[1] = f"<blockquote>{parts[1]}</blockquote>"
    return (
        f"<!doctype html><html>{head(s)}<body><div role=navigation>{menu()}</div><div role=main>"
        f"<h1>{html.escape(s.title)}</h1>{''.join(parts)}</div><div role=contentinfo>{RIGHTS}</div></body></html>"
    ), [RIGHTS]


def wrapped(s: Story) -> tuple[str, list[str]]:
    p = "\n".join(f"      <p>\n        {inline(t, s.random)}\n      </p>" for t in s.paragraphs)
    return (
        f"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html xmlns='http://www.w3.org/1999/xhtml'>{head(s)}\n"
        "<body class='ad-free'>\n"
        f"  <div class='page-with-sidebar'>\n    <h1>\n      {html.escape(s.title)}\n    </h1>\n{p}\n  </div>\n"
        f"  <div class='share-tools'><p>{NEWSLETTER}</p></div>\n</body>\n</html>\n"
    ), [NEWSLETTER]


def legacy(s: Story) -> tuple[str, list[str]]:
    """In windows-1252, which it says in the old way."""
    made, others = unclosed(s)
    return made.replace(
        "<meta charset=utf-8>", '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">'
    ), others


LAYOUTS: tuple[Callable[[Story], tuple[str, list[str]]], ...] = (
    semantic, div_soup, unclosed, breaks, tables, boxed, commented, live, sections, quoted, wrapped, legacy,
)  # fmt: skip


def page(number: int) -> Made:
    """The page with this number, always the same; layouts take turns."""
    layout = LAYOUTS[number % len(LAYOUTS)]
    of = story(number)
    text, others = layout(of)
    charset = "cp1252" if layout is legacy else "utf-8"
    return Made(layout.__name__, text.encode(charset), charset, [of.title, *of.paragraphs], others)

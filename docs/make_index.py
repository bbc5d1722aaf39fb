"""python docs/make_index.py: lists the pages of docs/decisions in their README.md, by their headings."""

from pathlib import Path

DECISIONS = Path(__file__).with_name("decisions")
HEAD = """# Decisions

One page each: what was decided, why, instead of what, and when to turn back.
`python docs/make_index.py` writes this list.

| decision | about |
|---|---|
"""


def index_text() -> str:
    """The list as it stands in the file."""
    pages = sorted(page for page in DECISIONS.glob("*.md") if page.name != "README.md")
    headings = (page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for page in pages)
    return HEAD + "".join(f"| [{p.name}]({p.name}) | {heading} |\n" for p, heading in zip(pages, headings, strict=True))


if __name__ == "__main__":
    (DECISIONS / "README.md").write_text(index_text(), encoding="utf-8")

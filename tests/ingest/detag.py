"""What a stretch of HTML says, by another way than ours: the standard library's parser, tags dropped."""

from __future__ import annotations

from html.parser import HTMLParser


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.silent += tag in ("script", "style")
        if tag in ("p", "br", "div", "li", "td", "h1", "h2", "section", "blockquote"):
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")
        if tag in ("p", "div", "li", "td", "h1", "h2", "section", "blockquote"):
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def detag(source: str) -> str:
    """The words between the tags of `source`, white space made single."""
    parser = _Words()
    parser.feed(source)
    parser.close()
    return " ".join("".join(parser.said).split())

"""A browser before the desk: Debian's Chromium, driven by Playwright, that can reach nothing but this machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.serve.http.conftest import TOKEN, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--enable-unsafe-swiftshader",
)
PATIENCE = 30_000
"""Milliseconds that a page may take to show what is waited for, on a busy machine."""
expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine; apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def read_only(example: Path) -> Iterator[str]:
    """The address of a desk that nobody writes to."""
    with served(example) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def own_desk(example: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a desk over a copy of the demonstration, to be written to."""
    own = tmp_path / "own.db"
    shutil.copy(example, own)
    with served(own) as client:
        yield str(client.base_url).rstrip("/")


class Watch:
    """What a browser did that it must not: requests that left this machine, scripts that failed or were refused."""

    def __init__(self, context: BrowserContext) -> None:
        self.left: list[str] = []
        self.faults: list[str] = []
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            self.left.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.faults.append(text)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address with the desk's token in a browser of its own; nothing may leave the machine or fail."""
    with ExitStack() as opened:
        watched: list[Watch] = []

        def begin(address: str, *, name: str | None = None, **said: Any) -> Page:
            context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **said})
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watched.append(Watch(context))
            page = context.new_page()
            page.goto(with_token(address))
            if name:
                page.goto(address.split("/", 3)[0] + "//" + address.split("/", 3)[2] + "/review")
                page.fill("#you input[name=name]", name)
                page.click("#you button")
                page.goto(address)
            return page

        yield begin
    for watch in watched:
        assert watch.left == []
        assert watch.faults == []


def with_token(address: str) -> str:
    path, _, fragment = address.partition("#")
    joined = "&" if "?" in path else "?"
    return f"{path}{joined}token={TOKEN.replace(' ', '+')}" + (f"#{fragment}" if fragment else "")

"""A desk as people meet it: uvicorn on a port of its own, over a ledger of the demonstration, asked with httpx."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from counterclaim.serve.serving import Server
from counterclaim.settings import Settings

TOKEN = "the token of the tests"
PATIENCE = 20.0
Start = Callable[..., httpx.Client]


@contextmanager
def served(ledger: Path, **said: Any) -> Iterator[httpx.Client]:
    """A desk on a free port, and a client that shows its token unless it has none."""
    settings = Settings(**{"ledger": str(ledger), "port": 0, "token": TOKEN, **said})
    server = Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.server.started and time.monotonic() < until and thread.is_alive():
        time.sleep(0.01)
    shown = {"Authorization": f"Bearer {settings.token}"} if settings.token else {}
    try:
        with httpx.Client(base_url=server.address.partition("?")[0], headers=shown, timeout=PATIENCE) as client:
            yield client
    finally:
        server.server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def desk(example: Path) -> Iterator[httpx.Client]:
    """A desk that nobody writes to."""
    with served(example) as client:
        yield client


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a desk with settings of one's own over a ledger of one's own; all are stopped in the end."""
    with ExitStack() as running:

        def begin(ledger: Path, **said: Any) -> httpx.Client:
            own = tmp_path / f"{ledger.stem}.db"
            if ledger != own:
                shutil.copy(ledger, own)
            return running.enter_context(served(own, **said))

        yield begin


@pytest.fixture
def own(start: Start, example: Path) -> httpx.Client:
    """A desk over a copy of the demonstration, to be written to."""
    return start(example)


@pytest.fixture
def stranger(desk: httpx.Client) -> Iterator[httpx.Client]:
    """Somebody at the desk who shows nothing."""
    with httpx.Client(base_url=desk.base_url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def browser(own: httpx.Client) -> Iterator[httpx.Client]:
    """Somebody who came to a desk of one's own by the address that was printed, and holds its cookie."""
    with httpx.Client(base_url=own.base_url, follow_redirects=True, timeout=PATIENCE) as client:
        assert client.get("/desk.json", params={"token": TOKEN}).status_code == 200
        yield client


def contested(client: httpx.Client) -> str:
    """The incident with most disputes."""
    found = client.get("/api/v1/incidents", params={"order": "disputes", "limit": 1}).json()
    return str(found["items"][0]["id"])


def form_of(browser: httpx.Client) -> str:
    """What the hidden field of a form on one of the desk's pages holds."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/review").text)
    assert found
    return found[1]

"""A web server on this machine for tests: real sockets, pages by path, every request remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What is at which path: bytes of a page, or how to answer."""

    address: str = ""
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    media: str = "text/html; charset=utf-8"


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path)
            try:
                if callable(page):
                    page(self)
                else:
                    answer(self, 200 if page is not None else 404, page or b"", site.media)
            except OSError:  # the other side has gone, as some tests want it
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(to: BaseHTTPRequestHandler, status: int, data: bytes = b"", media: str = "", **headers: str) -> None:
    to.send_response(status)
    if media:
        to.send_header("Content-Type", media)
    for name, value in headers.items():
        to.send_header(name.replace("_", "-"), value)
    to.send_header("Content-Length", str(len(data)))
    to.end_headers()
    to.wfile.write(data)

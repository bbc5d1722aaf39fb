"""`counterclaim serve`: the desk, on this machine, until it is stopped."""

from __future__ import annotations

import sys
import threading
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET, socket
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Self

import typer

from counterclaim.errors import InputError
from counterclaim.serve.common import LedgerFile, settings_now

if TYPE_CHECKING:
    import uvicorn

    from counterclaim.settings import Settings

Port = Annotated[
    int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0: any that is free.")
]
Token = Annotated[
    str | None, typer.Option("--token", metavar="T", help="What enters the desk; else a new one each time.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]


SOON = 0.5
"""Seconds until the server surely listens; a browser waits longer than that."""


WAITING = 128
"""Connections that wait to be accepted."""


def add_to(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command()(serve)


def serve(
    ledger: LedgerFile = None,
    port: Port = None,
    token: Token = None,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; any but this machine's own needs --token."),
    ] = None,
    no_token: Annotated[
        bool, typer.Option("--no-token", help="Let everybody on this machine read, and nobody write.")
    ] = False,
    no_browser: NoBrowser = False,
) -> None:
    """Serve the desk: a ledger as pages in a browser and as an API, on this machine alone unless told otherwise.

    Prints the address, with the token that enters. Ends when it is interrupted.
    """
    settings = settings_now(ledger=ledger, port=port, token=token, host=host)
    if no_token and token:
        raise typer.BadParameter("either a token or none", param_hint="--no-token")
    settings = entered(settings, no_token=no_token)
    server = Server(settings)
    server.announce()
    if not no_browser:
        threading.Timer(SOON, browse, (server.address,)).start()
    server.run()


def entered(settings: Settings, *, no_token: bool = False) -> Settings:
    """`settings` with a token; InputError where others could reach the desk without one of the user's own."""
    from counterclaim.serve.http.access import is_loopback, new_token
    from counterclaim.settings import replace

    if not is_loopback(settings.host) and (no_token or not settings.token):
        raise InputError(
            f"{settings.host}: others can reach this address; name a --token that only they know whom you want, "
            "or leave --host out"
        )
    if no_token:
        return replace(settings, token="")
    return settings if settings.token else replace(settings, token=new_token())


class Beside:
    """A desk that is served while something else goes on in this process, and until it is interrupted."""

    def __init__(self, settings: Settings, *, browser: bool) -> None:
        self.server = Server(settings)
        self.browser = browser
        self.thread = threading.Thread(target=self.server.run, name="desk", daemon=True)

    def __enter__(self) -> Self:
        self.server.announce()
        self.thread.start()
        return self

    def show(self) -> None:
        """Opens the browser, the first time that it is called."""
        if self.browser:
            self.browser = False
            browse(self.server.address)

    def wait(self) -> None:
        """Until somebody interrupts; what was printed before is shown first, wherever it goes."""
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while self.thread.is_alive():
                self.thread.join(SOON)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.stop()
        self.thread.join()


def browse(address: str) -> None:
    """Opens an address in the browser of whoever sits here."""
    import webbrowser

    webbrowser.open(address)


def beside(settings: Settings, *, wanted: bool, browser: bool) -> AbstractContextManager[Beside | None]:
    """A desk beside what goes on, where one is wanted."""
    return Beside(entered(settings), browser=browser) if wanted else nullcontext()


class Server:
    """A desk that listens; `address` enters it. InputError where the port is taken."""

    def __init__(self, settings: Settings) -> None:
        import uvicorn

        from counterclaim.serve.http import app

        self.settings = settings
        application = app(settings.ledger, settings)
        self.listening = _listen(settings.host, settings.port)
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            http="h11",
            ws="none",
            timeout_graceful_shutdown=5,
        )
        self.server: uvicorn.Server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        host, port = self.listening.getsockname()[:2]
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
        entry = f"?token={self.settings.token}" if self.settings.token else ""
        return f"http://{shown}:{port}/{entry}"

    def announce(self) -> None:
        typer.echo(f"{self.settings.ledger}: {self.address}")
        sys.stdout.flush()

    def run(self) -> None:
        with closing(self.listening):
            self.server.run(sockets=[self.listening])

    def stop(self) -> None:
        """Has `run` end, when what is being answered is answered."""
        self.server.should_exit = True


def _listen(host: str, port: int) -> socket:
    listening = socket(AF_INET6 if ":" in host else AF_INET)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
        listening.listen(WAITING)
    except OSError as error:
        listening.close()
        raise InputError(f"{host}:{port}: {error.strerror}; name another --port, or 0 for any that is free") from error
    return listening

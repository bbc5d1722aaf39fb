from __future__ import annotations

import re
import signal
import time
from pathlib import Path

import httpx
import pytest

from counterclaim.errors import InputError
from counterclaim.serve.serving import Server, entered
from counterclaim.settings import Settings
from tests import process
from tests.serve.conftest import Command

PATIENCE = 60.0
BEARER = {"Authorization": "Bearer mine"}


def test_a_token_is_made_where_none_is_named() -> None:
    one, other = entered(Settings()).token, entered(Settings()).token
    assert len(one) >= 32
    assert one != other
    assert entered(Settings(token="mine")).token == "mine"
    assert entered(Settings(), no_token=True).token == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "desk.example"])
@pytest.mark.parametrize("no_token", [False, True])
def test_others_do_not_reach_it_without_a_token_of_the_users_own(host: str, no_token: bool) -> None:
    with pytest.raises(InputError, match="others can reach this address; name a --token"):
        entered(Settings(host=host), no_token=no_token)
    assert entered(Settings(host=host, token="mine")).token == "mine"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.9"])
def test_this_machine_alone_needs_none(host: str) -> None:
    assert entered(Settings(host=host), no_token=True).token == ""


def test_a_port_that_is_taken_is_said(example: Path) -> None:
    first = Server(Settings(ledger=str(example), port=0))
    try:
        port = first.listening.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1:{port}: .*name another --port"):
            Server(Settings(ledger=str(example), port=port))
    finally:
        first.listening.close()


def test_without_a_ledger_there_is_no_desk(command: Command) -> None:
    said = command("serve", "--ledger", "nothing.db", "--no-browser")
    assert said.code == 1
    assert "there is no such ledger" in said.err


def test_either_a_token_or_none(command: Command) -> None:
    assert command("serve", "--no-token", "--token", "x").code == 2


def test_the_program_serves_until_it_is_interrupted_and_keeps_its_token_to_itself(example: Path) -> None:
    program = "from counterclaim.serve.cli import main; main()"
    with process.start(program, "serve", "--ledger", example, "--port", 0, "--no-browser") as running:
        assert running.stdout
        line = running.stdout.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+/)\?token=(\S+)", line)
        assert found
        address, token = found.groups()
        wait_for(address)
        assert httpx.get(address + "desk.json", params={"token": token}).status_code == 303
        assert httpx.get(address + "claim/nothing.json", params={"token": "wrong"}).status_code == 401
        running.terminate()
        rest, errors = running.communicate(timeout=PATIENCE)
    assert token not in rest + errors


def wait_for(address: str) -> None:
    """Until the desk answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx.get(address + "health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


def test_the_desk_is_there_while_reports_are_read(folder: Path, tmp_path: Path) -> None:
    program = "from counterclaim.serve.cli import main; main()"
    ledger = tmp_path / "mine.db"
    said = ("open", folder, "--ledger", ledger, "--desk", "--no-browser", "--port", 0, "--token", "mine")
    with process.start(program, *said) as running:
        try:
            assert running.stdout
            found = re.search(r"(http://127\.0\.0\.1:\d+/)\?token=mine", running.stdout.readline())
            assert found
            wait_for(found[1])
            assert "1 report read" in running.stdout.readline()
            shown = {path: httpx.get(found[1] + path, headers=BEARER).json() for path in ("claims.json", "desk.json")}
            assert shown["claims.json"]["total"] > 0
            assert shown["desk.json"]["incidents"] > 0
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=PATIENCE)
    assert running.returncode == 0

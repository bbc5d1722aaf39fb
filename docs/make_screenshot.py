"""python docs/make_screenshot.py: takes docs/desk.png, the desk over the demonstration, for the README."""

import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from counterclaim.ledger.store import Ledger
from counterclaim.serve import demo
from counterclaim.serve.serving import Server
from counterclaim.settings import Settings

OUT = Path(__file__).parent / "desk.png"
CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1360, "height": 860}
INCIDENT, COUNT = "Corvane", "19"
"""What is chosen: an incident of the list, and a count in its table."""


def ledger_in(folder: Path) -> Path:
    """The demonstration, read into a ledger."""
    path = folder / "demo.db"
    with Ledger(path, write=True) as ledger:
        for _ in demo.read_into(ledger, Settings(knowledge=str(folder))):
            pass
    return path


def walk(page: Page, address: str) -> None:
    """To the characters of a disputed count."""
    page.goto(address)
    page.locator(".rail .row", has_text=INCIDENT).first.click()
    page.locator("td.disputed a.value", has_text=COUNT).first.click()
    page.locator("#dock mark.target", has_text=COUNT).wait_for()
    page.mouse.move(0, 0)
    page.evaluate("() => { scrollTo(0, 0); document.activeElement.blur(); }")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Settings(ledger=str(ledger_in(Path(folder))), port=0, token="picture"))
        running = threading.Thread(target=server.run)
        running.start()
        while not server.server.started:
            time.sleep(0.05)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        walk(page, server.address)
        page.screenshot(path=OUT)
        browser.close()
        server.server.should_exit = True
        running.join()


if __name__ == "__main__":
    main()

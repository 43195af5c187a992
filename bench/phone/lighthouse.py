"""Lighthouse's verdict on a page, as on a mid-range phone on "Slow 4G" (its own mobile defaults)."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright

from bench.phone.site import CHROME
from bench.servers import free_port

HOME = Path(__file__).parent
PROGRAM = HOME / "node_modules/.bin/lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")


def scores(playwright: Playwright, url: str, cookies: list[dict[str, object]], out: Path) -> dict[str, int]:
    """The three scores, 0 to 100, of a phone that is signed in and has never seen the page; the report is at `out`."""
    port = free_port()
    with TemporaryDirectory(prefix="phone-") as profile:
        arguments = ["--no-sandbox", f"--remote-debugging-port={port}"]
        phone = playwright.chromium.launch_persistent_context(profile, executable_path=CHROME, args=arguments)
        phone.add_cookies(cookies)
        command = [str(PROGRAM), url, "--quiet", "--form-factor=mobile", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--port={port}", "--disable-storage-reset"]
        done = subprocess.run(command, capture_output=True, text=True)
        phone.close()
    if done.returncode:
        sys.exit(f"Lighthouse could not look at {url}.\n{done.stderr[-2000:]}")
    told = json.loads(out.read_text())["categories"]
    return {name: round(100 * told[name]["score"]) for name in CATEGORIES}

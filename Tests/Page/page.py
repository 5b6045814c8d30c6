#!/usr/bin/env python3
"""Opens the page of `sluice validate --html` in a headless Chromium, at the widths of a desk and of a phone.

    page.py SLUICE [PICTURE]

What is written about is hostile: markup and scripts in names and values, and texts without a blank to break at.
PICTURE gets a screenshot of the desk's width. The last line is "N passed, N failed".
"""

import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROBE = """<script>document.title = JSON.stringify({
  wide: document.documentElement.scrollWidth, room: window.innerWidth,
  loads: performance.getEntriesByType('resource').length, pwned: String(window.pwned),
  first: document.querySelector('h1, h2, h3, p, table, details').textContent,
  findings: document.querySelectorAll('details').length, text: document.body.innerText,
  bars: [...document.querySelectorAll('.times div')].length,
})</script></body>"""

ATTACK = "<script>window.pwned=1</script><img src=x onerror=window.pwned=2>"


def browser():
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found
    sys.exit("no Chromium; scripts/setup --tests installs it")


def chromium(folder, width, *arguments):
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
        f"--window-size={width},1600", *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def messages():
    for number in range(40):
        yield {
            "type": "track", "userId": f"u{number}", "event": "Order Completed" if number % 3 else ATTACK,
            "timestamp": f"2025-{number % 12 + 1:02}-03T10:00:00Z", "properties": {ATTACK: "x" * 900, "order_id": "o"},
        }
    yield {"type": "track", "userId": "x" * 400, "event": "e" * 400, "properties": {"d": "2025-01-01 10:00:00"}}
    yield {"type": "no such type"}


def main():
    sluice = sys.argv[1]
    failed = []
    checks = 0
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "<b>events & 'more'.ndjson")
        source.write_text("".join(json.dumps(message) + "\n" for message in messages()))
        page = pathlib.Path(folder, "page.html")
        verdict = subprocess.run([sluice, "validate", source, "--html", page], capture_output=True)
        own = page.read_text()
        probed = pathlib.Path(folder, "probed.html")
        probed.write_text(own.replace("</body>", PROBE))
        for width in (1100, 500):
            dom = chromium(folder, width, "--dump-dom", probed.as_uri())
            seen = json.loads(html.unescape(re.search("<title>(.*?)</title>", dom, re.S)[1]))
            for name, holds in {
                "the exit code says that there are errors": verdict.returncode == 1,
                "the page has no script of its own": "<script" not in own,
                "nothing is loaded": seen["loads"] == 0,
                "nothing of the file is run": seen["pwned"] == "undefined",
                "what would be markup is read as text": "window.pwned=1" in seen["text"],
                "the verdict comes first": seen["first"].strip() == "Not ready to upload",
                "each code has its part": seen["findings"] >= 4,
                "there is a histogram of times": seen["bars"] == 12,
                "nothing sticks out sideways": seen["wide"] <= seen["room"],
            }.items():
                checks += 1
                if not holds:
                    failed.append(f"{width} px: {name}: {seen}")
        if len(sys.argv) > 2:
            chromium(folder, 1100, f"--screenshot={sys.argv[2]}", page.as_uri())
    for line in failed:
        print("FAILED", line)
    print(f"{checks - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()

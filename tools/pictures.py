"""
The pictures of the documentation: screenshots of the playground in the middle of its tour.

`make pictures` writes them; it needs the development list of packages, and Chromium (CHROMIUM, or Debian's package).
"""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
#: name -> (theme, width, height, steps of the tour that are played first, column that a phone shows)
VIEWS = {
    "playground": ("light", 1400, 880, 4, "team"),
    "playground-dark": ("dark", 1400, 880, 4, "team"),
    "playground-phone": ("light", 390, 800, 4, "team"),
}


async def shoot(page: Page, name: str) -> None:
    theme, width, height, steps, column = VIEWS[name]
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await page.set_viewport_size({"width": width, "height": height})
    await page.get_by_role("button", name="Show me around").click()
    for _ in range(steps):
        await page.locator("#tour").get_by_role("button", name="Do it for me").click()
        await page.locator("#tour").get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Leave the tour").click()
    if width < 900:
        await page.locator(f"[data-show={column}]").click()
    await page.locator("#team .words").get_by_text("no charge").wait_for()
    await page.screenshot(path=PICTURES / f"{name}.png")


async def main() -> int:
    if not CHROMIUM:
        sys.stderr.write("There is no Chromium: install it, or set CHROMIUM to its path.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in VIEWS:
            with tempfile.TemporaryDirectory() as folder:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", "demo", "--port", "0", "--folder", folder),
                    cwd=ROOT,
                    stdout=asyncio.subprocess.PIPE,
                )
                assert process.stdout is not None  # noqa: S101 - asked for
                line = (await process.stdout.readline()).decode()
                page = await browser.new_page()
                await page.goto(re.findall(r"http://\S+", line)[0])
                await shoot(page, name)
                process.terminate()
                await process.wait()
        await browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""The playground as people use it: in a real browser, with mouse, keyboard, a phone's width, and both themes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from axe_playwright_python.async_playwright import Axe
from page.playing import Playground, playground
from playwright.async_api import Browser, Locator, Page, expect

EVIL = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "[x](javascript:window.hit=1)",
    "</textarea><svg onload=window.hit=1>",
    "`</code><iframe srcdoc='<script>parent.hit=1</script>'>`",
    "{{constructor.constructor('window.hit=1')()}}",
)


@asynccontextmanager
async def opened(browser: Browser, url: str, **how: object) -> AsyncIterator[Page]:
    """A window of its own; ends with the proof that its console was silent."""
    context = await browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **how})
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(url)
    await expect(page.locator("#link-state")).to_have_text("Connected")
    yield page
    lost = "WebSocket connection to"  # what Chromium itself says while the process is away
    assert [line for line in said if lost not in line] == []
    await context.close()


async def write(page: Page, column: str, text: str) -> None:
    box = page.locator(f"#{column} textarea")
    await box.fill(text)
    await box.press("Enter")


def words(page: Page, column: str, text: str) -> Locator:
    return page.locator(f"#{column} .words li", has_text=text)


def card(page: Page, number: int = 1) -> Locator:
    return page.locator("#team .words .card", has=page.locator("h3", has_text=f"#{number} ·"))


async def test_the_whole_story_in_two_windows(tmp_path, browser):
    """Ask, answer, ask for a person, claim in a second window, transcript, replies both ways, note, close, and the AI again."""
    async with playground(tmp_path) as p, opened(browser, p.url) as ann, opened(browser, p.url) as bo:
        await write(ann, "community", "How long does delivery take?")
        await expect(words(ann, "community", "Source:")).to_be_visible()
        await write(ann, "community", "Can I talk to a human please?")
        await expect(words(ann, "community", "asked the team")).to_be_visible()
        await card(bo).get_by_role("button", name="Claim", exact=True).click()
        await expect(words(ann, "community", "Bo from the team has joined")).to_be_visible()
        await expect(words(bo, "team", "#1 is yours")).to_be_visible()
        await expect(words(ann, "team", "#1 is yours")).to_have_count(1)  # that window looks as Bo too
        await card(bo).get_by_role("button", name="in the thread").click()
        await expect(words(bo, "team", "How long does delivery take?")).to_be_visible()
        await write(bo, "team", "Hi Ann, it leaves today.")
        await expect(words(ann, "community", "it leaves today")).to_be_visible()
        await write(bo, "team", "// no charge")
        await write(ann, "community", "Wonderful!")
        await expect(words(bo, "team", "Wonderful!").last).to_be_visible()
        await expect(words(ann, "community", "no charge")).to_have_count(0)
        await card(bo).get_by_role("button", name="Close…").click()
        await bo.get_by_label("Note for the team").fill("all is well")
        await bo.get_by_role("dialog").get_by_role("button", name="Close").click()
        await expect(bo.get_by_role("dialog")).to_be_hidden()
        await expect(words(ann, "community", "now closed")).to_be_visible()
        await expect(bo.locator(".state.lit")).to_have_text("Closed")
        await write(ann, "community", "How do I return something?")
        await expect(bo.locator("#journal li", has_text="the AI answered").last).to_contain_text("#2")


async def test_the_tour_plays_itself(tmp_path, browser):
    async with playground(tmp_path) as p, opened(browser, p.url) as page:
        await page.get_by_role("button", name="Show me around").click()
        for step in range(1, 7):
            await expect(page.locator("#tour .count")).to_have_text(f"Step {step} of 6")
            await page.locator("#tour").get_by_role("button", name="Do it for me").click()
            await page.locator("#tour").get_by_role("button", name="Done" if step == 6 else "Next").click()
        await expect(page.locator("#tour")).to_be_hidden()


#: whether there still was something to press: the other window may have been shown the winner by then
PRESS = """at => new Promise(done => setTimeout(() => {
    const button = document.querySelector('#team .card button[data-verb=claim]');
    button?.click();
    done(button !== null);
}, at - Date.now()))"""


async def test_two_windows_claim_at_once(tmp_path, browser):
    """20 rounds with the buttons of two windows: one winner each, and the other window is told."""
    async with playground(tmp_path) as p, opened(browser, p.url) as bo, opened(browser, p.url) as cy:
        await cy.locator("#team select").select_option(label="Cy")
        await write(bo, "community", "a human please")
        rounds, presses = 0, {bo: 0, cy: 0}
        while min(presses.values()) < 20:
            rounds += 1
            assert rounds < 60, f"hardly ever a race: {presses.values()}"
            for page in (bo, cy):
                await expect(card(page).get_by_role("button", name="Claim", exact=True)).to_be_visible()
            at = time.time() * 1000 + 150  # by the machine's clock, which both windows have
            for page, pressed in zip(
                (bo, cy), await asyncio.gather(*(each.evaluate(PRESS, at) for each in (bo, cy))), strict=True
            ):
                presses[page] += pressed
                told = words(page, "team", "#1 is yours").or_(words(page, "team", "has #1"))
                await expect(told).to_have_count(presses[page])
            won = [await words(page, "team", "#1 is yours").count() for page in (bo, cy)]
            lost = [await words(page, "team", "has #1").count() for page in (bo, cy)]
            assert (sum(won), sum(lost)) == (rounds, sum(presses.values()) - rounds), (won, lost)
            await expect(card(bo).locator(".text")).to_contain_text("has it")
            holder = bo if "Bo has it" in (await card(bo).inner_text()) else cy
            await card(holder).get_by_role("button", name="Release").click()


async def test_the_process_is_killed_with_the_page_open(tmp_path, browser):
    """The page says that it is not connected, goes on by itself, and shows everything once."""
    p = await Playground(tmp_path).start()
    try:
        async with opened(browser, p.url) as page:
            await write(page, "community", "a human please")
            await card(page).get_by_role("button", name="Claim", exact=True).click()
            await card(page).get_by_role("button", name="in the thread").click()
            await write(page, "team", "one moment")
            await p.kill()
            await expect(page.locator("#link-state")).to_have_text("Connecting…")
            await write(page, "team", "said while it was away")
            await p.start()
            await expect(page.locator("#link-state")).to_have_text("Connected")
            await expect(words(page, "community", "said while it was away")).to_have_count(1)
            await expect(words(page, "community", "one moment")).to_have_count(1)
            await expect(words(page, "team", "said while it was away")).to_have_count(1)
    finally:
        await p.end()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 360])
async def test_everybody_can_use_it(tmp_path, browser, theme, width):
    """axe finds nothing serious, in both themes, at a laptop's and a phone's width; nothing hangs over the edge."""
    how = {"color_scheme": theme, "viewport": {"width": width, "height": 780}}
    async with playground(tmp_path) as p, opened(browser, p.url, **how) as page:
        await write(page, "community", "How long does delivery take?")
        await expect(words(page, "community", "Source:")).to_be_visible()
        await write(page, "community", "a human please")
        for column in ("community", "team", "happened"):
            if width < 900:
                await page.locator(f"[data-show={column}]").click()
            await expect(page.locator(f"#{column}")).to_be_visible()
            await accessible(page)
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        if width < 900:
            await page.locator("[data-show=team]").click()
        await card(page).get_by_role("button", name="Close…").click()
        await accessible(page)


async def accessible(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    assert [(v["id"], v["impact"], [n["html"] for n in v["nodes"]]) for v in found] == []


async def test_by_keyboard_alone(tmp_path, browser):
    """Commands are completed with the arrows; a form is filled and sent; the focus is where one expects it."""
    async with playground(tmp_path) as p, opened(browser, p.url) as page:
        await page.locator("#team select").select_option(label="Di (admin)")
        box = page.locator("#team textarea")
        await box.focus()
        await page.keyboard.type("/keyw")
        await expect(page.locator("#team .composer [role=option]").first).to_be_visible()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.keyboard.type("refund")
        await page.keyboard.press("Enter")
        await expect(words(page, "team", "refund")).to_be_visible()
        await write(page, "community", "I want a refund")
        claim = card(page).get_by_role("button", name="Claim", exact=True)
        await claim.focus()
        await page.keyboard.press("Enter")
        await expect(card(page).get_by_role("button", name="Close…")).to_be_visible()
        close = card(page).get_by_role("button", name="Close…")
        await close.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Note for the team")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_nothing_that_is_written_becomes_part_of_the_page(tmp_path, browser):
    """A corpus through messages, names, keywords and notes: nothing runs, and it is read as it was written."""
    async with playground(tmp_path) as p, opened(browser, p.url) as page:
        await page.locator("#team select").select_option(label="Di (admin)")
        for evil in EVIL:
            await write(page, "community", evil)
            await write(page, "team", f"/keywords add {evil}")
            await page.locator("#community [data-add]").click()
            await page.get_by_label("Name").fill(evil[:30])
            await page.get_by_role("dialog").get_by_role("button", name="Add").click()
            await expect(page.locator("#input-name-wrong")).to_contain_text("A name has")
            await page.keyboard.press("Escape")
        await write(page, "community", "a human please")
        await card(page).get_by_role("button", name="Claim", exact=True).click()
        await card(page).get_by_role("button", name="in the thread").click()
        for evil in EVIL:
            await write(page, "team", f"// {evil}")
            await write(page, "team", f"to the customer: {evil}")
        await expect(words(page, "community", f"to the customer: {EVIL[0]}")).to_be_visible()
        await expect(words(page, "community", "to the customer:")).to_have_count(len(EVIL))
        assert await page.evaluate("window.hit") is None
        assert await page.locator("iframe, .words img, .words svg, .words script").count() == 0

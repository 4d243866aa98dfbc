"""The built site in headless Chromium: `pytest docs`, after `sphinx-build -W -j auto docs docs/_build/html`."""

import functools
import http.server
import json
import threading
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import sync_playwright

import actkern as ak
import actkern.special as special

SITE = Path(__file__).parent / "_build" / "html"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
TIMED = {cell["function"] for cell in json.loads((SITE.parents[1] / "functions.json").read_text())["cells"]}
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def base():
    """The site's address."""
    assert PAGES, "the site is not built: sphinx-build -W -j auto docs docs/_build/html"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
        )
        yield found
        found.close()


@pytest.fixture
def tab(browser, base):
    """A page of the browser that lets nothing out; its `faults` are what went wrong on it."""
    width, height = WIDTHS["desktop"]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.faults = []

    def asked(route):
        if route.request.url.startswith((base, "data:")):
            route.continue_()
        else:
            page.faults.append(f"asked for {route.request.url}")
            route.abort()

    page.route("**/*", asked)
    page.on("pageerror", lambda error: page.faults.append(f"script: {error}"))
    page.on("console", lambda line: page.faults.append(f"console: {line.text}") if line.type == "error" else None)
    page.on("response", lambda each: page.faults.append(f"{each.status} {each.url}") if each.status >= 400 else None)
    yield page
    page.close()


def typeset(page):
    """Wait until MathJax, where the page has it, has set all formulas."""
    page.wait_for_function("document.querySelector('script[src*=\"tex-svg\"]') === null || window.MathJax?.startup?.promise")
    page.evaluate("async () => { if (window.MathJax) await MathJax.startup.promise }")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_renders_at_both_widths_from_the_site_alone(path, tab, base):
    tab.goto(base + path, wait_until="load")
    typeset(tab)
    formulas = tab.locator(".bd-article .math").count()
    assert tab.locator(".bd-article .math > mjx-container").count() == formulas
    assert tab.locator("mjx-merror, [data-mjx-error]").count() == 0
    missing = "() => [...document.images].filter(image => !image.complete || image.naturalWidth === 0).map(image => image.src)"
    assert tab.evaluate(missing) == []
    for width, height in WIDTHS.values():
        tab.set_viewport_size({"width": width, "height": height})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.faults == []


@pytest.mark.parametrize("name", list(ak.catalog))
def test_every_function_has_its_page_with_formula_picture_facts_and_figures(name):
    row = ak.catalog[name]
    text = (SITE / "functions" / f"{name}.html").read_text()
    assert f'src="../_images/{name}.svg"' in text
    assert (SITE / "_images" / f"{name}.svg").stat().st_size > 3000
    assert 'class="math' in text
    for title in ("Operands", "Properties", "Origins", "Accuracy", "Signatures"):
        assert f">{title}<a" in text
    assert (">Speed<a" in text) == (name in TIMED)
    for form in row.forms:
        prefix = "" if form == "value" else f"{form}."
        assert f'id="actkern.{prefix}{name}"' in text
    gallery = (SITE / "functions" / "README.html").read_text()
    assert f"_images/{name}-small.svg" in gallery
    assert f'href="{name}.html"' in gallery


def test_every_name_of_scipys_has_its_entry():
    text = (SITE / "reference" / "libraries.html").read_text()
    assert [name for name in special.__all__ if f'id="actkern.special.{name}"' not in text] == []


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.targets, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a" and given.get("href"):
            self.targets.append(given["href"])
        self.ids |= {given[key] for key in ("id", "name") if given.get(key)}


def test_links_within_the_site_lead_somewhere():
    pages = {(SITE / path).resolve(): Links((SITE / path).read_text()) for path in PAGES}
    broken = []
    for page, links in pages.items():
        for target in links.targets:
            if target.startswith(("http:", "https:", "mailto:")):
                continue
            path, anchor = urldefrag(unquote(target))
            found = (page.parent / path).resolve() if path else page
            if not found.exists() or (anchor and found in pages and anchor not in pages[found].ids):
                broken.append((page.relative_to(SITE.resolve()).as_posix(), target))
    assert broken == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gelu", "functions/gelu.html"),
        ("cross_entropy", "functions/cross_entropy.html"),
        ("he_normal", "reference/learning.html"),
        ("dead relu", "choosing.html"),
    ],
)
def test_the_search_finds_pages(words, expected, tab, base):
    tab.goto(base + "index.html")
    tab.keyboard.press("Control+k")
    tab.locator("dialog input[type=search], .search-button__search-container input[type=search]").first.fill(words)
    tab.keyboard.press("Enter")
    tab.wait_for_selector(f"#search-results li a[href*='{expected}']", timeout=60_000)
    assert tab.faults == []


def test_the_start_page_answers_in_one_screen(tab, base):
    tab.goto(base + "index.html")
    text = tab.evaluate(
        "() => [...document.querySelectorAll('.bd-article p, .bd-article pre')]"
        ".filter(each => each.getBoundingClientRect().bottom < 900).map(each => each.textContent).join(' ')"
    )
    for answer in ("Activation functions for NumPy", "pip install", "times as fast as", "units in the last place"):
        assert answer in text

# SPDX-License-Identifier: MIT
"""Uses the page, behind which stands the deciding core with devices and a broker that do as a test wants."""

import sys
import time
from pathlib import Path

from page import use
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def values(page):
    page.until("live", lambda: page.text("live") == "live")
    page.until("broker connected", lambda: page.text("broker") == "broker connected")
    first = page.text("voltage")
    page.until("the voltage changes by itself", lambda: page.text("voltage") not in (first, "–"))
    assert page.text("state") == "bulk", page.text("state")
    assert page.text("owner") == "a person", page.text("owner")


def limit(page):
    print("do: hold answers")
    time.sleep(0.5)
    page.ask("12.5")
    page.until("written, the answer is awaited", lambda: "Written" in page.text("steps"))
    print("do: answer")
    page.until("the limit is confirmed", lambda: "Confirmed: 12.5 A in force" in page.text("steps"))
    page.until("the new limit in force", lambda: page.text("in-force") == "12.5 A")
    page.ask("0")
    page.until("a refusal with its reason",
               lambda: "Refused: the limit can't switch the charger off; its minimum is 7.5 A" in page.text("steps"))
    page.ask("twelve")
    page.until("what is no number is not asked for", lambda: "Not asked" in page.text("steps"))


def chart(page):
    page.until("the chart is drawn", lambda: page.draws() > 2000)
    page.until("the chart in words", lambda: page.text("chart-summary").startswith("Current 0.0 to "))
    day = page.text("chart-range")
    page.driver.find_element(By.CSS_SELECTOR, "[data-span=month]").click()
    page.until("a month", lambda: page.text("chart-range") != day)
    page.driver.find_element(By.CSS_SELECTOR, "[data-span=day]").click()
    page.until("a day again", lambda: page.text("chart-range")[:6] == day[:6])
    before = page.text("chart-range")
    page.element("chart").send_keys(Keys.ARROW_LEFT)
    page.until("panned by keyboard", lambda: page.text("chart-range") != before)
    before = page.text("chart-range")
    page.driver.execute_script("""
        const chart = document.getElementById('chart'), box = chart.getBoundingClientRect();
        const event = (name, x) => new PointerEvent(name, { pointerId: 1, button: 0, bubbles: true,
            clientX: box.left + x, clientY: box.top + 60 });
        chart.setPointerCapture = () => {};
        chart.dispatchEvent(event('pointerdown', 100));
        chart.dispatchEvent(event('pointermove', 260));
        chart.dispatchEvent(event('pointerup', 260));""")
    page.until("panned by hand", lambda: page.text("chart-range") != before)
    before = page.text("chart-range")
    page.element("chart").send_keys("+")
    page.until("zoomed by keyboard", lambda: page.text("chart-range") != before)
    before = fetches(page)
    for _ in range(8):
        page.element("chart").send_keys("+")  # to ten minutes
    page.until("the records of ten minutes", lambda: fetches(page) > before)
    page.until("a value wherever the hand is in them", lambda: all(" V" in words for words in under_hand(page)), 10)
    page.driver.find_element(By.CSS_SELECTOR, "[data-span=day]").click()


def fetches(page):
    """How often records were fetched, but for those of the last half second, which may not be drawn yet."""
    return page.driver.execute_script("""
        return performance.getEntriesByType('resource').filter(({ name, responseEnd }) =>
            name.includes('/history.csv') && responseEnd < performance.now() - 500).length;""")


def under_hand(page):
    return page.driver.execute_script("""
        const chart = document.getElementById('chart'), box = chart.getBoundingClientRect();
        const canvas = chart.querySelector('canvas:last-of-type'), words = [];
        for (let x = 100; x < 700; x += 3) {
          canvas.dispatchEvent(new MouseEvent('mousemove', {
              bubbles: true, clientX: box.left + x, clientY: box.top + 60 }));
          words.push(document.getElementById('readout').textContent);
        }
        return words;""")


def records(page):
    for name, words in (("requests", "refused"), ("events", "=the link"), ("days", "612 Wh"),
                        ("sessions", "1 h 40 min12.1 Ah163 Wh"), ("sessions", "12.91 to 13.80 V")):
        page.element(f"tab-{name}").click()
        page.until(f"the table of {name}", lambda: words in page.text("records"))


def keyboard(page):
    """Everything that can be used is reached by the tab key, and says what it is."""
    nameless = page.driver.execute_script("""
        return [...document.querySelectorAll('button, input, select, a')].filter((item) => {
            if (item.offsetParent === null) return false;
            const label = item.labels?.length || item.getAttribute('aria-label') || item.textContent.trim();
            return !label;
        }).map((item) => item.outerHTML);""")
    assert nameless == [], nameless
    page.driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    body = page.driver.find_element(By.TAG_NAME, "body")
    seen = set()
    for _ in range(45):
        (page.driver.switch_to.active_element or body).send_keys(Keys.TAB)
        seen.add(page.driver.execute_script("return document.activeElement.id || document.activeElement.textContent"))
    assert {"amperes", "less", "more", "chart", "tab-sessions", "records", "csv"} <= seen, seen
    page.element("tab-sessions").send_keys(Keys.ARROW_RIGHT)
    page.until("tabs by arrow keys", lambda: "refused" in page.text("records"))
    page.element("tab-sessions").click()
    print("seen: everything by keyboard")


def shots(page, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.scheme(scheme)
        page.size(390, 844, 1.5, phone=True)
        page.driver.execute_script("scrollTo(0, 0); document.activeElement.blur()")
        page.shoot(folder / f"page-phone-{scheme}.png")
        page.size(1280, 1000)
        page.shoot(folder / f"page-desktop-{scheme}.png")
    page.scheme("light")


def several(page):
    buttons = page.driver.find_elements(By.CSS_SELECTOR, "#chargers button")
    assert len(buttons) == 3, len(buttons)
    buttons[1].click()
    page.until("the other charger", lambda: page.text("name") == "House" and page.text("state") == "float")
    page.until("why nothing flows", lambda: page.text("idle") == "the battery is full: float")
    page.until("its modes", lambda: page.element("control").is_displayed())
    mode = page.element("mode")
    mode.send_keys("full")
    page.driver.find_element(By.CSS_SELECTOR, "#set-mode button").click()
    page.until("the mode is chosen", lambda: "Done" in page.text("steps") and page.text("owner") == "mode: full")
    fields(page, buttons)
    buttons[0].click()
    page.until("the first charger again", lambda: page.text("name") == "Boat")


def fields(page, buttons):
    """What stands in a field, and would be set, is the chosen charger's; what is typed stays."""
    page.driver.find_element(By.CSS_SELECTOR, "#control summary").click()
    reserve = page.element("reserve")
    reserve.send_keys(Keys.CONTROL, "a")
    reserve.send_keys("250", Keys.ENTER)
    page.until("the reserve is set", lambda: "Done" in page.text("steps"))
    page.element("maximum").send_keys("12")
    time.sleep(1)
    assert values_of(page) == ["full", "250", "12"], values_of(page)
    buttons[2].click()
    assert page.text("name") == "Shed", page.text("name")
    assert values_of(page) == ["manual", "0", "9"], values_of(page)
    page.element("reserve").send_keys("5")
    time.sleep(1)
    assert values_of(page) == ["manual", "05", "9"], values_of(page)
    buttons[1].click()
    assert values_of(page) == ["full", "250", ""], values_of(page)
    print("seen: the fields are the chosen charger's, and what is typed stays")


def values_of(page):
    return [page.element(name).get_property("value") for name in ("mode", "reserve", "maximum")]


def token(page):
    print("do: ask for the token")
    print("do: stop the server")
    page.until("the connection's loss", lambda: page.text("live") == "no connection")
    print("do: start the server")
    page.until("reading is free", lambda: page.text("live") == "live")
    page.ask("12")
    page.until("the token is asked for", lambda: page.element("login").is_displayed())
    for guess, words in (("wrong", "The token is wrong"), ("correct-horse-battery", "")):
        page.element("token").send_keys(guess, Keys.ENTER)
        page.until(f"the answer to a token: {words or 'right'}", lambda: page.text("login-reason") == words)
    page.until("the dialog is gone", lambda: not page.element("login").is_displayed())
    page.ask("12")
    page.until("the limit is on its way again", lambda: "Written" in page.text("steps"))
    print("do: answer")
    page.until("the limit is confirmed", lambda: "Confirmed: 12 A" in page.text("steps"))


def losses(page):
    print("do: lose the broker")
    page.until("the broker's loss", lambda: page.text("broker") == "broker lost"
               and "192.0.2.10:1883: connection refused" in page.text("broker-reason"))
    print("do: find the broker")
    page.until("the broker's return", lambda: page.text("broker") == "broker connected")
    page.check_console()
    page.check_hosts()
    print("do: stop the server")
    page.until("the connection's loss", lambda: page.element("lost").is_displayed() and page.text("live") == "no connection")
    print("do: start the server")
    page.until("the connection's return by itself",
               lambda: page.text("live") == "live" and not page.element("lost").is_displayed())


def everything(page):
    values(page)
    limit(page)
    chart(page)
    records(page)
    keyboard(page)
    several(page)
    page.check_widths()
    if len(sys.argv) > 2:
        page.size(1280, 1000)
        page.ask("13")
        page.until("written", lambda: "Written" in page.text("steps"))
        print("do: answer")
        page.until("the limit is confirmed", lambda: "Confirmed: 13 A" in page.text("steps"))
        shots(page, sys.argv[2])
    losses(page)
    token(page)


use(everything)

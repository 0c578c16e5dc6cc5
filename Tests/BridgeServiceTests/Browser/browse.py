# SPDX-License-Identifier: MIT
"""Uses the page of the whole program: with a real broker, a simulated charger on a port, and its history."""

from page import use
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

# A charger counts as silent after 30 s.
LONG = 120


def live(page):
    page.until("live", lambda: page.text("live") == "live")
    page.until("broker connected", lambda: page.text("broker") == "broker connected")
    page.until("the charger charges", lambda: page.text("state") == "bulk")
    for name in ("voltage", "updated"):
        changes(page, name)


def changes(page, name):
    first = page.text(name)
    page.until(f"{name} changes by itself", lambda: page.text(name) not in (first, "–"))


def limit(page):
    page.ask("12.5")
    page.until("the limit is confirmed by the charger", lambda: "Confirmed: 12.5 A in force" in page.text("steps"))
    print("do: see 125 in the charger")
    page.until("the new limit in force", lambda: page.text("in-force") == "12.5 A")
    changes(page, "updated")
    page.ask("0")
    page.until("a refusal with its reason", lambda: "Refused: the limit can't switch the charger off" in page.text("steps"))
    print("do: see 125 in the charger")


def history(page):
    page.until("what was recorded, in words", lambda: page.text("chart-summary").startswith("Current "), LONG)
    chart = page.element("chart")
    for _ in range(8):
        chart.send_keys("+")  # to ten minutes
    chart.send_keys(Keys.HOME)
    page.until("what was recorded, drawn", lambda: page.draws() > 1000, LONG)
    page.until("the recorded limit under the hand", lambda: under_hand(page, chart))
    for name, words in (("requests", "refused"), ("requests", "12.5 A"), ("events", "start"), ("sessions", "goes on")):
        page.element(f"tab-{name}").click()
        page.until(f"{words} among the {name}", lambda: words in page.text("records"))
    page.driver.find_element(By.CSS_SELECTOR, "[data-span=day]").click()


def under_hand(page, chart):
    page.driver.execute_script("""
        const box = arguments[0].getBoundingClientRect();
        const canvas = arguments[0].querySelector('canvas:last-of-type');
        canvas.dispatchEvent(new MouseEvent('mousemove', {
            bubbles: true, clientX: box.right - 60, clientY: box.top + 60 }));""", chart)
    return "limit 12.5 A" in page.text("readout")


def broker(page):
    print("do: stop the broker")
    page.until("the broker's loss", lambda: page.text("broker") == "broker lost"
               and "the broker at 127.0.0.1" in page.text("broker-reason"))
    changes(page, "updated")
    page.ask("11")
    page.until("a limit set without a broker", lambda: "Confirmed: 11 A in force" in page.text("steps"))
    print("do: start the broker")
    page.until("the broker's return", lambda: page.text("broker") == "broker connected", LONG)


def charger(page):
    for loss, words, return_ in (
            ("silence the charger", "is its mains on?", "wake the charger"),
            ("unplug the charger", "/plugged", "plug the charger in")):
        print(f"do: {loss}")
        page.until(f"offline: {loss}", lambda: page.text("state") == "offline", LONG)
        page.until("why", lambda: words in page.text("idle"))
        page.until("no value is left", lambda: page.text("voltage") == page.text("current") == "–")
        print(f"do: {return_}")
        page.until(f"it charges again: {return_}", lambda: page.text("state") == "bulk", LONG)
        changes(page, "updated")


def everything(page):
    live(page)
    limit(page)
    history(page)
    page.check_widths()
    broker(page)
    charger(page)
    page.check_console()
    page.check_hosts()


use(everything)

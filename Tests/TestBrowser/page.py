# SPDX-License-Identifier: MIT
"""The page in headless Chromium, for the scripts that use it as a person would.

A script prints `do: WORDS` when something is to happen behind the page, and `seen: WORDS` for what it saw; it ends
with status 1 and the reason when something is not as it should be. Whoever runs it does what it asks for.
"""

import base64
import json
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 120


class Page:
    def __init__(self, address):
        self.address = address
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                         "--hide-scrollbars", "--lang=en-GB", "--no-first-run", "--disable-background-networking"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.console = []

    def open(self):
        self.driver.get(self.address)

    def element(self, name):
        return self.driver.find_element(By.ID, name)

    def text(self, name):
        return self.driver.execute_script("return document.getElementById(arguments[0]).textContent", name)

    def until(self, what, condition, patience=PATIENCE):
        try:
            WebDriverWait(self.driver, patience, poll_frequency=0.1).until(lambda _: condition())
        except Exception:
            raise SystemExit(f"not seen: {what}; state: {self.text('state')!r}, steps: {self.text('steps')!r}, lost: {self.text('lost')!r}, "
                             f"broker: {self.text('broker')!r}, console: {self.errors()}")
        print(f"seen: {what}")

    def errors(self):
        self.console += [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        return [entry["message"] for entry in self.console]

    def size(self, width, height, scale=1, phone=False):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone})

    def scheme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}]})

    def shoot(self, file):
        time.sleep(0.6)  # the chart is drawn anew in other colours
        data = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
        file.write_bytes(base64.b64decode(data))

    def ask(self, value):
        field = self.element("amperes")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(value, Keys.ENTER)

    def overflow(self):
        return self.driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def draws(self):
        """How many points of the chart are coloured."""
        return self.driver.execute_script("""
            const canvas = document.querySelector('#chart canvas');
            if (!canvas) return 0;
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0;
            for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
            return count;""")

    def check_widths(self):
        """Nothing scrolls sideways, on the smallest phone either."""
        for width in (360, 412, 768, 1280):
            self.size(width, 800, phone=width < 500)
            for name in ("requests", "events", "days", "sessions"):
                self.element(f"tab-{name}").click()
                time.sleep(0.3)
                assert self.overflow() <= 0, f"{width} px is not enough for {name}: {self.overflow()} px too wide"
        print("seen: no horizontal scroll from 360 px")

    def check_console(self):
        # A refusal is status 409, which Chromium notes as an error of its own.
        others = [message for message in self.errors() if "status of 409" not in message]
        assert others == [], others
        print("seen: no error on the console")

    def check_hosts(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [message["params"]["request"]["url"] for message in messages
                 if message["method"] == "Network.requestWillBeSent"]
        assert any(url.endswith("/api/v1/live") for url in asked), asked
        others = [url for url in asked if not url.startswith((self.address, "data:"))]
        assert others == [], others
        print("seen: no request to another host")


def use(steps):
    """Opens the page of the command line, takes the steps, a function of it, and closes the browser."""
    page = Page(sys.argv[1])
    try:
        page.open()
        steps(page)
    finally:
        page.driver.quit()

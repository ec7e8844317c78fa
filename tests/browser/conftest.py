"""A headless Chromium, started once; without one these tests are skipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from hmcscan_lpm.planning.model import Plan
from hmcscan_lpm.rendering import html

ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip


class Browser:
    """One page at a time, in a window of any size."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver = driver
        self._folder = folder

    def open(self, plan: Plan, *, width: int = 1280, anchor: str = "") -> None:
        """Show *plan* as a file; what was logged before is forgotten."""
        file = self._folder / "plan.html"
        file.write_text(html.render_plan(plan), encoding="utf-8", newline="\n")
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1, mobile=width < 500
        )
        self.driver.get("about:blank")
        self.log()
        self.driver.get(file.as_uri() + anchor)

    def command(self, name: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def log(self) -> list[dict[str, Any]]:
        """What happened on the network and the console since the last call."""
        entries = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [{"method": entry["method"], **entry["params"]} for entry in entries]


@pytest.fixture(scope="session")
def driver() -> Iterator[webdriver.Chrome]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if not chromium or not chromedriver:
        pytest.skip("Chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    yield started
    started.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(driver, tmp_path)
    yield browser
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    browser.command("Emulation.setEmulatedMedia", media="", features=[])

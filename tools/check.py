"""All checks: style, types, layers, generated files, tests. Stops with the exit code of the first that fails.

What comes before the tests runs on two processors at a time: each of these checks uses one.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

BEFORE: tuple[tuple[str, list[str]], ...] = (
    ("mypy", [str(BIN / "mypy")]),
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("import-linter", [str(BIN / "lint-imports")]),
    ("samples", [sys.executable, "tools/samples.py", "--check"]),
    ("goldens", [sys.executable, "tools/goldens.py", "--check"]),
    ("docs", [sys.executable, "tools/docs.py", "--check"]),
)
TESTS = [sys.executable, "-m", "pytest"]


def main() -> int:
    with ThreadPoolExecutor(max_workers=2) as lanes:
        running = [(name, lanes.submit(_run, command)) for name, command in BEFORE]
        for name, check in running:
            done = check.result()
            print(f"== {name}\n{done.stdout}", end="", flush=True)
            if done.returncode:
                lanes.shutdown(cancel_futures=True)
                print(f"== {name} failed with exit code {done.returncode}", flush=True)
                return done.returncode
    print("== pytest", flush=True)
    return subprocess.run(TESTS, cwd=ROOT, check=False).returncode


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


if __name__ == "__main__":
    sys.exit(main())

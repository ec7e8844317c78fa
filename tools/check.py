"""All checks: style, types, layers, generated files, tests. Stops with the exit code of the first that fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

STEPS: tuple[tuple[str, list[str]], ...] = (
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("mypy", [str(BIN / "mypy")]),
    ("import-linter", [str(BIN / "lint-imports")]),
    ("samples", [sys.executable, "tools/samples.py", "--check"]),
    ("goldens", [sys.executable, "tools/goldens.py", "--check"]),
    ("docs", [sys.executable, "tools/docs.py", "--check"]),
    ("pytest", [sys.executable, "-m", "pytest"]),
)


def main() -> int:
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"== {name} failed with exit code {code}", flush=True)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())

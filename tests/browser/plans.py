"""The plans of tests/rendering: the folders of tests are no packages of one another, so the file is loaded by path."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "rendering" / "builders.py"
_spec = importlib.util.spec_from_file_location("rendering_builders", _FILE)
assert _spec
assert _spec.loader
builders = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(builders)

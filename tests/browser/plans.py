"""The plans of tests/rendering: the folders of tests are no packages of one another, so the package is loaded by path."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "rendering"
_spec = importlib.util.spec_from_file_location(
    "rendering_tests", _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)]
)
assert _spec
sys.modules["rendering_tests"] = importlib.util.module_from_spec(_spec)
builders = importlib.import_module("rendering_tests.builders")

from __future__ import annotations

from .builder import healthy


def test_x():
    assert healthy()

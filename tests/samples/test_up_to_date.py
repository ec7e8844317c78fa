from __future__ import annotations

from .reports import SAMPLES


def test_the_samples_are_small_enough_to_keep_in_the_repository() -> None:
    names = ("*.xls", "*.xlsx", "hmc-*.json", "truth.json", "*.eml", "*.zip", "*_CSV/*")
    assert sum(path.stat().st_size for name in names for path in SAMPLES.glob(name)) < 1_500_000


def test_the_second_site_is_small_and_on_the_page() -> None:
    files = [path for path in (SAMPLES / "rotterdam").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 500_000
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in files if path.relative_to(SAMPLES).as_posix() not in page] == []

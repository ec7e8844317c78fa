"""Write the sample reports, or check that they are up to date.

python tools/samples.py            write sample_reports/
python tools/samples.py --check    compare with what is there; exit 1 and name the files that differ
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from datacentre import handed_over, java_report, mail, python_report, rotterdam
from datacentre.layout import build
from datacentre.readme import readme
from datacentre.story import STORY
from datacentre.truth import facts
from python_calamine import CalamineWorkbook

import hmcscan_lpm as lpm

SAMPLES = Path(__file__).resolve().parent.parent / "sample_reports"
SECOND = "rotterdam"
SCANNED = "2026-01-13"


def write(folder: Path) -> list[Path]:
    """Write every sample below a folder; gives their paths relative to it."""
    centre = build(STORY)
    planted = facts(centre)
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {}
    for manager in centre.managers:
        files[java_report.xls_name(manager)] = java_report.xls(centre, manager)
        files[f"{manager.name}.xlsx"], files[f"{manager.name}.json"] = python_report.scan(centre, manager)
    smaller = centre.managers[1]
    for name, text in java_report.csv_files(centre, smaller).items():
        files[f"{java_report.base_name(smaller)}_CSV/{name}"] = text.encode()
    files["scan-by-mail.eml"] = mail.mail(centre, smaller)
    files["both-consoles.zip"] = mail.archive(centre)
    files["truth.json"] = (json.dumps([fact.as_json() for fact in planted], indent=1) + "\n").encode()
    files |= second_site(folder)
    files["README.md"] = readme(centre, planted, build(rotterdam.STORY), sorted(files)).encode()
    _write(folder, files)
    return sorted(map(Path, files))


def second_site(folder: Path) -> dict[str, bytes]:
    """The site of which everything is known: its reports, and below `facts/` what people handed over about it.

    The Java report is written below `folder` at once: its questions are what the console is asked.
    """
    centre = build(rotterdam.STORY)
    (manager,) = centre.managers
    report = f"{SECOND}/{java_report.xls_name(manager)}"
    files = {
        report: java_report.xls(centre, manager),
        f"{SECOND}/{manager.name}.json": python_report.scan(centre, manager)[1],
    }
    _write(folder, files)
    left = lpm.assess(
        lpm.load(folder / report), source=rotterdam.SOURCE, target=rotterdam.TARGET, vios=False, today=SCANNED
    )
    script = lpm.ask(left).to_script()
    told = handed_over.files(centre, rotterdam.LUNS, script)
    return files | {f"{SECOND}/facts/{name}": text.encode() for name, text in told.items()}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def content(path: Path) -> object:
    """What a file says. Archives are compared by content: two zlib versions pack the same thing differently."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(path))
        return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    if path.suffix == ".zip":
        with ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return path.read_bytes()


def differing(folder: Path) -> list[Path]:
    """The samples that are missing from a folder or differ from what would be written now."""
    with TemporaryDirectory() as name:
        fresh = Path(name)
        return [
            path
            for path in write(fresh)
            if not (folder / path).is_file() or content(folder / path) != content(fresh / path)
        ]


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    if not parser.parse_args(arguments).check:
        write(SAMPLES)
        return 0
    stale = differing(SAMPLES)
    for path in stale:
        print(f"{SAMPLES.name}/{path} is out of date")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

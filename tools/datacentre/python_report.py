"""Python report: the real scanner, run over the raw cache, and its output made the same on every run.

The scanner writes the clock into the workbook (tab Header, document properties, archive) and shuffles keys.
"""

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from datacentre.model import DataCentre, Manager
from datacentre.raw_console import console_files
from datacentre.raw_server import server_files
from datacentre.raw_vios import vios_files

EPOCH = (1980, 1, 1, 0, 0, 0)
CLOCK = re.compile(rb"<t>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d</t>")
PROPERTIES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# The scanner prints its author's address; the samples carry nobody's.
AUTHOR, NOBODY = b"vagnini@it.ibm.com", b"hmcscanner@example.net"


def write_cache(centre: DataCentre, manager: Manager, folder: Path) -> None:
    """The raw cache of one console, as a scan leaves it."""
    folder.mkdir(parents=True)
    servers = centre.managed_by(manager.name)
    files = console_files(manager, servers)
    for server in servers:
        files |= {f"{server.name}_{name}": text for name, text in server_files(server, manager).items()}
        for vios in server.vioses:
            prefix = f"{server.name}_{vios.name}"
            files |= {f"{prefix}_{name}": text for name, text in vios_files(server, vios).items()}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="ascii", newline="")


def scan(centre: DataCentre, manager: Manager) -> tuple[bytes, bytes]:
    """The workbook and the JSON dump of one console.

    Raises RuntimeError with the scanner's own words when it fails.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_cache(centre, manager, folder / manager.name)
        command = [sys.executable, "-m", "hmcscanner.start", "--readlocal", "--hmc", manager.name]
        command += ["--dir", str(folder), "--name", "report.xlsx"]
        # Sets are iterated while writing: without a fixed seed the column order could change.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        report, dump = folder / "report.xlsx", folder / f"{manager.name}.txt"
        if run.returncode or not report.exists():
            raise RuntimeError(f"hmcscanner failed:\n{run.stdout}\n{run.stderr}")
        return fixed_workbook(report.read_bytes(), manager), sorted_dump(dump.read_text(encoding="utf-8"))


def sorted_dump(text: str) -> bytes:
    """The dump with its keys sorted."""
    return (json.dumps(json.loads(text), indent=0, sort_keys=True) + "\n").encode()


def fixed_workbook(data: bytes, manager: Manager) -> bytes:
    """The workbook as if it had been written at the time of the scan."""
    stamp = manager.python_scan
    members = {}
    with ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename == "docProps/core.xml":
                content = PROPERTIES.sub(f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            if info.filename == "xl/sharedStrings.xml":
                content = _fixed_clock(content, f"{stamp:%Y-%m-%d %H:%M:%S}").replace(AUTHOR, NOBODY)
            members[info.filename] = content
    return packed(members)


def _fixed_clock(strings: bytes, stamp: str) -> bytes:
    """Replace the time of writing, which follows its label; the console's own time stays."""
    label = b"Scanner report generated on"
    before, after = strings.split(label, 1)
    return before + label + CLOCK.sub(f"<t>{stamp}</t>".encode(), after, count=1)


def packed(members: dict[str, bytes]) -> bytes:
    """A zip archive without clock and user."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, content, compresslevel=9)
    return file.getvalue()

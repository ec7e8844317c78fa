"""From a path to the reports in it: each file is told by its content and given to the reader of its format.

Folders, archives and mails are one thing here: a list of files, some of which belong together. Knows all formats and
none of their insides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from hmcscan_lpm.errors import UnreadableFileError
from hmcscan_lpm.readers import csv_folder, html_folder, json_dump, mail, xls, xlsx
from hmcscan_lpm.readers.archive import Archive
from hmcscan_lpm.readers.detect import ARCHIVES, Form, detect
from hmcscan_lpm.readers.limits import DEFAULT_LIMITS, Limits
from hmcscan_lpm.readers.model import Note, Workbook
from hmcscan_lpm.readers.place import Job, Place, printable
from hmcscan_lpm.readers.source import Item, by_folder, folder_items, is_folder, on_disk

_WHAT_TO_GIVE = (
    "Give the scanner's .xls, .xlsx or JSON dump, its CSV or HTML folder, or a zip or e-mail (.eml) that holds them."
)
_RAW_CACHE = "the raw cache of hmcscanner"
_RAW_CACHE_ADVICE = (
    "The raw cache is not read: give the .xlsx or the JSON dump (<name>.txt) that lies beside it. "
    "As facts that cache can be given as well."
)
_NAMED = 5
"""How many of the files that are left out a note names."""


def skip_nothing(_: str) -> str:
    """The default of ``skip``: every tab is read."""
    return ""


def read(
    path: str | os.PathLike[str],
    *,
    skip: Callable[[str], str] = skip_nothing,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Workbook, ...]:
    """The reports in a file or folder, at least one, in name order.

    A file may be an ``.xls``, an ``.xlsx``, a JSON dump, a zip archive or an e-mail; a folder may be one CSV or HTML
    report or hold any of these. What a file is, is told from its content; its name does not matter.

    :param path: the file or folder
    :param skip: why the tab of that name need not be read, ``''`` when it must; a skipped tab is listed with the
        reason and its cells are never parsed
    :param limits: bounds that keep memory in check
    :raises UnreadableFileError: missing, truncated, encrypted, empty, or no format that is known
    :raises TooLargeError: larger than *limits* allow
    """
    job = Job(limits, skip)
    given = os.fspath(path)
    root = Path(given)
    place = Place(printable(root.name or _own_name(root)), printable(given))
    if not is_folder(root, place):
        item = on_disk(root, root.name, place, job)
        return _read_file(item, place, job, depth=0).reports
    files = folder_items(root, place, job)
    folder = _Folder(place, "/", _own_name(root), _strayed_on_disk(root, place, job))
    return _read_all(files, folder, job, depth=0).reports


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder, archive or mail as the place of many files.

    :ivar joint: what stands between its name and a member's when shown
    :ivar name: its own name, by which a scanner's folder is told from its twin; ``''`` when it has none
    :ivar strayed: the file of the twin folder beside it, if there is one
    """

    place: Place
    joint: str
    name: str = ""
    strayed: Item | None = None


@dataclass(slots=True)
class _Found:
    """What came out of the files looked at so far; alive while one folder or container is read."""

    workbooks: list[Workbook] = field(default_factory=list)
    ignored: dict[str, list[str]] = field(default_factory=dict)
    failures: list[UnreadableFileError] = field(default_factory=list)

    @property
    def reports(self) -> tuple[Workbook, ...]:
        """The reports; the first carries the notes on what was left out."""
        notes = [Note("", "", "ignored-file", _ignored(reason, paths)) for reason, paths in self.ignored.items()]
        notes += [Note("", "", "unreadable-file", str(error)) for error in self.failures]
        first = replace(self.workbooks[0], notes=(*self.workbooks[0].notes, *notes))
        return (first, *self.workbooks[1:])


def _own_name(path: Path) -> str:
    try:
        return path.resolve().name
    except (OSError, RuntimeError):
        return path.name


def _strayed_on_disk(root: Path, place: Place, job: Job) -> Item | None:
    """The file of a CSV folder that the scanner put into the HTML folder beside it."""
    path = csv_folder.strayed_name(_own_name(root))
    file = root.resolve().parent / path
    return on_disk(file, path, place, job) if path and file.is_file() else None


def _read_file(item: Item, place: Place, job: Job, depth: int) -> _Found:
    """The reports in one file.

    :param depth: the number of containers around it
    """
    form = detect(item.head())
    if form not in _READABLE:
        raise _refusal(form, place)
    data = item.read(-1)
    if form is Form.OLE2:
        return _Found([xls.read(data, place, job)])
    if form is Form.JSON:
        return _Found([json_dump.read(data, place, job)])
    if form is Form.MAIL:
        _check_depth(depth, place, job)
        return _read_all(mail.items(data, place, job), _Folder(place, ": "), job, depth + 1)
    return _read_zip(data, place, job, depth)


_READABLE = frozenset((Form.OLE2, Form.ZIP, Form.JSON, Form.MAIL))


def _refusal(form: Form, place: Place) -> UnreadableFileError:
    if form is Form.EMPTY:
        return place.unreadable("is empty.", "Copy it again from where the scanner wrote it.")
    if form in (Form.CSV, Form.HTML):
        return place.unreadable(f"is {form.value}.", "Give the folder: its files are one report together.")
    if form in ARCHIVES:
        return place.unreadable(f"is {form.value}, which is not opened.", "Unpack it and give the folder, or zip it.")
    if form is Form.TNEF:
        return place.unreadable(
            f"is {form.value}, in which Outlook hides attachments.", "Save the attachments in Outlook and give those."
        )
    return place.unreadable(f"is {form.value}: no form of report that is known.", _WHAT_TO_GIVE)


def _check_depth(depth: int, place: Place, job: Job) -> None:
    if depth >= job.limits.depth:
        raise place.too_large(f"lies in {depth} containers, one in another, and is one more (depth).")


def _read_zip(data: bytes, place: Place, job: Job, depth: int) -> _Found:
    """The reports in a zip archive, or the report that it is: ``.xlsx`` is a zip."""
    archive = Archive(data, place, job)
    names = {member.path.lower() for member in archive.members}
    if xlsx.WORKBOOK in names and xlsx.CONTENT_TYPES in names:
        return _Found([xlsx.read(data, archive, place, job)])
    if "xl/workbook.bin" in names:
        raise place.unreadable("is an .xlsb spreadsheet, which is not read.", "Save it as .xlsx, or give the original.")
    if "content.xml" in names and "mimetype" in names:
        raise place.unreadable(
            "is an OpenDocument file (.ods), which is not read.", "Save it as .xlsx, or give the original."
        )
    if xlsx.CONTENT_TYPES in names:
        raise place.unreadable("is an Office document, but no spreadsheet.", _WHAT_TO_GIVE)
    if not names:
        raise place.unreadable("is a zip archive without files.", _WHAT_TO_GIVE)
    if any(member.is_encrypted for member in archive.members):
        raise place.unreadable("is protected by a password.", "Unpack it and give the folder, or zip it without one.")
    _check_depth(depth, place, job)
    return _read_all(archive.items(), _Folder(place, ": "), job, depth + 1)


def _read_all(items: Sequence[Item], folder: _Folder, job: Job, depth: int) -> _Found:
    """The reports among *items*: folders that are one report, and files that are one each.

    :raises UnreadableFileError: there is none
    """
    found = _Found()
    paths = {item.path: item for item in items}
    for name, group in by_folder(items).items():
        rest = _read_folder(name, group, paths, folder, job, found)
        for item in rest:
            _read_member(item, folder, job, depth, found)
    if found.workbooks:
        return found
    if found.failures:
        raise found.failures[0]
    raise _no_report(found, folder)


def _read_folder(
    name: str, group: Sequence[Item], paths: dict[str, Item], folder: _Folder, job: Job, found: _Found
) -> Iterable[Item]:
    """Read the report that the files of one folder are together; the files that are no part of it are given back."""
    place = folder.place.inside(name, folder.joint)
    pages: list[Item] = []
    tables = [item for item in group if csv_folder.is_file(item)]
    try:
        pages = [item for item in group if html_folder.is_sheet(item)]
        known = [item for item in tables if csv_folder.is_known_file(item)]
        if pages and len(pages) >= len(known):
            found.workbooks.append(html_folder.read(pages, place, job))
            left = [item for item in group if item not in pages and (html_folder.is_file(item) or item in known)]
            _ignore(found, "not needed beside the pages of an HTML report", left)
            return [item for item in group if item not in pages and item not in left]
        if known:
            found.workbooks.append(csv_folder.read(tables, _strayed(name, paths, folder), place, job))
            return [item for item in group if item not in tables]
    except UnreadableFileError as error:
        found.failures.append(error)
        return [item for item in group if item not in pages and item not in tables]
    if _is_raw_cache(group):
        _ignore(found, _RAW_CACHE, group)
        return ()
    return group


def _strayed(name: str, paths: dict[str, Item], folder: _Folder) -> Item | None:
    """The file of a CSV folder that lies in its HTML folder, inside of the same container or beside the folder."""
    if not name:
        return folder.strayed
    path = csv_folder.strayed_name(PurePosixPath(name).name)
    return paths.get(str(PurePosixPath(name).parent / path)) if path else None


def _is_raw_cache(group: Iterable[Item]) -> bool:
    names = [item.name for item in group]
    return "HMC_lssyscfg-r.txt" in names or any(name.endswith("_lpar_conf.txt") for name in names)


def _read_member(item: Item, folder: _Folder, job: Job, depth: int, found: _Found) -> None:
    """Read one file of a folder or container; what is no report is remembered, not raised."""
    place = folder.place.inside(item.path, folder.joint)
    try:
        form = detect(item.head())
        if form not in _READABLE:
            _ignore(found, form.value, [item])
            return
        inner = _read_file(item, place, job, depth)
    except UnreadableFileError as error:
        found.failures.append(error)
        return
    found.workbooks.extend(inner.reports)


def _ignore(found: _Found, reason: str, items: Iterable[Item]) -> None:
    paths = [printable(item.path) for item in items]
    if paths:
        found.ignored.setdefault(reason, []).extend(paths)


def _ignored(reason: str, paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"Left out: {', '.join(paths[:_NAMED])}{more} ({reason})."


def _no_report(found: _Found, folder: _Folder) -> UnreadableFileError:
    if list(found.ignored) == [_RAW_CACHE]:
        return folder.place.unreadable(f"holds {_RAW_CACHE} and no report.", _RAW_CACHE_ADVICE)
    held = "; ".join(f"{_names(paths)} ({reason})" for reason, paths in found.ignored.items())
    advice = _RAW_CACHE_ADVICE if _RAW_CACHE in found.ignored else _WHAT_TO_GIVE
    return folder.place.unreadable(f"holds no report: {held or 'there are no files in it'}.", advice)


def _names(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Workbook, read

from .builders import (
    KEYS,
    SERVERS,
    SHARED,
    dump,
    file,
    folder,
    java_csv,
    java_html,
    locked_zip,
    mail,
    systems_csv,
    xls,
    xlsx,
    zipped,
)

SCAN = xls({"Header": [["Manager Name", "hmc1"]]})
OTHER = xls({"Header": [["Manager Name", "hmc2"]]})
VFC = java_csv([("LPAR name", *KEYS), ("db1", *SERVERS[0])])


def shown(books: tuple[Workbook, ...]) -> list[tuple[str, str]]:
    return [(book.file, book.kind) for book in books]


def left_out(books: tuple[Workbook, ...]) -> list[str]:
    return [note.message for book in books for note in book.notes if note.kind == "ignored-file"]


def test_a_zip_gives_every_report_in_it(tmp_path: Path) -> None:
    files = {
        "b/scan.xls": SCAN,
        "a.xlsx": xlsx({"Header": [["x"]]}),
        "hmc1.txt": dump(),
        "hmc_CSV/systems.csv": systems_csv(),
        "hmc_HTML/lpar.html": java_html([("Name",)]),
        "hmc_HTML/vfc.csv": VFC,
    }
    books = read(file(tmp_path, "all.zip", zipped(files)))

    assert shown(books) == [
        ("all.zip: b/scan.xls", "xls"),
        ("all.zip: a.xlsx", "xlsx"),
        ("all.zip: hmc1.txt", "json"),
        ("all.zip: hmc_CSV", "csv"),
        ("all.zip: hmc_HTML", "html"),
    ]
    assert [note.kind for note in books[3].notes if note.tab == "vfc"] == ["borrowed-file"]


def test_a_zip_of_the_files_of_a_folder_is_that_folder(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "hmc_CSV.zip", zipped({"systems.csv": systems_csv(), "vfc.csv": VFC})))

    assert (book.file, book.kind, len(book.sheets)) == ("hmc_CSV.zip", "csv", 2)


def test_a_folder_in_a_zip_has_the_fingerprint_of_the_folder_on_disk(tmp_path: Path) -> None:
    files = {"systems.csv": systems_csv(), "vfc.csv": VFC}
    (packed,) = read(file(tmp_path, "x.zip", zipped({f"deep/hmc_CSV/{name}": data for name, data in files.items()})))
    (on_disk,) = read(folder(tmp_path, "hmc_CSV", files))

    assert packed.sha256 == on_disk.sha256


def test_a_folder_gives_every_report_in_it(tmp_path: Path) -> None:
    files = {"scan.xls": SCAN, "hmc_CSV/systems.csv": systems_csv(), "hmc_CSV/vfc.csv": VFC, "old/scan.xls": OTHER}
    books = read(folder(tmp_path, "reports", files))

    assert shown(books) == [
        ("reports/scan.xls", "xls"),
        ("reports/hmc_CSV", "csv"),
        ("reports/old/scan.xls", "xls"),
    ]


def test_an_attachment_is_named_after_the_mail(tmp_path: Path) -> None:
    message = mail({"scan.xls": SCAN, "büro-á.xls": OTHER, "notes.txt": b"see you"})
    books = read(file(tmp_path, "mail.eml", message.as_bytes()))

    assert shown(books) == [("mail.eml: scan.xls", "xls"), ("mail.eml: büro-á.xls", "xls")]
    assert left_out(books) == ["Left out: notes.txt (a text file)."]


def test_a_mail_in_a_mail_and_a_zip_in_it(tmp_path: Path) -> None:
    forwarded = mail({}, [mail({"scans.zip": zipped({"scan.xls": SCAN})})])
    books = read(file(tmp_path, "mail.eml", forwarded.as_bytes()))

    assert shown(books) == [("mail.eml: scans.zip: scan.xls", "xls")]


def test_a_mail_saved_as_an_attachment(tmp_path: Path) -> None:
    inner = mail({"scan.xls": SCAN}).as_bytes()
    books = read(file(tmp_path, "outer.eml", mail({"inner.eml": inner}).as_bytes()))

    assert shown(books) == [("outer.eml: inner.eml: scan.xls", "xls")]


@pytest.mark.parametrize("prefix", [b"From admin Mon Jun  2 07:30:00 2025\n", b"\r\n", b"\xef\xbb\xbf"])
def test_mails_as_programs_save_them(tmp_path: Path, prefix: bytes) -> None:
    data = prefix + mail({"scan.xls": SCAN}).as_bytes().replace(b"\n", b"\r\n")

    assert shown(read(file(tmp_path, "mail.eml", data))) == [("mail.eml: scan.xls", "xls")]


def test_attachments_of_one_name_are_told_apart(tmp_path: Path) -> None:
    message = mail({"scan.xls": SCAN})
    message.add_attachment(OTHER, maintype="application", subtype="x", filename="scan.xls")
    message.add_attachment(OTHER, maintype="application", subtype="x")
    books = read(file(tmp_path, "mail.eml", message.as_bytes()))

    assert [book.file for book in books] == [
        "mail.eml: scan.xls",
        "mail.eml: scan (2).xls",
        "mail.eml: attachment 3",
    ]


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"scan.xls": SCAN, "scan.xlt": OTHER}).replace(b"scan.xlt", b"scan.xls"))

    assert [(book.file, book.sheets[0].rows[0][1]) for book in read(path)] == [
        ("x.zip: scan.xls", "hmc1"),
        ("x.zip: scan (2).xls", "hmc2"),
    ]


def test_names_that_climb_out_of_a_zip_are_harmless(tmp_path: Path) -> None:
    files = {"../../etc/scan.xls": SCAN, "C:\\x\\..\\scan.xls": OTHER, "/": b""}
    books = read(file(tmp_path, "x.zip", zipped(files)))

    assert [book.file for book in books] == ["x.zip: etc/scan.xls", "x.zip: C:/x/scan.xls"]
    assert sorted(found.name for found in tmp_path.iterdir()) == ["x.zip"]


def test_what_is_no_report_is_noted_on_the_first_report(tmp_path: Path) -> None:
    files = {"scan.xls": SCAN, **{f"raw/{number}.txt": b"x" for number in range(7)}, "a.pdf": b"%PDF-1.4", "empty": b""}
    books = read(file(tmp_path, "x.zip", zipped(files)))

    assert sorted(left_out(books)) == [
        "Left out: a.pdf (a PDF document).",
        "Left out: empty (an empty file).",
        "Left out: raw/0.txt, raw/1.txt, raw/2.txt, raw/3.txt, raw/4.txt and 2 more (a text file).",
    ]


def test_a_report_that_cannot_be_read_is_noted_when_others_can(tmp_path: Path) -> None:
    path = folder(tmp_path, "reports", {"a.xls": SCAN, "b.xls": OTHER[:2000]})
    books = read(path)

    assert shown(books) == [("reports/a.xls", "xls")]
    (note,) = [note for note in books[0].notes if note.kind == "unreadable-file"]
    assert note.message.startswith(f"{path}/b.xls: ")


def test_a_report_that_cannot_be_read_is_the_error_when_it_is_the_only_one(tmp_path: Path) -> None:
    path = file(tmp_path, "x.zip", zipped({"b.xls": OTHER[:2000], "a.txt": b"x"}))
    with pytest.raises(UnreadableFileError) as caught:
        read(path)

    assert caught.value.file == f"{path}: b.xls"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({}), "without files"),
        (zipped({"a.txt": b"x", "b/c.pdf": b"%PDF-1.4"}), r"a.txt \(a text file\); b/c.pdf \(a PDF document\)"),
        (zipped({"scan.xls": SCAN})[:-50], "truncated or damaged"),
        (locked_zip({"scan.xls": SCAN}), "password"),
        (locked_zip({"systems.csv": systems_csv()}), "password"),
        (zipped({"scan.xls": SCAN}, zipfile.ZIP_LZMA), "method"),
        (zipped({"hmc1/HMC_lssyscfg-r.txt": b"x", "hmc1/S1_lpar_conf.txt": b"y"}), "raw cache is not read: give the .xlsx"),
        (zipped({"x/S1_lpar_conf.txt": b"y", "readme": b"x"}), "raw cache is not read"),
        (mail({}).as_bytes(), "no files in it"),
        (mail({"a.txt": b"x"}).as_bytes(), r"a.txt \(a text file\)"),
        (mail({"winmail.dat": b"\x78\x9f\x3e\x22rest"}).as_bytes(), "winmail.dat"),
        (mail({"scan.xls": SCAN}).as_bytes()[:2999], "truncated or damaged"),
        (mail({"scan.xls": SCAN}).as_bytes()[:2998], "cut off or damaged in the e-mail"),
    ],
    ids=[
        "empty zip", "nothing of ours", "cut zip", "locked", "locked folder", "lzma", "raw cache", "raw cache and more",
        "mail", "mail with text", "tnef", "cut mail", "mail cut in a letter",
    ],
)  # fmt: skip
def test_containers_that_cannot_be_used_say_why(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read(file(tmp_path, "x", data))


def test_the_raw_cache_beside_a_report_is_left_out(tmp_path: Path) -> None:
    files = {"hmc1.xlsx": xlsx({"Header": [["x"]]}), "hmc1/HMC_lssyscfg-r.txt": b"x", "hmcScanner.log": b"x"}
    books = read(folder(tmp_path, "scan", files))

    assert sorted(left_out(books)) == [
        "Left out: hmc1/HMC_lssyscfg-r.txt (the raw cache of hmcscanner).",
        "Left out: hmcScanner.log (a text file).",
    ]


def nest(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zipped({"x.zip": data})
    return data


def test_three_containers_are_opened_and_four_are_not(tmp_path: Path) -> None:
    inner = zipped({"scan.xls": SCAN})

    assert len(read(file(tmp_path, "3.zip", nest(inner, 2)))) == 1
    with pytest.raises(TooLargeError, match="depth"):
        read(file(tmp_path, "4.zip", nest(inner, 3)))


def test_messages_nested_without_end_are_refused(tmp_path: Path) -> None:
    message: EmailMessage = mail({"scan.xls": SCAN})
    for _ in range(5):
        message = mail({}, [message])
    with pytest.raises(TooLargeError, match="depth"):
        read(file(tmp_path, "x.eml", message.as_bytes()))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = file(tmp_path, "x.zip", zipped({"scan.xls": SCAN + b"\0" * 30_000_000}))
    with pytest.raises(TooLargeError, match="ratio"):
        read(path)


def test_what_a_zip_unpacks_to_is_counted_over_all_members(tmp_path: Path) -> None:
    path = file(tmp_path, "x.zip", zipped({f"{number}.xls": SCAN for number in range(10)}))

    assert len(read(path, limits=Limits(unpacked_bytes=10 * len(SCAN)))) == 10
    with pytest.raises(TooLargeError, match="unpacked_bytes"):
        read(path, limits=Limits(unpacked_bytes=10 * len(SCAN) - 1))


@pytest.mark.parametrize(
    "make", [lambda root, files: folder(root, "x", files), lambda root, files: file(root, "x", zipped(files))]
)
def test_too_many_files_are_refused(tmp_path: Path, make: object) -> None:
    path = make(tmp_path, {f"{number}.txt": b"x" for number in range(20)})  # type: ignore[operator]
    with pytest.raises(TooLargeError, match="members"):
        read(path, limits=Limits(members=19))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_the_raw_cache_of_the_real_program_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="raw cache is not read"):
        read(SHARED / "reports" / "beta" / "raw-cache.zip")

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, read

from .builders import file, folder, xls


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \r\n\t", "is empty"),
        (b"hello", "a text file"),
        (b"\x00\x01\x02", "a binary file"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08\x00", "gzip archive, which is not opened"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive, which is not opened"),
        (b"Rar!\x1a\x07\x00", "RAR archive, which is not opened"),
        (b"x" * 257 + b"ustar\x00", "tar archive, which is not opened"),
        (b"<!DOCTYPE html><html></html>", "an HTML page that no scanner wrote"),
        (b"<?xml version='1.0'?><x/>", "an XML file"),
        ("\ufeffhello".encode("utf-16-le"), "a text file"),
        (b"name,type\nx,y\n", "a text file"),
        (b"Note: hello\nworld", "a text file"),
        (b"PK\x03\x04", "truncated or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "truncated or damaged"),
    ],
)
def test_files_that_are_no_report_are_named_with_advice(tmp_path: Path, data: bytes, words: str) -> None:
    path = file(tmp_path, "scan.xls", data)
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read(path)

    assert caught.value.file == str(path)
    assert caught.value.advice.endswith(".")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such file"):
        read(tmp_path / "gone.xls")


@pytest.mark.parametrize("path", ["x\0y", "x" * 5000])
def test_a_path_that_cannot_be_is_said_so(path: str) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be looked at"):
        read(path)


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFileError, match="neither a file nor a folder"):
        read(tmp_path / "pipe")


def test_pipes_and_broken_links_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    path = folder(tmp_path, "x", {"scan.xls": xls({"t": [["a"]]})})
    os.mkfifo(path / "pipe")
    (path / "link").symlink_to(path / "gone")
    (path / "loop").symlink_to(path)

    assert len(read(path)) == 1


def test_an_empty_folder_holds_no_report(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no files in it"):
        read(folder(tmp_path, "x", {}))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_so(tmp_path: Path) -> None:
    path = file(tmp_path, "scan.xls", b"x")
    path.chmod(0)
    with pytest.raises(UnreadableFileError, match="may read it"):
        read(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "scan.xls", xls({"t": [["a"]]}))
    with pytest.raises(TooLargeError, match="file_bytes"):
        read(path, limits=Limits(file_bytes=1000))


def test_paths_may_be_text_or_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, "scan.xls", xls({"t": [["a"]]}))
    monkeypatch.chdir(tmp_path)

    assert read(path) == read(str(path)) == read("scan.xls")
    assert read(".")[0].file == f"{tmp_path.name}/scan.xls"


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path) -> None:
    name = os.fsdecode(b"b\xfcro.xls")
    path = file(tmp_path, name, xls({"t": [["a"]]}))

    assert [read(given)[0].file.encode() for given in (path, tmp_path)] == [
        b"b?ro.xls",
        f"{tmp_path.name}/b?ro.xls".encode(),
    ]


def test_an_error_survives_pickling(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path / "gone")

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from hmcscan_lpm.errors import TooLargeError, UnreadableFileError
from hmcscan_lpm.readers import Limits, Workbook, read

from .builders import SHARED, dump, file


def test_a_dump_is_given_as_it_is(tmp_path: Path) -> None:
    data = dump(S1={"serial_num": "0612345", "_lpar": {"007": {}}})
    (book,) = read(file(tmp_path, "hmc1.txt", data))

    assert book == Workbook(
        "hmc1.txt",
        "json",
        hashlib.sha256(data).hexdigest(),
        (),
        {"hmc": {"hmc1": {}}, "managed_system": {"S1": {"serial_num": "0612345", "_lpar": {"007": {}}}}},
    )


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (book,) = read(file(tmp_path, "hmc1.txt", b"\xef\xbb\xbf" + dump()))

    assert book.document == {"hmc": {"hmc1": {}}, "managed_system": {}}


def test_numbers_of_any_length_are_read(tmp_path: Path) -> None:
    data = dump(S1={"n": 1}).replace(b'"n": 1', b'"n": ' + b"9" * 5000 + b', "m": NaN')
    (book,) = read(file(tmp_path, "hmc1.txt", data))

    assert book.document is not None
    assert book.document["managed_system"]["S1"] == {"n": float("inf"), "m": "NaN"}


def test_keys_that_occur_twice_are_noted(tmp_path: Path) -> None:
    data = b'{"hmc": {}, "managed_system": {"S1": {"a": 1, "a": 2}, "S1": {"b": 1}}}'
    (book,) = read(file(tmp_path, "hmc1.txt", data))

    assert book.document == {"hmc": {}, "managed_system": {"S1": {"b": 1}}}
    assert [(note.kind, note.message[:11]) for note in book.notes] == [("duplicate-key", "2 keys occu")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (dump(S1={})[:-5], "no valid JSON"),
        (b"[1, 2]", "no dump of hmcscanner"),
        (b'{"hmc": {}}', "no dump of hmcscanner"),
        (b'{"hmc": [], "managed_system": "x"}', "no dump of hmcscanner"),
        (b"[" * 200_000, "no valid JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "no valid JSON"),
        (b'{"a": "\xff"}', "no valid JSON"),
        (b'{"a": 1} x', "no valid JSON"),
    ],
    ids=["cut", "list", "one key", "no objects", "deep lists", "deep objects", "bytes", "more"],
)
def test_json_that_cannot_be_used_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read(file(tmp_path, "x.json", data))


def test_a_dump_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="json_bytes"):
        read(file(tmp_path, "x.json", dump(S1={"a": "x" * 1000})), limits=Limits(json_bytes=1000))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_a_dump_of_the_real_program() -> None:
    (book,) = read(SHARED / "reports" / "beta" / "hmcbeta1.json")

    assert book.document is not None
    assert len(book.document["managed_system"]) == 3

"""Parsers of cells that only the Python hmcscanner writes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hmcscanner.excelWriter import ExcelWriter
from hypothesis import given
from hypothesis import strategies as st

from hmcscan_lpm.dialects.python import cells
from hmcscan_lpm.dialects.values import mac, plain
from hmcscan_lpm.readers.model import Cell

CASES: list[tuple[Any, Cell, Any]] = [
    (cells.known, "Unknown", None),
    (cells.known, "POWER9", "POWER9"),
    (cells.profile, None, ""),
    (cells.profile, "", ""),
    (cells.profile, "none", ""),
    (cells.profile, "N/A", None),
    (cells.profile, 815.0, "815"),
    (cells.wwpn_of(0), "c050760702ce001c,c050760702ce001d", "c050760702ce001c"),
    (cells.wwpn_of(1), "c050760702ce001c,c050760702ce001d", "c050760702ce001d"),
    (cells.wwpn_of(1), "c050760702ce001c", ""),
    (cells.wwpn_of(0), None, ""),
    (cells.wwpn_of(0), "none", ""),
    (cells.wwpn_of(0), "N/A", None),
    (cells.vlans, None, ""),
    (cells.vlans, "", ""),
    (cells.vlans, 100.0, "100"),
    (cells.vlans, "100,200", "100,200"),
    (cells.vlans, "none", ""),
    (cells.vlans, "unavailable", None),
    (cells.vlans, "N/A", None),
    (cells.filled, "default,POWER9", "default,POWER9"),
    (cells.filled, "unavailable", None),
    (cells.filled, None, None),
    (cells.items, "N/A", None),
    (cells.items, None, ""),
    (cells.first_ratio, "1:64,1:128", 64),
    (cells.first_ratio, "none", None),
    (cells.vios_slot, "U9009.42A.7841A10-V1-C50", 50),
    (cells.vios_slot, "U9009.42A.7841A10-V1-C50-T1", 50),
    (cells.vios_slot, " ", None),
    (cells.client_id, "0x0000000b", 11),
    (cells.client_id, 11.0, 11),
    (cells.client_id, "0x00000000", 0),
    (cells.is_open, "any", True),
    (cells.is_open, 5.0, False),
    (cells.is_open, None, None),
    (cells.partner_id, "any", None),
    (cells.partner_id, 12.0, 12),
    (cells.is_mapped, "fcs0", True),
    (cells.is_mapped, " ", False),
    (cells.is_mapped, "", False),
    (cells.is_mapped, None, None),
    (cells.is_mapped, "N/A", None),
    (cells.devices, "ent4,ent5", "ent4,ent5"),
    (cells.devices, "Default", None),
    (cells.devices, "none", None),
    (cells.choice("yes", "no"), "Yes", "yes"),
    (cells.choice("yes", "no"), "Enable", None),
    (cells.choice("yes", "no"), "N/A", None),
    (cells.described, "8023ad", "8023ad"),
    (cells.described, "NONE", "NONE"),
    (cells.described, "EtherChannel", None),
    (cells.label, "User", None),
    (cells.label, "FabricA", "FabricA"),
    (cells.speed, 32.0, 32),
    (cells.speed, "UNKNOWN", None),
    (cells.fabric_address, "0x0bc8f1", "0bc8f1"),
    (cells.fabric_address, "0x10600", "010600"),
    (cells.fabric_address, "none", None),
    (cells.disk_pvid, 12345678901234.0, "0012345678901234"),
    (cells.disk_pvid, "none", None),
    (cells.switch, "ETHERNET0(Default)", "ETHERNET0"),
    (cells.switch, "N/A", None),
    (cells.is_default, "ETHERNET0(Default)", True),
    (cells.is_default, "ETHERNET0", None),
    (cells.units, "0.30000000000000004", 0.3),
    (cells.vios_level, "4.1.1.0", "VIOS 4.1.1.0"),
    (cells.vios_level, "Not detected", None),
    (cells.vios_level, "HSCL2970 The IOServer command has failed", None),
    (cells.physical_port, "U78DB-P0-C21-T0-S1", "U78DB-P0-C21-T0"),
]


@pytest.mark.parametrize(("parse", "cell", "expected"), CASES)
def test_a_cell_is_read_as_it_is_meant(parse: Any, cell: Cell, expected: Any) -> None:
    assert parse(cell) == expected


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (cells.wwpn_of(0), 2100111122223333.0),
        (cells.identifier, 1e15),
        (cells.disk_pvid, 1234567890123456.0),
        (cells.wwpn_of(0), "c050"),
        (cells.vlans, "4095"),
        (cells.vios_slot, "U78DA.ND0.WZS0001-P0-C1"),
        (cells.vios_slot, "U9009.42A.7841A10-V1-C9999999"),
        (cells.vios_slot, "U9009.42A.7841A10-V1-C50x"),
        (cells.devices, "ent4,§"),
        (cells.choice("yes", "no"), "maybe"),
        (mac, -24681357902.0),
        (mac, "-24681357902a"),
        (mac, 1e12),
        (mac, 2.5),
        (cells.first_ratio, "128"),
        (cells.fabric_address, "0x1234567"),
    ],
)
def test_what_cannot_be_right_is_refused(parse: Any, cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(cell)


def guessed(text: str) -> str:
    """What the scanner writes into a guessed cell, as our readers show it."""
    writer = ExcelWriter("unused.xlsx")
    writer.normal = writer.float2digits = writer.integer = io.StringIO()
    value, _ = writer._formatValue(text)
    return plain(float(value)) if isinstance(value, int | float) else plain(value)


@given(st.one_of(st.from_regex(r"[0-9]{1,14}", fullmatch=True), st.from_regex(r"[0-9_.+\-eE]{1,8}", fullmatch=True)))
def test_guesses_know_what_the_scanner_makes_of_a_name(text: str) -> None:
    assert guessed(text) in set(cells.guesses(text))


@given(st.text(max_size=400))
def test_guessing_never_raises(text: str) -> None:
    assert next(iter(cells.guesses(text))) == text


def test_a_guessed_name_is_found_again() -> None:
    assert cells.raw_name("7", ["normal", "007"]) == "007"


def test_a_guessed_name_that_fits_several_is_not_known() -> None:
    assert cells.raw_name("7", ["7", "007"]) is None


def test_a_name_of_a_dump_is_taken_as_it_stands() -> None:
    assert cells.raw_name("7", ["7", "007"], is_guessed=False) == "7"


def test_a_name_that_nobody_has_is_kept() -> None:
    assert cells.raw_name("gone", ["normal"]) == "gone"


def test_a_number_that_is_nobodys_name_is_not_known() -> None:
    assert cells.raw_name("7", ["normal"]) is None

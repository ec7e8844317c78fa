"""Several reports together: the newest scan of each server, unique names, and the way back to the cell."""

from __future__ import annotations

import dataclasses

import pytest

from hmcscan_lpm import dialects
from hmcscan_lpm.catalogue.model import Change
from hmcscan_lpm.dialects.model import Report
from hmcscan_lpm.errors import SelectionError
from hmcscan_lpm.estate import Estate, Evidence, combine
from hmcscan_lpm.examples import apply, healthy


def report(file: str = "healthy.xls", *changes: Change, dialect: str = "java") -> Report:
    workbook = apply(healthy(dialect), changes)
    return dialects.load(dataclasses.replace(workbook, file=file))


def at(file: str, date: str, *changes: Change) -> Report:
    """The healthy report as scanned on another day."""
    loaded = report(file, *changes)
    hmcs = loaded.tables["hmcs"].copy()
    hmcs["scanned_at"] = f"{date}T06:00:00"
    return dataclasses.replace(loaded, tables={**loaded.tables, "hmcs": hmcs.astype(loaded.tables["hmcs"].dtypes)})


def test_evidence_names_report_tab_cell_heading_and_printed_value() -> None:
    estate = combine([report()])
    row = estate.tables["virtual_fibre"].query("lpar == 'db1' and type == 'client'").iloc[0]
    evidence = estate.evidence(f"{row['at']}#wwpn2")
    sheet = estate.reports[0].sheets["Virtual_Fibre"]
    assert evidence == Evidence("healthy.xls", "Virtual_Fibre", f"I{row['row']}", "WWPN #2", row["wwpn2"])
    assert sheet.rows[int(row["row"]) - 1][8] == row["wwpn2"]


def test_evidence_of_a_fact_the_report_has_no_column_for_is_none() -> None:
    estate = combine([report()])
    assert estate.evidence("systems:0#lmb_mb") is None


def test_of_two_scans_of_a_server_the_newer_one_counts_and_that_is_said() -> None:
    renamed = Change("LPAR_Summary", "set", {"Name": "web9"}, {"Status": "Not Activated"})
    estate = combine([at("new.xls", "2026-01-02", renamed), at("old.xls", "2026-01-01")])
    states = estate.lpars.query("lpar == 'web9'")["state"].tolist()
    assert states == ["Not Activated"]
    said = [issue for issue in estate.issues if issue.kind == "older-scan"]
    assert {issue.report for issue in said} == {"old.xls"}
    assert len(said) == len(estate.systems)


def test_the_order_of_the_reports_does_not_decide() -> None:
    reports = [at("new.xls", "2026-01-02"), at("old.xls", "2026-01-01")]
    for order in (reports, reports[::-1]):
        assert set(combine(order).lpars["report"]) == {"new.xls"}


def test_two_servers_of_one_name_are_told_apart_by_their_serial() -> None:
    first, second = report("a.xls"), report("b.xls")
    systems = second.tables["systems"].copy()
    systems["serial"] = systems["serial"] + "X"
    estate = combine([first, dataclasses.replace(second, tables={**second.tables, "systems": systems})])
    names = sorted(estate.systems["system"])
    assert len(names) == len(set(names)) == 2 * len(first.tables["systems"])
    assert all("*" in name for name in names)
    assert {issue.kind for issue in estate.issues} >= {"same-server-name"}


def sanitized(file: str, *changes: Change, content: str = "") -> Report:
    """The healthy report as if its names were placeholders: another content is another report."""
    return dataclasses.replace(report(file, *changes), sanitized=True, sha256=content or file)


def servers(estate: Estate) -> list[tuple[str, str]]:
    return sorted(zip(estate.systems["report"], estate.systems["system"], strict=True))


def test_servers_of_two_sanitized_reports_are_never_the_same() -> None:
    estate = combine([sanitized("a.xls"), sanitized("b.xls")])
    assert servers(estate) == [(file, f"{name}*{file}") for file in ("a.xls", "b.xls") for name in ("DST", "P9", "SRC")]
    assert not [issue for issue in estate.issues if issue.kind == "older-scan"]
    assert {issue.report for issue in estate.issues if issue.kind == "sanitized-names"} == {"a.xls", "b.xls"}


def test_a_server_of_a_sanitized_report_is_none_of_a_report_with_real_names() -> None:
    estate = combine([at("a.xls", "2026-01-02"), sanitized("b.xls")])
    serials = dict(zip(estate.systems["system"], estate.systems["serial"], strict=True))
    real = {name for name in serials if name.endswith(f"*{serials[name]}")}
    assert sorted(set(serials) - real) == ["DST*b.xls", "P9*b.xls", "SRC*b.xls"]
    assert len(real) == 3
    assert {issue.report for issue in estate.issues if issue.kind == "sanitized-names"} == {"b.xls"}


def test_a_sanitized_report_given_twice_is_one() -> None:
    estate = combine([sanitized("a.xls", content="same"), sanitized("b.xls", content="same")])
    assert servers(estate) == [("a.xls", name) for name in ("DST", "P9", "SRC")]
    assert not [issue for issue in estate.issues if issue.kind in {"sanitized-names", "same-server-name"}]


def test_two_reports_of_one_file_name_stay_apart() -> None:
    estate = combine([at("scan.xls", "2026-01-02"), at("scan.xls", "2026-01-01")])
    assert [source.file for source in estate.sources] == ["scan.xls", "scan.xls (2)"]


def test_raw_tabs_are_reachable_by_any_spelling() -> None:
    estate = combine([report()])
    assert estate.tab("virtual fibre").columns[0] == "LPAR name"
    with pytest.raises(SelectionError, match="No report has a tab 'Virtual_Fiber'"):
        estate.tab("Virtual_Fiber")


def test_both_dialects_end_in_the_same_tables() -> None:
    java, python = combine([report()]), combine([report("h.xlsx", dialect="python")])
    for table, columns in {
        "lpars": ["system", "lpar", "lpar_id", "state", "env", "rmc_state"],
        "virtual_ethernet": ["system", "lpar", "slot", "mac", "vswitch", "pvid", "vlans", "is_trunk"],
        "virtual_fibre": ["system", "lpar", "slot", "type", "wwpn1", "wwpn2", "remote_lpar", "remote_slot"],
    }.items():
        left, right = (
            estate.tables[table][columns].sort_values(columns[:3]).to_dict("records") for estate in (java, python)
        )
        assert left == right

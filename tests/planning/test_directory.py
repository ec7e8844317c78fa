"""What reports say of servers and their HMCs, as commands need it."""

from __future__ import annotations

import pytest

from hmcscan_lpm import relations
from hmcscan_lpm.examples.edits import Change
from hmcscan_lpm.planning.orders.commands import commands
from hmcscan_lpm.planning.orders.directory import Directory, directory
from hmcscan_lpm.relations import Selection
from tests.planning.mappings import mapping
from tests.test_engine import estate


def of(*changes: Change, report: str = "java") -> Directory:
    return directory(relations.connect(estate(*changes, report=report), Selection((), ())))


@pytest.mark.parametrize("report", ["java", "python"])
def test_a_report_tells_the_hmc_its_level_ids_pools_and_what_is_running(report: str) -> None:
    found = of(report=report)
    source = found.servers["SRC"]
    assert (source.name, source.hmc, source.sanitized) == ("SRC", "hmc1", False)
    assert source.hmc_level[:2] == (10, 3)
    assert source.hmc_label.startswith("V10R3")
    assert source.machine.count("*") == 1
    assert {"srcvios1", "db1"} <= set(source.ids)
    assert "db1" in source.active
    assert found.one_hmc("SRC", "DST") is True
    made = commands([mapping()], found)[0]
    assert made.move.startswith("migrlpar -o m -m SRC -t DST -p db1")


def test_two_hmcs_in_a_report_are_two() -> None:
    found = of(Change("System Summary", "set", {"Managed System": "DST"}, {"HMC": "hmc2"}), report="python")
    assert found.servers["DST"].hmc_level == ()
    assert found.one_hmc("SRC", "DST") is False


def test_an_hmc_that_no_report_names_is_not_known() -> None:
    found = of(
        Change("Header", "set", {}, {"Manager Name": ""}),
        Change("System_Summary", "set", {}, {"Mgr #1": ""}),
    )
    assert (found.servers["SRC"].hmc, found.one_hmc("SRC", "DST")) == ("", None)

"""Every output that the documentation names fills its cell, and the cell leads back to the line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import hmcscan_lpm as lpm
from hmcscan_lpm.estate import Estate
from hmcscan_lpm.supplements.model import COLLECTED
from hmcscan_lpm.supplements.read import FORMATS

from .known import KNOWN, Known


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("facts")
    found = {}
    for number, known in enumerate(KNOWN):
        found[known.name] = folder / f"{number:03}.txt"
        found[known.name].write_text(known.text, encoding="utf-8")
    assert len(found) == len(KNOWN)
    return found


@pytest.fixture(scope="module")
def told(samples: Path, files: dict[str, Path]) -> Estate:
    (report,) = samples.glob("hmc-ams1_*_scan.xls")
    return lpm.load(report, facts=files.values())


def rows(table: pd.DataFrame, known: Known) -> pd.DataFrame:
    for name, value in known.where.items():
        table = table[(table[name] == value).fillna(value=False)]
    return table


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_it_is_understood(told: Estate, files: dict[str, Path], known: Known) -> None:
    (file,) = (file for file in told.facts if Path(file.file).name == files[known.name].name)
    kinds = {issue.kind for issue in told.issues if issue.report == file.file} - {"fact-differs"}
    assert kinds <= ({"unused-output"} if not known.table else set())
    assert len(file.formats) == 1
    assert any(fact.row.table != COLLECTED for fact in file.facts) is bool(known.table)
    if not known.table:
        return
    (row,) = rows(told.tables[known.table], known).to_dict("records")
    assert row[known.column] == known.value
    cell = told.evidence(f"{row['at']}#{known.column}")
    assert cell is not None
    assert (cell.report, cell.column) == (file.file, known.column)
    assert cell.value in known.text


def test_every_format_is_known() -> None:
    """A format that nothing here shows would be one that no report can be trusted to."""
    shown = {known.name for known in KNOWN}
    assert {
        form.name for form in FORMATS if not any(part in name for part in form.name.split(", ") for name in shown)
    } == {"messages of a VIOS"}


def test_a_port_that_the_report_has_is_not_counted_twice(samples: Path, tmp_path: Path) -> None:
    (report,) = samples.glob("hmc-ams1_*_scan.xls")
    ports = lpm.load(report).tables["sriov_ports"]
    for system, port in ports[["system", "location"]].head(1).itertuples(index=False):
        line = f"adapter_id=1,phys_port_id=0,phys_port_loc={port},state=1,max_eth_logical_ports=20,config_eth_logical_ports=19"
        (tmp_path / "f.txt").write_text(
            f"#==> server={system} :: lshwres -r sriov --rsubtype physport\n{line}\n", encoding="utf-8"
        )
        both = lpm.load(report, facts=[tmp_path / "f.txt"]).tables["sriov_ports"]
        assert len(both) == len(ports)
        assert both[both["location"] == port]["logical_ports"].tolist() == [19]

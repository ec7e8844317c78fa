from __future__ import annotations

from pathlib import Path

import pytest

from .reports import SYSTEM, XLS, Record, records, servers

each_report = pytest.mark.parametrize("path", XLS, ids=lambda path: path.name)


def taken(cell: Record, kind: str) -> float:
    """What a partition holds: the target value where it is off, else the current one."""
    value = cell[f"Tgt {kind}"]
    return float(cell[f"Curr {kind}"] if value == "" else value)


@each_report
def test_firmware_free_and_assigned_memory_make_up_the_active_memory(path: Path) -> None:
    assigned = records(path, "LPAR_MEM")
    balance = {
        s["Managed System"]: s["Firm GB"]
        + s["Curr Avail GB"]
        + sum(row["Tgt GB"] for row in assigned if row[SYSTEM] == s["Managed System"])
        for s in records(path, "System_Summary")
    }
    # Each size is cut off to two decimals.
    assert balance == {
        s["Managed System"]: pytest.approx(s["Act GB"], abs=0.05) for s in records(path, "System_Summary")
    }


@each_report
def test_free_and_assigned_cores_make_up_the_active_cores(path: Path) -> None:
    assigned = records(path, "LPAR_CPU")
    balance = {
        s["Managed System"]: s["Curr Avail Cores"]
        + sum(
            taken(row, "CPU" if row["Mode"] == "ded" else "Ent")
            for row in assigned
            if row[SYSTEM] == s["Managed System"]
        )
        for s in records(path, "System_Summary")
    }
    assert balance == {
        s["Managed System"]: pytest.approx(s["Act Cores"], abs=0.05) for s in records(path, "System_Summary")
    }


def test_the_dumps_balance_to_the_megabyte() -> None:
    for server in servers().values():
        memory = server["_sysMem"]
        assigned = sum(int(lpar["mem"]["curr_mem"]) for lpar in server["_lpar"].values())
        parts = int(memory["sys_firmware_mem"]) + int(memory["curr_avail_sys_mem"]) + assigned
        assert parts == int(memory["configurable_sys_mem"])


def test_every_size_in_the_dumps_is_a_multiple_of_the_memory_block() -> None:
    for server in servers().values():
        block = int(server["_sysMem"]["mem_region_size"])
        sizes = [int(server["_sysMem"][name]) for name in ("sys_firmware_mem", "curr_avail_sys_mem")]
        sizes += [
            int(lpar["mem"][f"curr_{kind}mem"]) for lpar in server["_lpar"].values() for kind in ("", "min_", "max_")
        ]
        assert [size % block for size in sizes] == [0] * len(sizes)


@each_report
def test_the_dump_and_the_report_agree_on_what_is_free(path: Path) -> None:
    for row in records(path, "System_Summary"):
        server = servers()[row["Managed System"]]
        free = (
            float(server["_sysMem"]["curr_avail_sys_mem"]) / 1024,
            float(server["_sysProc"]["curr_avail_sys_proc_units"]),
        )
        assert (row["Curr Avail GB"], row["Curr Avail Cores"]) == pytest.approx(free, abs=0.011)

"""Client virtual SCSI adapters of the healthy data centre, damaged, and which VIOS takes them.

``app1`` of SRC has slot 5 over srcvios1 and slot 6 over srcvios2, each with two disks that both VIOSes of DST see.
"""

from __future__ import annotations

import pytest

from hmcscan_lpm.planning.execution import MoveMapping, ScsiMapping

from .workshop import Workshop

FIRST = "33213600507681281A0B4000000000000001104214503IBMfcp"
SECOND = "33213600507681281A0B4000000000000001204214503IBMfcp"
UNIT = "app1_lu.0123456789abcdef0123456789abcdef"
SSP = f"update vscsi_mappings set backing = '{UNIT}', disk_id = null where system = 'SRC' and vtd = 'vtscsi0'"
TAKEN = "Another path to its disks goes over dstvios2 already."
ALONE = "delete from virtual_scsi where lpar = 'app1' and slot = 6"


def homes(mapping: MoveMapping) -> dict[int, str | None]:
    return {item.slot: item.vios for item in mapping.scsi}


def blind(vios: str, disk: str) -> str:
    return f"delete from vios_disks where system = 'DST' and vios = '{vios}' and disk_id = '{disk}'"


def cluster(system: str, vios: str, name: str) -> str:
    return (
        f"insert into clusters by name select '{system}' as system, '{vios}' as vios, '{name}' as cluster, "
        f"'{name}-id' as cluster_id, 'c' as \"at\""
    )


def test_each_adapter_goes_to_a_vios_that_sees_its_disks(python: Workshop) -> None:
    mapping = python.one("app1", "DST")
    assert mapping.scsi[0] == ScsiMapping(
        slot=5,
        source_vios="srcvios1",
        source_slot=105,
        disks=(FIRST, SECOND),
        vios="dstvios1",
        vios_id=1,
        server_slot=105,
        pinned=False,
        reason="dstvios1 takes over from srcvios1; it sees all its 2 disks; server slot 105 is kept.",
        problems=(),
    )
    assert homes(mapping) == {5: "dstvios1", 6: "dstvios2"}


@pytest.mark.parametrize(
    ("edits", "expected", "problem"),
    [
        pytest.param((blind("dstvios1", FIRST),), {5: None, 6: "dstvios2"}, f"dstvios1 does not see disk {FIRST} (hdisk2).; {TAKEN}", id="one VIOS is blind for one disk"),
        pytest.param((ALONE, blind("dstvios1", FIRST)), {5: "dstvios2"}, "", id="one path goes where the disk is seen"),
        pytest.param((ALONE, blind("dstvios1", FIRST), blind("dstvios2", SECOND)), {5: None}, f"dstvios1 does not see disk {FIRST} (hdisk2).", id="no VIOS sees both disks"),
        pytest.param(("update coverage set collected = false, reason = 'no answer' where vios = 'dstvios1' and tbl = 'vios_disks'", "delete from vios_disks where vios = 'dstvios1'"), {5: "dstvios1", 6: "dstvios2"}, "Which disks dstvios1 sees is not known: no answer.", id="nobody knows what one VIOS sees"),
        pytest.param(("update vscsi_mappings set disk_id = null where system = 'SRC'", "update vios_disks set disk_id = null where system = 'SRC'"), {5: "dstvios1", 6: "dstvios2"}, "; ".join(f"Disk {name} has no unique id in the report: whether dstvios1 sees it is not known." for name in ("hdisk2", "hdisk3")), id="no unique id"),
        pytest.param(("update vscsi_mappings set backing = 'app1_lv', disk_id = null where system = 'SRC' and vtd = 'vtscsi0'",), {5: None, 6: None}, "app1_lv is a logical volume, which no other VIOS can present.", id="a logical volume"),
        pytest.param(("update vscsi_mappings set backing = '/var/vio/VMLibrary/a.iso', vtd = 'vtopt0', disk_id = null where system = 'SRC' and vtd = 'vtscsi0'",), {5: "dstvios1", 6: "dstvios2"}, "It carries an image in a virtual optical device, which cannot move (/var/vio/VMLibrary/a.iso).", id="a virtual optical device"),
        pytest.param(("delete from vscsi_mappings where system = 'SRC' and slot = 105",), {5: "dstvios1", 6: "dstvios2"}, "", id="nothing mapped"),
        pytest.param(("delete from vscsi_mappings where system = 'SRC' and slot = 105", "update coverage set collected = false where system = 'SRC' and tbl = 'vscsi_mappings'"), {5: "dstvios1", 6: "dstvios2"}, "What it carries is not known.", id="nobody knows what it carries"),
        pytest.param((SSP,), {5: "dstvios1", 6: "dstvios2"}, f"Whether dstvios1 is in the cluster of {UNIT} is not known.", id="a storage pool unit, cluster not told"),
        pytest.param((SSP, cluster("SRC", "srcvios1", "c1"), cluster("DST", "dstvios1", "c1"), cluster("DST", "dstvios2", "c1")), {5: "dstvios1", 6: "dstvios2"}, "", id="the same cluster"),
        pytest.param((SSP, cluster("SRC", "srcvios1", "c1"), cluster("DST", "dstvios1", "c2"), cluster("DST", "dstvios2", "c1")), {5: None, 6: "dstvios2"}, f"dstvios1 is not in the cluster of {UNIT}.; {TAKEN}", id="one VIOS in another cluster"),
        pytest.param((SSP, f"insert into vscsi_mappings by name select 'DST' as system, vios, 50 as slot, 'vhost9' as vhost, 'x' as vtd, '{UNIT}' as backing, 'm' as \"at\" from (values ('dstvios1'), ('dstvios2')) v(vios)"), {5: "dstvios1", 6: "dstvios2"}, "", id="the VIOSes there present the same unit"),
        pytest.param(("update lpars set state = 'Not Activated' where lpar = 'dstvios2'",), {5: "dstvios1", 6: None}, "", id="one VIOS runs"),
        pytest.param(("update virtual_scsi set remote_lpar = null where lpar = 'app1' and slot = 5",), {5: "dstvios1", 6: "dstvios2"}, "Which VIOS serves it today is not known.; What it carries is not known.", id="VIOS not told"),
    ],
)  # fmt: skip
def test_a_vios_is_chosen(
    python: Workshop, edits: tuple[str, ...], expected: dict[int, str | None], problem: str
) -> None:
    mapping = python.one("app1", "DST", *edits)
    assert homes(mapping) == expected
    assert "; ".join(mapping.scsi[0].problems) == problem


def test_paths_change_places_when_only_that_way_every_disk_is_seen(python: Workshop) -> None:
    """Slot 5 has one disk, slot 6 the other, and each VIOS there sees the one of the other."""
    edits = (
        "delete from vscsi_mappings where vios = 'srcvios1' and vtd = 'vtscsi1'",
        "delete from vscsi_mappings where vios = 'srcvios2' and vtd = 'vtscsi0'",
        blind("dstvios1", FIRST),
        blind("dstvios2", SECOND),
    )
    mapping = python.one("app1", "DST", *edits)
    assert mapping.vioses == (("srcvios1", "dstvios2"), ("srcvios2", "dstvios1"))
    assert homes(mapping) == {5: "dstvios2", 6: "dstvios1"}
    assert "with fewer problems than in the order of ids" in mapping.vioses_reason


def test_one_adapter_leaves_its_vios_for_the_one_that_sees_its_disk(python: Workshop) -> None:
    """Both adapters over one VIOS, each with a disk that only one VIOS there sees: the rule asks for no more."""
    edits = (
        ALONE,
        "insert into virtual_scsi select * replace (7 as slot, 107 as remote_slot) from virtual_scsi where lpar = 'app1'",
        "update vscsi_mappings set slot = 107 where vios = 'srcvios1' and vtd = 'vtscsi1'",
        blind("dstvios1", SECOND),
        blind("dstvios2", FIRST),
    )
    mapping = python.one("app1", "DST", *edits)
    assert homes(mapping) == {5: "dstvios1", 7: "dstvios2"}
    assert mapping.scsi[1].reason.startswith("dstvios2 takes over, for dstvios1 does not see its disks")


def test_fibre_channel_and_scsi_follow_the_same_vios(python: Workshop) -> None:
    """The only VIOS that sees the disk decides for the Fibre Channel adapters as well."""
    edits = (
        "insert into virtual_scsi select * replace ('db1' as lpar) from virtual_scsi where lpar = 'app1' and slot = 5",
        "update vscsi_mappings set client_lpar = 'db1' where vios = 'srcvios1' and slot = 105",
        blind("dstvios1", FIRST),
    )
    mapping = python.one("db1", "DST", *edits)
    assert mapping.vioses == (("srcvios1", "dstvios2"), ("srcvios2", "dstvios1"))
    assert {item.source_vios: item.vios for item in mapping.fibre} == dict(mapping.vioses)
    assert [item.vios for item in mapping.scsi] == ["dstvios2"]

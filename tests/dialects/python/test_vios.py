"""What VIOSes answer: mappings, disks, shared Ethernet adapters, ports; and physical slots."""

from __future__ import annotations

from typing import Any

import pytest

from hmcscan_lpm.dialects.python import load

from .books import FORMS, gaps, healthy, kinds, loaded, pick, put, row, rows, where, without, without_column
from .builder import DISK, Document, slot

BOGUS = "HSCL2970 The IOServer command has failed because of the following reason"


def vios(content: Document, name: str = "vios1") -> Document:
    found: Document = content["managed_system"]["alpha"]["_vios"][name]
    return found


def npiv(**values: Any) -> Any:
    return lambda content: vios(content)["npiv"]["vfchost0"].update(values)


@pytest.mark.parametrize("form", FORMS)
def test_a_fibre_mapping_is_told_whole(form: str) -> None:
    found = row(loaded(form), "npiv_mappings", vios="vios1")
    expected = {
        "slot": 200, "vfchost": "vfchost0", "client_id": 10, "client_slot": 30, "fc_port": "fcs0",
        "port_location": "U78DA.ND0.WZS0001-P0-C1-T0", "is_mapped": True, "status": "LOGGED_IN",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_an_adapter_without_a_port_is_not_mapped(form: str) -> None:
    found = row(loaded(form, npiv(fc=" ", fcphysloc=" ", status="NOT_LOGGED_IN")), "npiv_mappings", vios="vios1")
    assert (found["is_mapped"], found["fc_port"], found["port_location"]) == (False, None, None)
    assert found["status"] == "NOT_LOGGED_IN"


@pytest.mark.parametrize("form", FORMS)
def test_the_slot_of_a_client_that_is_off_is_that_of_the_partner(form: str) -> None:
    found = row(loaded(form, npiv(clntname=" ", vfcclient=" ", vfcclientdrc=" ")), "npiv_mappings", vios="vios1")
    assert (found["client_id"], found["client_slot"]) == (10, 30)


@pytest.mark.parametrize("column", ["fc", "status", "clntid"])
def test_what_the_map_does_not_tell_is_not_known(column: str) -> None:
    found = row(load(without_column(healthy(), "NPIV", column)), "npiv_mappings", vios="vios1")
    names = {"fc": ("fc_port", "is_mapped"), "status": ("status",), "clntid": ("client_id",)}[column]
    assert [found[name] for name in names] == [None] * len(names)


@pytest.mark.parametrize("form", FORMS)
def test_a_disk_mapping_is_told_whole(form: str) -> None:
    found = row(loaded(form), "vscsi_mappings", vios="vios1")
    expected = {
        "slot": 50, "vhost": "vhost0", "client_id": 11, "client_lpar": "007", "vtd": "vtscsi0",
        "status": "Available", "lun": "0x8100000000000000", "backing": "hdisk1", "location": "U78DA-L1",
        "is_mirrored": False, "disk_id": DISK,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("backing", ["cd0", "/var/vio/VMLibrary/x.iso", "lv_app", "lu1.c0ffee"])
def test_what_is_no_disk_has_no_disk_id(form: str, backing: str) -> None:
    def change(content: Document) -> None:
        vios(content)["vscsi"]["vhost0"]["data"][0]["backing"] = backing

    found = row(loaded(form, change), "vscsi_mappings", vios="vios1")
    assert (found["backing"], found["disk_id"]) == (backing, None)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_drive_has_nothing_behind_it(form: str) -> None:
    def change(content: Document) -> None:
        vios(content)["vscsi"]["vhost0"]["data"][0].update(vtd="vtopt0", backing=" ", bdphysloc=" ", mirrored="N/A")

    found = row(loaded(form, change), "vscsi_mappings", vios="vios1")
    assert (found["vtd"], found["backing"], found["location"], found["is_mirrored"]) == ("vtopt0", None, None, None)


@pytest.mark.parametrize("form", FORMS)
def test_a_mapping_for_any_client_has_id_0_and_no_name(form: str) -> None:
    def change(content: Document) -> None:
        vios(content)["vscsi"]["vhost0"]["clntid"] = "0x00000000"

    found = row(loaded(form, change), "vscsi_mappings", vios="vios1")
    assert (found["client_id"], found["client_lpar"]) == (0, None)


@pytest.mark.parametrize("form", FORMS)
def test_disks_tell_their_unique_id(form: str) -> None:
    columns = ("disk", "disk_id", "size_mb", "is_free", "pvid")
    assert pick(loaded(form), "vios_disks", *columns, vios="vios1") == [
        ("hdisk0", "2C0202nvme", 763084, False, "00f245d40000000f"),
        ("hdisk1", DISK, 102400, True, None),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_zeros_of_a_volume_id_come_back(form: str) -> None:
    def change(content: Document) -> None:
        vios(content)["disk"]["hdisk0"]["pvid"] = "0012345678901234"

    assert row(loaded(form, change), "vios_disks", vios="vios1", disk="hdisk0")["pvid"] == "0012345678901234"


def silenced(content: Document) -> None:
    """A VIOS without RMC, as the program parses the answers to its commands."""
    content["managed_system"]["alpha"]["_lpar"]["vios1"]["conf"]["rmc_state"] = "inactive"
    empty: Document = {part: {} for part in ("npiv", "vscsi", "SEA", "ent", "etherChannel", "fcs")}
    bogus = {"name": BOGUS, "id": " There is no connection.", "free": "false"}
    content["managed_system"]["alpha"]["_vios"]["vios1"] = {**empty, "ioslevel": BOGUS, "disk": {BOGUS: bogus}}


@pytest.mark.parametrize("form", FORMS)
def test_an_error_text_is_no_disk_and_the_vios_was_not_collected(form: str) -> None:
    report = loaded(form, silenced)
    assert not rows(report, "vios_disks", vios="vios1")
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [("VIOS Disks", "not-collected")]
    missing = gaps(report, "alpha", "vios1")
    assert set(missing) == {"npiv_mappings", "vscsi_mappings", "vios_disks", "seas", "etherchannels", "fc_ports"}
    assert set(missing.values()) == {"VIOS vios1 has no RMC connection (inactive)"}
    assert gaps(report, "alpha", "vios2") == {}


@pytest.mark.parametrize("form", FORMS)
def test_the_error_text_is_the_reason_where_rmc_seems_fine(form: str) -> None:
    def change(content: Document) -> None:
        silenced(content)
        content["managed_system"]["alpha"]["_lpar"]["vios1"]["conf"]["rmc_state"] = "active"

    assert gaps(loaded(form, change), "alpha", "vios1")["seas"].startswith("VIOS vios1 answered 'HSCL2970")


@pytest.mark.parametrize("form", FORMS)
def test_a_shared_ethernet_adapter_is_told_whole(form: str) -> None:
    found = row(loaded(form), "seas", vios="vios1")
    expected = {
        "sea": "ent8", "pvid": 1, "pvid_adapter": "ent4", "real_adapter": "ent7", "ha_mode": "auto",
        "jumbo_frames": "no", "virt_adapters": "ent4",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_the_first_word_of_a_description_is_no_adapter(form: str) -> None:
    def change(content: Document) -> None:
        vios(content)["SEA"]["ent8"].update(pvid_adapter="Default", virt_adapters=["ent4", "ent6"])
        vios(content)["fcs"]["fcs0"]["label"] = "User"

    report = loaded(form, change)
    found = row(report, "seas", vios="vios1")
    assert (found["pvid_adapter"], found["virt_adapters"]) == (None, "ent4,ent6")
    assert row(report, "fc_ports", vios="vios1")["label"] is None


@pytest.mark.parametrize("form", FORMS)
def test_a_link_aggregation_tells_its_members(form: str) -> None:
    assert pick(loaded(form), "etherchannels", "name", "mode", "adapters", "backup", vios="vios1") == [
        ("ent7", "8023ad", "ent0,ent1", "NONE")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_fibre_port_is_told_whole(form: str) -> None:
    found = row(loaded(form), "fc_ports", vios="vios1")
    expected = {
        "port": "fcs0", "wwpn": "2100f4c7aa990000", "label": "FabricA", "max_xfer_size": 0x100000,
        "num_cmd_elems": 2048, "speed_supported": 32, "speed_running": 16, "fcid": "0bc8f1",
        "port_type": "Fabric", "attention": "Link Up", "location": "U78DA.ND0.WZS0001-P0-C1-T0",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_port_without_a_link_has_no_speed(form: str) -> None:
    def change(content: Document) -> None:
        vios(content)["fcs"]["fcs0"].update(speed_running="UNKNOWN", attention="Link Down")

    report = loaded(form, change)
    found = row(report, "fc_ports", vios="vios1")
    assert (found["speed_running"], found["attention"]) == (None, "Link Down")
    assert kinds(report) == []


# -- physical slots -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_slots_tell_their_owner_by_id(form: str) -> None:
    columns = ("location", "drc_index", "lpar", "is_required", "required_by", "desired_by")
    told = [(place[-2:], *rest) for place, *rest in pick(loaded(form), "physical_slots", *columns, system="alpha")]
    assert told == [
        ("C1", "21010201", "vios1", True, "vios1@normal", ""),
        ("C2", "21010202", "vios2", True, "vios2@normal", ""),
        ("C3", "2101020E", None, None, "", ""),
        ("C4", "00000012", "007", False, "", ""),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_profiles_name_their_slots(form: str) -> None:
    columns = ("profile", "drc_index", "location", "is_required", "description")
    assert pick(loaded(form), "profile_slots", *columns, lpar="vios2") == [
        ("normal", "21010202", "U78DA.ND0.WZS0001-P0-C2", True, "FC Adapter")
    ]


def test_without_the_tab_of_profiles_nobody_knows_what_is_required() -> None:
    report = load(without(healthy(), "LPAR profiles physical adapter"))
    told = pick(report, "physical_slots", "is_required", "required_by", "desired_by")
    assert set(told) == {(None, None, None)}


def test_without_the_column_nobody_knows_what_is_required() -> None:
    report = load(without_column(healthy(), "LPAR profiles physical adapter", "required"))
    assert row(report, "physical_slots", lpar="vios1")["is_required"] is None


@pytest.mark.parametrize("column", ["is Child", "Location"])
def test_slots_that_cannot_be_told_from_devices_were_not_collected(column: str) -> None:
    report = load(without_column(healthy(), "System IO", column))
    assert gaps(report, "alpha")["physical_slots"] == f"tab System IO has no column {column}"
    assert not rows(report, "physical_slots")


def test_the_wrong_location_of_devices_in_a_workbook_is_not_taken() -> None:
    assert {found["location"] for found in rows(loaded("workbook"), "io_children")} == {None}
    assert pick(loaded("dump"), "io_children", "wwpn", "location", "parent", system="beta") == [
        ("2100f4c7aa99ff00", "U78DA.ND0.WZS0002-P0-C1-T0", "U78DA.ND0.WZS0002-P0-C1")
    ]


def test_a_port_that_the_workbook_cannot_place_gets_the_location_of_its_mapping() -> None:
    assert row(loaded("workbook"), "fc_ports", vios="vios2")["location"] == "U78DA.ND0.WZS0001-P0-C2-T0"
    assert row(loaded("workbook"), "fc_ports", vios="viosb")["location"] is None


def test_a_slot_that_nobody_owns_has_no_owner() -> None:
    def change(content: Document) -> None:
        content["managed_system"]["beta"]["_sysIO"].update(slot(2, ("none", "none"), "21010205", frame="WZS0002"))

    assert row(loaded("dump", change), "physical_slots", drc_index="21010205")["lpar"] is None


def test_the_owner_of_a_slot_is_found_by_its_guessed_name_where_ids_are_missing() -> None:
    report = load(without_column(healthy(), "LPAR details", "lpar_id"))
    assert row(report, "physical_slots", drc_index="00000012")["lpar"] == "007"


def test_a_slot_whose_owner_cannot_be_told_is_not_taken_for_free() -> None:
    """A number may be the name of nobody that is known: the server's slots are not complete then."""
    report = load(without_column(healthy(), "LPAR details", "Name"))
    assert row(report, "physical_slots", drc_index="00000012")["lpar"] is None
    assert gaps(report, "alpha")["physical_slots"] == "row 9 of tab System IO could not be taken"
    assert ("System IO", "9", "unknown-lpar") in kinds(report)


# -- what is not told ---------------------------------------------------------------------------------------------


def test_no_cell_says_nothing_about_a_port_and_a_blank_says_none() -> None:
    """The program writes the one blank that a VIOS prints; a cell that was emptied says nothing."""
    for cell, expected in ((" ", False), (None, None), ("fcs1", True)):
        report = load(put(healthy(), "NPIV", "fc", cell, "vios2"))
        assert row(report, "npiv_mappings", vios="vios2")["is_mapped"] is expected


@pytest.mark.parametrize(("fc", "expected"), [("", False), (" ", False), (None, None)])
def test_an_empty_field_of_a_dump_says_none_and_null_says_nothing(fc: Any, expected: bool | None) -> None:
    assert row(loaded("dump", npiv(fc=fc)), "npiv_mappings", vios="vios1")["is_mapped"] is expected


def test_a_mapping_of_a_dump_without_its_port_says_nothing() -> None:
    report = loaded("dump", lambda content: vios(content)["npiv"]["vfchost0"].pop("fc"))
    assert row(report, "npiv_mappings", vios="vios1")["is_mapped"] is None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", ["C9999999", "C200x", "C", "Cx"])
def test_a_slot_is_never_cut_out_of_something_longer(form: str, code: str) -> None:
    report = loaded(form, npiv(physloc=f"U9105.22A.7800001-V1-{code}"))
    assert not rows(report, "npiv_mappings", vios="vios1")
    assert {(tab, kind) for tab, _, kind in kinds(report)} == {
        ("NPIV", "unreadable-value"), ("NPIV", "incomplete-row"),
    }  # fmt: skip
    assert "npiv_mappings" in gaps(report, "alpha", "vios1")


@pytest.mark.parametrize("form", FORMS)
def test_the_first_words_of_descriptions_are_no_values(form: str) -> None:
    """What the program shows for an attribute that the VIOS prints empty."""

    def change(content: Document) -> None:
        vios(content)["SEA"]["ent8"].update(ha_mode="High", jumbo_frames="Enable", real_adapter="Physical")
        vios(content)["etherChannel"]["ent7"].update(mode="EtherChannel", backup_adapter="Adapter")

    report = loaded(form, change)
    found = row(report, "seas", vios="vios1")
    assert (found["ha_mode"], found["jumbo_frames"], found["real_adapter"]) == (None, None, None)
    found = row(report, "etherchannels", vios="vios1")
    assert (found["mode"], found["backup"]) == (None, None)
    assert kinds(report) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("attribute", "value"), [("ha_mode", "sometimes"), ("virt_adapters", "ent4,en5x")])
def test_what_no_sea_has_is_an_issue(form: str, attribute: str, value: str) -> None:
    report = loaded(form, lambda content: vios(content)["SEA"]["ent8"].update({attribute: value}))
    assert row(report, "seas", vios="vios1")[attribute] is None
    assert [(tab, kind) for tab, _, kind in kinds(report)] == [("SEA Config", "unreadable-value")]


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_port_type_is_not_known(form: str) -> None:
    report = loaded(form, lambda content: vios(content)["fcs"]["fcs0"].update(port_type="Unknown"))
    assert row(report, "fc_ports", vios="vios1")["port_type"] is None


# -- what only the dump tells -------------------------------------------------------------------------------------

TRUNK = {"name": "ent4", "type": "l-lan", "priority": "1", "receive_buf": {}, "mac": "a6:d2:f0:c0:b1:0b"}


def trunks(adapters: str, *told: Document) -> Any:
    def change(content: Document) -> None:
        vios(content)["SEA"]["ent8"]["virt_adapters"] = adapters
        vios(content)["SEA"]["ent8"]["stats"]["virtual_adapter"] = list(told)

    return change


def test_the_slot_of_a_trunk_is_found_by_its_address() -> None:
    report = loaded("dump", trunks("ent4", TRUNK))
    found = row(report, "seas", vios="vios1")
    assert (found["pvid_slot"], found["virt_slots"]) == (11, "11")
    path = "managed_system/alpha/_vios/vios1/SEA/ent8/stats/virtual_adapter"
    assert where(report, "seas", "pvid_slot", vios="vios1")[1] == "managed_system/alpha/_lpar/vios1/veth/11"
    assert where(report, "seas", "virt_slots", vios="vios1")[1] == path
    assert where(report, "seas", "pvid", vios="vios2")[1] == "managed_system/alpha/_vios/vios2/SEA/ent8/pvid"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (trunks("ent4,ent6", TRUNK), (11, None)),
        (trunks("ent4", {**TRUNK, "name": "ent6"}), (None, None)),
        (trunks("ent4", {**TRUNK, "mac": "a6:d2:f0:c0:ff:ff"}), (None, None)),
        (trunks("ent4", {**TRUNK, "mac": None}), (None, None)),
        (trunks("ent4"), (None, None)),
    ],
)
def test_slots_of_trunks_are_told_together_or_not_at_all(change: Any, expected: tuple[Any, ...]) -> None:
    found = row(loaded("dump", change), "seas", vios="vios1")
    assert (found["pvid_slot"], found["virt_slots"]) == expected


def test_a_workbook_does_not_tell_the_slots_of_trunks() -> None:
    found = row(loaded("workbook", trunks("ent4", TRUNK)), "seas", vios="vios1")
    assert (found["pvid_slot"], found["virt_slots"]) == (None, None)


def test_the_microcode_of_a_device_is_told_unless_zeros_may_be_lost() -> None:
    def change(content: Document) -> None:
        slots = content["managed_system"]["beta"]["_sysIO"]
        children = [{"phys_loc": f"U1-T{n}", "description": "x", "microcode_version": level, "parent": "U1",
                     "parent_slot_child_id": "none", "slot_child_id": f"2101020E0{n}"}
                    for n, level in enumerate(("00014000", "0a14"))]  # fmt: skip
        slots.update(slot(9, ("none", ""), "21010209", frame="WZS0002"))
        slots["U78DA.ND0.WZS0002-P0-C9"]["children"] = children

    told = {form: pick(loaded(form, change), "io_children", "microcode", description="x") for form in FORMS}
    assert told == {"dump": [("00014000",), ("0a14",)], "workbook": [(None,), ("0a14",)]}

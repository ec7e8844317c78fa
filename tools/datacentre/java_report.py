"""Java report: all tabs of one console in the scanner's order, as .xls and as a folder of CSV files."""

from datacentre import java_adapters, java_lpars, java_network, java_systems, java_xls
from datacentre.grid import Cell, Formula, Tab, number
from datacentre.model import DataCentre, Manager


def tabs(centre: DataCentre, manager: Manager) -> tuple[Tab, ...]:
    """The 23 tabs."""
    servers = centre.managed_by(manager.name)
    return (
        java_systems.header(manager, manager.java_scan),
        java_systems.console(manager),
        java_systems.system_summary(servers),
        java_systems.enterprise_pools(),
        java_systems.on_off_cod(servers, manager.java_scan),
        java_systems.cod_events(servers),
        java_lpars.summary(servers),
        java_lpars.profiles(servers),
        java_lpars.processors(servers),
        java_lpars.memory(servers),
        java_adapters.physical_slots(servers),
        java_adapters.slot_children(servers),
        java_adapters.virtual_ethernet(servers),
        java_adapters.virtual_scsi(servers),
        java_adapters.scsi_map(servers),
        java_adapters.virtual_fibre(servers),
        java_adapters.vios_disks(servers),
        java_network.shared_ethernet(servers),
        java_network.fibre_ports(servers),
        java_network.sriov_physical(servers),
        java_network.sriov_logical(servers),
        java_network.vnics(servers),
        java_network.software_cores(servers),
    )


def base_name(manager: Manager) -> str:
    """`<console>_<date>_<time>`, the start of the scanner's file names."""
    return f"{manager.name}_{manager.java_scan:%Y%m%d_%H%M%S}"


def xls_name(manager: Manager) -> str:
    """The file name that the scanner would choose."""
    return f"{base_name(manager)}_scan.xls"


def xls(centre: DataCentre, manager: Manager) -> bytes:
    """The workbook."""
    return java_xls.workbook(tabs(centre, manager))


def csv_files(centre: DataCentre, manager: Manager) -> dict[str, str]:
    """File name to text of the CSV folder `<base name>_CSV`.

    The scanner itself puts vfc.csv into its HTML folder; it is here because people copy it back.
    """
    return {f"{tab.csv_name}.csv": csv_text(tab) for tab in tabs(centre, manager) if tab.csv_name}


def csv_text(tab: Tab) -> str:
    """One tab as ragged, unquoted lines."""
    widths = {row: last + 1 for first, end, _, last in tab.merged for row in range(first, end + 1)}
    lines = []
    for index, row in enumerate(tab.rows):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        cells += [None] * (widths.get(index, 0) - len(cells))
        lines.append(",".join(map(_csv_cell, cells)))
    return "".join(f"{line}\n" for line in lines)


def _csv_cell(cell: Cell) -> str:
    if cell is None or isinstance(cell, Formula):
        return ""
    if isinstance(cell, float):
        # Cut off a second time: 1.15 was stored as 1.14 and is printed as 1.13.
        return str(number(cell))
    return str(cell)

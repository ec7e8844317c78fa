"""The raw cache of the Python scanner: what the console answers about itself and lists of its servers."""

from datetime import datetime

from datacentre.model import Manager, Server
from datacentre.raw_text import lines, listed, record

CAPABILITIES = (
    "active_lpar_mobility_capable=1,inactive_lpar_mobility_capable=1,os400_lpar_mobility_capable=1,"
    "active_lpar_share_idle_procs_capable=1,active_mem_expansion_capable=1,active_mem_sharing_capable=0,aix_capable=1,"
    "bsr_capable=0,cod_mem_capable=1,cod_proc_capable=1,dynamic_platform_optimization_capable=1,"
    "electronic_err_reporting_capable=1,huge_page_mem_capable=1,lpar_avail_priority_capable=1,"
    "lpar_proc_compat_mode_capable=1,lpar_suspend_capable=0,micro_lpar_capable=1,os400_capable=1,"
    "os400_restricted_io_mode_capable=1,powervm_lpar_simplified_remote_restart_capable=1,"
    "redundant_err_path_reporting_capable=1,sriov_capable=1,vet_activation_capable=1,virtual_fc_capable=1,"
    "virtual_io_server_capable=1,virtual_switch_capable=1,vnic_dedicated_sriov_capable=1,max_lpars=1000"
)


def console_files(manager: Manager, servers: tuple[Server, ...]) -> dict[str, str]:
    """File name to content, about the console."""
    fixes = "".join(f"{fix}\n" for fix in manager.fixes)
    version = (
        f'"version= Version: {manager.version}\n Release: {manager.release}\n Service Pack: {manager.service_pack}\n'
        f'HMC Build level {manager.build}\n{fixes}","base_version={manager.base_version}\n"\n'
    )
    vital = (
        '"vpd=*FC ????????\n*VC 20.0\n*DS Hardware Management Console\n'
        f"*TM {manager.model}\n*SE {manager.serial}\n*MN IBM\n*NA {manager.address}\n"
        f'*FC ????????\n*DS Platform Firmware\n*RM {manager.base_version}\n"\n'
    )
    return {
        "HMC_date.txt": f"{manager.python_scan:%Y-%m-%d %H:%M:%S}\n",
        "HMC_lshmc-vv.txt": version,
        "HMC_lshmc-v.txt": vital,
        "HMC_lshmc-b.txt": f"bios={manager.bios}\n",
        "HMC_lshmc-n.txt": lines([_network(manager)]),
        "HMC_lslparutil-config.txt": lines(
            record(type_model_serial_num=f"{s.type_model}*{s.serial}", name=s.name, sample_rate=300) for s in servers
        ),
        "HMC_lssyscfg-r.txt": lines(_system(server, manager.python_scan) for server in servers),
    }


def _network(manager: Manager) -> str:
    interfaces: dict[str, object] = {}
    for number, address in enumerate((manager.private_address, manager.address)):
        interfaces |= {
            f"ipv4addr_eth{number}": address,
            f"ipv4netmask_eth{number}": "255.255.255.0",
            f"ipv4dhcp_eth{number}": "off",
            f"ipv6addr_eth{number}": "",
            f"ipv6auto_eth{number}": "off",
            f"lparcomm_eth{number}": "on" if number else "off",
            f"jumboframe_eth{number}": "off",
            f"speed_eth{number}": "auto",
            f"duplex_eth{number}": "auto",
            f"tso_eth{number}": "off",
            f"dhcpserver_eth{number}": "off",
        }
    return record(
        hostname=manager.name,
        domain="example.net",
        ipaddr=f"{manager.private_address},{manager.address}",
        networkmask="255.255.255.0,255.255.255.0",
        gateway="192.0.2.1",
        nameserver="192.0.2.53",
        domainsuffix="example.net",
        slipipaddr="192.168.0.2",
        slipnetmask="255.255.255.0",
        ipaddrlpar=manager.address,
        **interfaces,
    )


def _system(server: Server, scanned: datetime) -> str:
    second = {"ipaddr_secondary": server.second_sp_address} if server.second_sp_address else {}
    head = record(
        name=server.name,
        type_model=server.type_model,
        serial_num=server.serial,
        ipaddr=server.sp_address,
        **second,
        state="Operating",
        detailed_state="None",
        sys_time=f"{scanned:%m/%d/%Y %H:%M:%S}",
        power_off_policy=0,
    )
    tail = record(
        lpar_proc_compat_modes=listed(server.modes),
        service_lpar_id="none",
        service_lpar_name="none",
        curr_sys_keylock="norm",
        mem_mirroring_mode="none",
    )
    return f"{head},{CAPABILITIES},{tail}"

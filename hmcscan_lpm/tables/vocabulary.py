"""The common vocabulary: every table and column that a report of either dialect is turned into.

One :class:`Table` per kind of thing, one :class:`Column` per fact.
A fact that a report does not show is null in every row; a table that a report does not have is empty, and the
coverage says whether that means "none" or "nobody looked".

Units: memory in MB (2^20 bytes, exact: the HMC's own unit), processing in cores or units of 1.0 core.
Lists are text joined with commas, in the order printed (``"10,20,30"``).
WWPN and MAC addresses are lower-case hexadecimal digits without separators or prefix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "int", "float", "bool"]
CollectedBy = Literal["hmc", "vios", "facts", "stats"]


@dataclass(frozen=True, slots=True)
class Column:
    """One fact: its name, its type and what it means (with the HMC attribute or scanner column it comes from)."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, the columns that identify a row, and who collected it.

    :ivar collected_by: ``hmc`` when the HMC answers for all partitions of a server, ``vios`` when each VIOS has to
        answer for itself (and cannot without RMC), ``facts`` when no report has it: it comes from what people hand over,
        ``stats`` when it is read on request only: nothing may be concluded from rows that are not there
    """

    name: str
    row: str
    key: tuple[str, ...]
    collected_by: CollectedBy
    columns: tuple[Column, ...]


def _table(name: str, row: str, key: str, collected_by: CollectedBy, columns: str) -> Table:
    """Read the compact notation below: one ``name kind meaning`` per line."""
    parsed = []
    for line in columns.strip().splitlines():
        column, kind, meaning = line.split(None, 2)
        if kind not in ("text", "int", "float", "bool"):
            raise ValueError(f"{name}.{column}: unknown kind {kind}")
        parsed.append(Column(column, kind, meaning.strip()))  # type: ignore[arg-type]
    return Table(name, row, tuple(key.split()), collected_by, tuple(parsed))


_ALL = (
    _table(
        "hmcs",
        "a management console",
        "manager",
        "hmc",
        """
        manager        text  name or address of the HMC as the scanner was given it
        hostname       text  its own host name
        version        int   Version of lshmc -V (10)
        release        text  Release (3, 8.6.0)
        service_pack   text  Service Pack (1060)
        base_version   text  Base Version (V10R3)
        build_level    text  Build Level
        type_model     text  machine type and model (7063-CR2)
        serial         text  serial number
        scanned_at     text  HMC clock at the scan, YYYY-MM-DDTHH:MM:SS
    """,
    ),
    _table(
        "systems",
        "a managed system (server)",
        "system",
        "hmc",
        """
        system             text  name of the server
        serial             text  serial number
        type_model         text  machine type and model (9105-22A)
        manager            text  HMC that reported it
        status             text  state as printed (Operating, Power Off, No Connection)
        cpu_type           text  processor type told by a VIOS (PowerPC_POWER10)
        ghz                float processor frequency
        installed_cores    float installed_sys_proc_units
        active_cores       float configurable_sys_proc_units: licensed
        deconfigured_cores float deconfig_sys_proc_units
        free_cores         float curr_avail_sys_proc_units: assigned to no partition
        pending_free_cores float pend_avail_sys_proc_units
        installed_mb       int   installed_sys_mem
        active_mb          int   configurable_sys_mem: licensed
        deconfigured_mb    int   deconfig_sys_mem
        firmware_mb        int   sys_firmware_mem: taken by the hypervisor
        free_mb            int   curr_avail_sys_mem: assigned to no partition
        pending_free_mb    int   pend_avail_sys_mem
        lmb_mb             int   mem_region_size: logical memory block (LMB)
        min_units_per_vp   float min_proc_units_per_virtual_proc
        max_vps_per_lpar   int   max_virtual_procs_per_lpar
        compat_modes       text  lpar_proc_compat_modes, comma list
        active_mobility    bool  active_lpar_mobility_capable
        inactive_mobility  bool  inactive_lpar_mobility_capable
        ibmi_mobility      bool  os400_lpar_mobility_capable
        restricted_io_capable bool os400_restricted_io_mode_capable
        ams_capable        bool  active_mem_sharing_capable
        ame_capable        bool  active_mem_expansion_capable
        srr_capable        bool  powervm_lpar_simplified_remote_restart_capable
        suspend_capable    bool  lpar_suspend_capable
        sriov_capable      bool  sriov_capable
        vnic_capable       bool  vnic_dedicated_sriov_capable
        vtpm_capable       bool  virtual TPM capability
        huge_page_capable  bool  huge_page_mem_capable
        service_lpar_id    text  service_lpar_id: number, or none
        max_lpars          int   max_lpars
        max_mem_pools      int   max_mem_pools (0: no Active Memory Sharing)
        default_hpt_ratio  int   default_hpt_ratios: 128 for 1:128
        ec_number          text  firmware EC number (01ML1060)
        activated_level    int   firmware level in use
        installed_level    int   firmware level installed (IPL level)
        deferred_level     text  deferred level, None
        system_time        text  sys_time as printed
        active_migrations  int   num_active_migrations_supported: active partitions that it can move at once; in no report
        inactive_migrations int  num_inactive_migrations_supported: the same of inactive ones; in no report
    """,
    ),
    _table(
        "lpars",
        "a partition, VIOSes included",
        "system lpar",
        "hmc",
        """
        system              text  server
        lpar                text  name, unique on its server only
        lpar_id             int   id, unique on its server only
        state               text  state as printed (Running, Not Activated, Open Firmware...)
        env                 text  lpar_env: aixlinux, os400, vioserver
        os_version          text  operating system level; VIOS 4.1.1.10 for a VIOS
        effective_mode      text  curr_lpar_proc_compat_mode
        configured_mode     text  desired_lpar_proc_compat_mode
        rmc_state           text  active, inactive, none, unknown
        rmc_ip              text  address that RMC uses
        default_profile     text  default_profile
        current_profile     text  curr_profile: empty text = never activated from a profile
        was_activated       bool  resource_config: it has a valid configuration from an activation
        migration_disabled  bool  migration_disabled
        suspend_capable     bool  suspend_capable
        remote_restart      bool  remote_restart_capable
        simplified_remote_restart bool simplified_remote_restart_capable
        remote_restart_status text remote_restart_status
        sync_profile        bool  sync_curr_profile
        msp                 bool  mover service partition (VIOSes)
        redundant_error_path bool redundant_err_path_reporting
        vtpm                bool  vtpm_enabled
        time_reference      bool  time_ref
        restricted_io       bool  restricted_io_partition (IBM i)
        dlpar_memory        bool  dlpar_mem_capable
        dlpar_processor     bool  dlpar_proc_capable
        auto_start          bool  auto_start
        max_slots           int   curr_max_virtual_slots: virtual slots that it has now (in no report)
    """,
    ),
    _table(
        "profiles",
        "a profile of a partition",
        "system lpar profile",
        "hmc",
        """
        system             text  server
        lpar               text  partition
        lpar_id            int   its id
        profile            text  profile name
        is_current         bool  it is the partition's current profile
        env                text  lpar_env
        all_resources      bool  all_resources: the profile takes the whole server
        min_mb             int   min_mem
        desired_mb         int   desired_mem
        max_mb             int   max_mem
        min_huge_pages     int   min_num_huge_pages
        desired_huge_pages int   desired_num_huge_pages
        max_huge_pages     int   max_num_huge_pages
        mem_mode           text  ded, shared
        mem_expansion      float AME factor, 0: off
        hpt_ratio          int   page-table ratio: 128 for 1:128
        proc_mode          text  shared, ded
        min_units          float min_proc_units
        desired_units      float desired_proc_units
        max_units          float max_proc_units
        min_procs          int   min_procs
        desired_procs      int   desired_procs
        max_procs          int   max_procs
        sharing_mode       text  cap, uncap, share_idle_procs...
        weight             int   uncap_weight
        pool_id            int   shared_proc_pool_id
        pool               text  shared_proc_pool_name
        affinity_group     text  affinity_group_id
        bsr_arrays         int   bsr_arrays
        compat_mode        text  lpar_proc_compat_mode
        redundant_error_path bool redundant_err_path_reporting
        max_virtual_slots  int   max_virtual_slots
        vtpm_adapters      text  vtpm_adapters, none
    """,
    ),
    _table(
        "processors",
        "the processors of a partition as it is configured now",
        "system lpar",
        "hmc",
        """
        system        text  server
        lpar          text  partition
        mode          text  shared, ded
        is_on         bool  it has processors running
        min_procs     int   minimum virtual processors (dedicated: cores)
        procs         int   virtual processors (dedicated: cores) running, 0 when off
        assigned_procs int  virtual processors (dedicated: cores) assigned, running or not
        max_procs     int   maximum
        min_units     float minimum entitlement
        units         float entitlement running, 0 when off; null for dedicated
        assigned_units float entitlement assigned, running or not; null for dedicated
        max_units     float maximum entitlement
        sharing_mode  text  cap, uncap, share_idle_procs...
        weight        int   uncapped weight, 0 when off
        pool          text  shared processor pool
        pool_reserved float reserved units of that pool
        pool_max      float maximum units of that pool
    """,
    ),
    _table(
        "memory",
        "the memory of a partition as it is configured now",
        "system lpar",
        "hmc",
        """
        system       text  server
        lpar         text  partition
        mode         text  ded, shared (Active Memory Sharing)
        min_mb       int   minimum
        used_mb      int   in use by the running partition
        assigned_mb  int   assigned, running or not: what a move needs; 0 = never activated
        max_mb       int   maximum: sizes the page table
        expansion    float AME factor, 0: off
        hpt_ratio    int   page-table ratio of the partition: 128 for 1:128
        huge_pages   int   huge pages held now
        ams_weight   int   AMS weight
        ams_primary  text  primary paging VIOS
        ams_secondary text secondary paging VIOS
    """,
    ),
    _table(
        "physical_slots",
        "a physical I/O slot",
        "system location",
        "hmc",
        """
        system       text  server
        location     text  location code of the slot
        drc_index    text  8 hexadecimal digits, unique on its server only
        lpar         text  owner, null when unassigned
        is_required  bool  required in the owner's active profile
        description  text  adapter in the slot
        desired_by   text  lpar@profile list that desires it
        required_by  text  lpar@profile list that requires it
    """,
    ),
    _table(
        "profile_slots",
        "a physical slot named by a profile",
        "system lpar profile drc_index",
        "hmc",
        """
        system       text  server
        lpar         text  partition
        profile      text  profile
        drc_index    text  8 hexadecimal digits
        location     text  location code
        is_required  bool  required or only desired
        description  text  adapter
    """,
    ),
    _table(
        "io_children",
        "a device or port in a physical slot",
        "",
        "hmc",
        """
        system       text  server
        location     text  location code of the port or device
        parent       text  location code of its slot, where told
        description  text  what it is
        wwpn         text  WWPN of a Fibre Channel port
        mac          text  MAC address of an Ethernet port
        microcode    text  microcode level
    """,
    ),
    _table(
        "virtual_switches",
        "a virtual switch",
        "system vswitch",
        "hmc",
        """
        system     text  server
        vswitch    text  name, without (Default)
        is_default bool  it is the default switch
        mode       text  VEB, VEPA
        vlans      text  VLAN ids in use on it (not: bridged)
    """,
    ),
    _table(
        "virtual_ethernet",
        "a virtual Ethernet adapter",
        "system lpar slot",
        "hmc",
        """
        system         text  server
        lpar           text  owner
        lpar_id        int   its id
        slot           int   virtual slot
        is_on          bool  state
        is_required    bool  is_required
        is_trunk       bool  it is a trunk adapter of a VIOS
        trunk_priority int   trunk_priority
        mac            text  MAC address
        vswitch        text  virtual switch
        pvid           int   port VLAN id
        vlans          text  additional (IEEE 802.1Q) VLAN ids
        is_ieee        bool  ieee_virtual_eth
    """,
    ),
    _table(
        "virtual_scsi",
        "a virtual SCSI adapter, client or server",
        "system lpar slot",
        "hmc",
        """
        system       text  server
        lpar         text  owner
        lpar_id      int   its id
        slot         int   virtual slot
        is_on        bool  state
        is_required  bool  is_required
        type         text  client, server
        remote_lpar  text  partner, null when open to any
        remote_slot  int   partner's slot, null when open to any
        is_any       bool  server adapter open to any client or any slot
    """,
    ),
    _table(
        "virtual_fibre",
        "a virtual Fibre Channel adapter, client or server",
        "system lpar slot",
        "hmc",
        """
        system       text  server
        lpar         text  owner
        lpar_id      int   its id
        slot         int   virtual slot
        is_on        bool  state
        is_required  bool  is_required
        type         text  client, server
        remote_lpar  text  partner, null when open to any
        remote_slot  int   partner's slot, null when open to any
        is_any       bool  server adapter open to any client or any slot
        wwpn1        text  first WWPN of a client, with which it logs in before its first move; empty text = it has none
        wwpn2        text  second WWPN of a client, with which a move logs in; empty text = it has none
    """,
    ),
    _table(
        "profile_adapters",
        "a virtual adapter named by a profile",
        "system lpar profile kind slot",
        "hmc",
        """
        system       text  server
        lpar         text  partition
        profile      text  profile
        kind         text  ethernet, scsi, fibre, serial
        slot         int   virtual slot
        type         text  client, server
        is_required  bool  required
        remote_lpar  text  partner
        remote_slot  int   partner's slot
        is_any       bool  open to any partner or slot
    """,
    ),
    _table(
        "npiv_mappings",
        "a virtual Fibre Channel server adapter as its VIOS sees it",
        "system vios slot",
        "vios",
        """
        system        text  server
        vios          text  VIOS
        slot          int   virtual slot of the server adapter
        vfchost       text  device name
        client_id     int   id of the client partition
        client_slot   int   slot of the client adapter
        fc_port       text  physical port (fcs0), null when not mapped or not told
        port_location text  location code of that port
        is_mapped     bool  a physical port is behind it; null when the VIOS could not say
        status        text  LOGGED_IN, NOT_LOGGED_IN
    """,
    ),
    _table(
        "vscsi_mappings",
        "a virtual target device, or a virtual SCSI server adapter without one",
        "",
        "vios",
        """
        system      text  server
        vios        text  VIOS
        slot        int   virtual slot of the server adapter
        vhost       text  device name of the server adapter
        client_id   int   id of the client partition, null or 0 when open to any
        client_lpar text  name of the client partition as the VIOS map prints it
        vtd         text  virtual target device, null when nothing is mapped
        status      text  Available, Defined
        lun         text  LUN of the virtual target device
        backing     text  hdisk, logical volume, file, optical drive or storage pool unit; null = none
        location    text  location code of the disk
        is_mirrored bool  mirrored
        disk_id     text  unique id of the disk
    """,
    ),
    _table(
        "vios_disks",
        "a disk as one VIOS sees it",
        "system vios disk",
        "vios",
        """
        system   text  server
        vios     text  VIOS
        disk     text  hdisk name on that VIOS
        disk_id  text  unique id: the same on every VIOS that sees the disk
        size_mb  int   size
        is_free  bool  free for use (lspv -free); null when not told
        pvid     text  physical volume id
        reserve_policy text lsdev -attr reserve_policy: no_reserve, single_path, PR_shared, PR_exclusive; in no report
    """,
    ),
    _table(
        "seas",
        "a shared Ethernet adapter",
        "system vios sea",
        "vios",
        """
        system        text  server
        vios          text  VIOS
        sea           text  device name
        pvid          int   default VLAN
        pvid_adapter  text  trunk adapter that carries the default VLAN
        pvid_slot     int   its virtual slot, where told
        real_adapter  text  physical adapter or link aggregation
        real_location text  location code of the physical adapter
        ha_mode       text  disabled, auto, sharing, standby
        jumbo_frames  text  yes, no
        virt_adapters text  trunk adapters (entN), comma list
        virt_slots    text  their virtual slots, where told, comma list
    """,
    ),
    _table(
        "etherchannels",
        "a link aggregation",
        "system vios name",
        "vios",
        """
        system   text  server
        vios     text  VIOS
        name     text  device name
        mode     text  standard, 8023ad
        adapters text  member adapters, comma list
        backup   text  backup adapter, NONE
    """,
    ),
    _table(
        "fc_ports",
        "a physical Fibre Channel port of a VIOS",
        "system vios port",
        "vios",
        """
        system            text  server
        vios              text  VIOS
        port              text  device name (fcs0)
        wwpn              text  WWPN; null without link in a Java report
        location          text  location code, where told
        label             text  port label
        max_xfer_size     int   max_xfer_size in bytes
        num_cmd_elems     int   num_cmd_elems
        speed_supported   int   Gbit/s
        speed_running     int   Gbit/s
        fcid              text  fabric address, hexadecimal: the first two digits are the switch domain
        port_type         text  Fabric...
        firmware          text  adapter firmware
        attention         text  Link Up, Link Down
        error_frames      int   counter
        dumped_frames     int   counter
        invalid_crc       int   counter
        invalid_tx        int   counter
    """,
    ),
    _table(
        "proc_pools",
        "a shared processor pool",
        "system pool",
        "hmc",
        """
        system          text  server
        pool            text  name
        pool_id         int   id
        max_units       float maximum units, null for DefaultPool
        reserved_units  float reserved units
        assigned_units  float entitlement of its running members
    """,
    ),
    _table(
        "mem_pools",
        "a shared memory pool (Active Memory Sharing)",
        "system pool_id",
        "hmc",
        """
        system         text  server
        pool_id        int   id
        size_mb        int   size
        paging_vioses  text  paging VIOSes, comma list
    """,
    ),
    _table(
        "sriov_adapters",
        "an SR-IOV adapter",
        "system location",
        "hmc",
        """
        system    text  server
        location  text  location code
        state     text  sriov = shared mode, dedicated
        adapter_id text id in shared mode
    """,
    ),
    _table(
        "sriov_ports",
        "a physical port of an SR-IOV adapter in shared mode",
        "",
        "hmc",
        """
        system             text  server
        location           text  location code of the port
        label              text  label
        state              text  state
        max_logical_ports  int   maximum of logical ports
        logical_ports      int   logical ports configured
    """,
    ),
    _table(
        "sriov_logical_ports",
        "an SR-IOV logical port",
        "",
        "hmc",
        """
        system       text  server
        lpar         text  owner
        port         text  logical port
        location     text  physical port
        is_required  bool  required
        is_vnic_backing bool it is the backing device of a vNIC
        is_migratable bool migratable (hybrid network virtualization)
        mac          text  MAC address
        pvid         int   port VLAN id
    """,
    ),
    _table(
        "vnics",
        "a virtual NIC",
        "system lpar slot",
        "hmc",
        """
        system        text  server
        lpar          text  owner
        slot          int   virtual slot
        mac           text  MAC address
        pvid          int   port VLAN id
        vlans         text  allowed VLAN ids
        auto_failover bool  auto failover
        backing_vioses text VIOSes that back it, comma list
        backing_count int   number of backing devices
        is_required   bool  required
    """,
    ),
    _table(
        "npiv_logins",
        "a WWPN of a client virtual Fibre Channel adapter as lsnportlogin shows it",
        "system lpar slot wwpn",
        "facts",
        """
        system     text  server
        lpar       text  partition
        slot       int   virtual slot of the client adapter
        wwpn       text  WWPN
        status     int   wwpn_status: 0 not activated, 1 activated, 2 unknown
        logged_in  text  logged_in: none, vios, client
        reason     text  wwpn_status_reason
    """,
    ),
    _table(
        "npiv_ports",
        "a physical Fibre Channel port as lsnports of its VIOS shows it",
        "system vios port",
        "facts",
        """
        system       text  server
        vios         text  VIOS
        port         text  device name (fcs0)
        location     text  location code
        is_fabric    bool  fabric: port and switch do NPIV
        total_ports  int   tports: virtual ports it can carry
        free_ports   int   aports: of these, free
        total_wwpns  int   swwpns
        free_wwpns   int   awwpns
        label        text  port label
    """,
    ),
    _table(
        "lpm_attributes",
        "an attribute of the device vioslpm0 of a VIOS",
        "system vios attribute",
        "facts",
        """
        system     text  server
        vios       text  VIOS
        attribute  text  name (src_lun_val, dst_lun_val, cfg_msp_lpm_ops...)
        value      text  value
    """,
    ),
    _table(
        "clusters",
        "a shared storage pool cluster that a VIOS is in",
        "system vios",
        "facts",
        """
        system   text  server
        vios     text  VIOS
        cluster  text  name of the cluster
        cluster_id text unique id of the cluster
        pool     text  name of its pool
    """,
    ),
    _table(
        "clocks",
        "what a clock showed when it was asked",
        "",
        "facts",
        """
        system   text  server
        vios     text  VIOS; null: the clock of the HMC
        moment   text  UTC, YYYY-MM-DDTHH:MM:SS
        asked_at text  clock of the machine that asked, right then, UTC; null when not told
    """,
    ),
    _table(
        "zones",
        "a member of a zone",
        "",
        "facts",
        """
        fabric     text  name of the fabric or VSAN as the output or the file tells it
        zoneset    text  zone configuration or zone set
        zone       text  zone
        is_active  bool  it stands in the effective configuration or active zone set
        kind       text  wwpn, port (domain and index, or interface), fcid, alias (one that is not told)
        wwpn       text  WWPN of the member, null for other kinds
        member     text  the member as printed
        alias      text  alias through which it is a member, null for none
        is_logged_in bool the switch shows it as logged in; null when not told
    """,
    ),
    _table(
        "zone_aliases",
        "a WWPN that an alias of a fabric stands for",
        "",
        "facts",
        """
        fabric  text  name of the fabric or VSAN; of a device alias the switch, whose VSANs share it
        alias   text  alias, device alias or fcalias
        wwpn    text  WWPN
    """,
    ),
    _table(
        "fabric_logins",
        "a WWPN that the name server of a fabric knows",
        "fabric wwpn",
        "facts",
        """
        fabric  text  name of the fabric or VSAN
        wwpn    text  WWPN
        fcid    text  fabric address, hexadecimal
        is_target bool it is a storage port; null when not told
    """,
    ),
    _table(
        "storage_hosts",
        "a WWPN in a host object of a storage system",
        "",
        "facts",
        """
        array   text  storage system
        host    text  host object
        wwpn    text  WWPN
        state   text  as printed (online, active, offline...)
    """,
    ),
    _table(
        "storage_maps",
        "a volume mapped to a host object",
        "",
        "facts",
        """
        array      text  storage system
        host       text  host object; null where the volume is mapped to the WWPN itself
        wwpn       text  WWPN it is mapped to, where the list is by WWPN; else null
        volume     text  name of the volume
        volume_id  text  unique id of the volume, where told
        lun        text  LUN
    """,
    ),
    _table(
        "reserved_storage",
        "a device of a reserved storage device pool (for suspended partitions)",
        "",
        "facts",
        """
        system   text  server
        device   text  device
        size_mb  int   size
        state    text  Active, Inactive...
        lpar     text  partition that it is assigned to, null for none
    """,
    ),
    _table(
        "hourly_usage",
        "an hour of the day of a partition: the processors that it used in that hour on the days that were sampled",
        "system lpar hour",
        "stats",
        """
        system      text  server
        lpar        text  partition
        hour        int   hour of the day by the clock of the HMC, 0 to 23
        cores       float cores used, average over the samples (lslparutil, tabs LPAR_Hourly_Usage)
        peak_cores  float the most of them
        samples     int   days on which that hour was sampled
        first_day   text  first of these days, YYYY-MM-DD
        last_day    text  last of these days
    """,
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}
"""Every table of the vocabulary by name."""

STRUCTURE: dict[str, tuple[str, ...]] = {
    "lpars": ("system", "lpar", "env", "state"),
    "physical_slots": ("system", "location", "lpar"),
    "virtual_ethernet": ("system", "lpar", "slot", "is_trunk", "vswitch", "pvid", "vlans"),
    "virtual_scsi": ("system", "lpar", "slot", "type", "remote_lpar", "remote_slot"),
    "virtual_fibre": ("system", "lpar", "slot", "type", "remote_lpar", "remote_slot"),
    "npiv_mappings": ("system", "vios", "slot", "is_mapped"),
    "vscsi_mappings": ("system", "vios", "slot", "vtd", "backing"),
    "vios_disks": ("system", "vios", "disk", "disk_id"),
    "seas": ("system", "vios", "sea", "pvid"),
    "fc_ports": ("system", "vios", "port"),
    "etherchannels": ("system", "vios", "name"),
    "sriov_logical_ports": ("system", "lpar"),
    "vnics": ("system", "lpar", "slot"),
}
"""Columns without which rows of a table cannot be told from others that mean something else.

A report that has the tab but not such a column has not shown the table: it does not count as collected.
"""

PROVENANCE: tuple[Column, ...] = (
    Column("report", "text", "the report (file) the row comes from"),
    Column("tab", "text", "the tab as printed"),
    Column("row", "int", "row in that tab, from 1"),
    Column("block", "int", "which of the tab's stacked tables or matrix columns, from 0"),
)
"""Columns that every table has besides its own: where the row stands."""

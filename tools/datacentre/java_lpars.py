"""Java report: the tabs about partitions, their profiles, processors and memory."""

from datacentre.grid import Cell, Row, Tab, columns, gigabytes, lower, number, table
from datacentre.model import Partition, Profile, Server

OWNER = ("Managed System Name", "Managed System Serial")
# What a powered-off partition that keeps its resources still uses of them.
IDLE_MB = 256

SUMMARY_COLUMNS = columns(
    "Name,ID,Status,Environment,OS Version,Pool data available,Proc mode,RMC IP,RMC State,Default profile,"
    "Current profile,Migration disabled,Auto start,Suspend capable,Remote restart capable,"
    "Simplified remote restart capable,Remote restart status,Sync current profile"
)


def summary(servers: tuple[Server, ...]) -> Tab:
    """Tab LPAR_Summary."""
    rows: list[Row] = []
    for server in servers:
        for lpar in server.newest_first:
            rows.append(
                (
                    lpar.name,
                    lpar.id,
                    lpar.state,
                    lpar.env,
                    lpar.os,
                    lower(lpar.vios is None),
                    lpar.effective_mode if lpar.activated else "",
                    lpar.rmc_ip,
                    lpar.rmc_state,
                    lpar.profile.name,
                    lpar.profile.name if lpar.activated else "",
                    lower(lpar.migration_disabled),
                    lower(lpar.vios is not None),
                    "false",
                    "false",
                    "false",
                    "N/A",
                    lower(lpar.vios is not None),
                    server.name,
                    server.serial,
                )
            )
    return table("LPAR_Summary", (*SUMMARY_COLUMNS, *OWNER), rows, "lpar")


PROFILE_COLUMNS = columns(
    "Lpar Name,Profile Name,Active,ID,Env,All Res,MinMem,DesMem,MaxMem,MinHugePages,DesHugePages,MaxHugePages,"
    "MemMode,MemExp,HPT_ratio,ProcMode,MinEnt,DesEnt,MaxEnt,MinProc,DesProc,Maxproc,ShMode,Weight,ProcPoolID,"
    "ProcPoolName,AffinityGrp,BootMode,ConnMonit,AutoStart,BSR_arrays,ProcCompat,ErrReporting"
)


def profiles(servers: tuple[Server, ...]) -> Tab:
    """Tab LPAR_Profiles."""
    rows = [
        (*_profile(lpar, profile), server.name, server.serial)
        for server in servers
        for lpar in server.newest_first
        for profile in lpar.profiles
    ]
    return table("LPAR_Profiles", (*PROFILE_COLUMNS, *OWNER), rows, "profile")


def _profile(lpar: Partition, profile: Profile) -> Row:
    shared = not lpar.dedicated
    pages: Row = (None, None, None) if lpar.vios else (0, profile.huge_pages, profile.huge_pages)
    pool: Row = (None, "")
    if shared:
        pool = (lpar.pool.id, lpar.pool.name) if lpar.pool else (0, "DefaultPool")
    return (
        lpar.name,
        profile.name,
        lower(lpar.activated and profile is lpar.profile),
        lpar.id,
        lpar.env,
        "false",
        gigabytes(profile.min_mb),
        gigabytes(profile.desired_mb),
        gigabytes(profile.max_mb),
        *pages,
        "ded",
        None,
        f"1:{lpar.hpt_ratio}",
        "shared" if shared else "ded",
        number(profile.min_units) if shared else None,
        number(profile.units) if shared else None,
        number(profile.max_units) if shared else None,
        profile.min_procs,
        profile.procs,
        profile.max_procs,
        "uncap" if shared else "share_idle_procs",
        128 if shared else None,
        *pool,
        "none",
        "norm",
        "0" if lpar.vios else "1",
        "1" if lpar.vios else "0",
        "",
        lpar.desired_mode,
        {"vioserver": "", "os400": "0"}.get(lpar.env, "null"),
    )


CPU_COLUMNS = columns(
    "Name,Status,Mode,Min CPU,Curr CPU,Tgt CPU,Max CPU,Min Ent,Curr Ent,Tgt Ent,Max Ent,Weight,Sharing Mode,"
    "Pool Name,Pool Resv,Pool Max,VP:E %"
)


def processors(servers: tuple[Server, ...]) -> Tab:
    """Tab LPAR_CPU."""
    rows = [(*_cpu(lpar), server.name, server.serial) for server in servers for lpar in server.newest_first]
    return table("LPAR_CPU", (*CPU_COLUMNS, *OWNER), rows, "cpu")


def _ratio(lpar: Partition) -> Cell:
    if not lpar.running:
        return "Off"
    if lpar.dedicated:
        return "Dedicated"
    if lpar.profile.procs == 1:
        return "MicroLPAR"
    return number(100 * lpar.profile.procs / lpar.profile.units)


def _cpu(lpar: Partition) -> Row:
    profile, known = lpar.profile, 1 if lpar.activated else 0
    units: Row = (None, None, None, None, None)
    if not lpar.dedicated:
        units = (
            number(profile.min_units * known),
            number(profile.units) if lpar.running else 0.0,
            None if lpar.running else number(profile.units * known),
            number(profile.max_units * known),
            128 if lpar.running else 0,
        )
    pool: Row = (None, None, None) if lpar.dedicated else ("DefaultPool", None, None)
    if lpar.pool and not lpar.dedicated:
        pool = (lpar.pool.name, number(lpar.pool.reserved), number(lpar.pool.max_units))
    return (
        lpar.name,
        "On" if lpar.running else "off",
        "ded" if lpar.dedicated else "shared",
        profile.min_procs * known,
        profile.procs if lpar.running else 0,
        None if lpar.running else profile.procs * known,
        profile.max_procs * known,
        *units,
        "share_idle_procs" if lpar.dedicated else "uncap",
        *pool,
        _ratio(lpar),
    )


MEMORY_COLUMNS = columns(
    "Name,Mode,Min GB,Curr GB,Tgt GB,Max GB,ExpFact,AMS->,Weight,Prim VIOS,Sec VIOS,Curr VIOS,Active,Max,Firmw,<-AMS"
)
CURRENT_GB = MEMORY_COLUMNS.index("Curr GB")


def memory(servers: tuple[Server, ...]) -> Tab:
    """Tab LPAR_MEM; yellow where the current size is not the desired one of the profile."""
    rows: list[Row] = []
    yellow = set()
    for server in servers:
        for lpar in server.newest_first:
            known = 1 if lpar.activated else 0
            current = lpar.mb if lpar.running else IDLE_MB * known
            sizes = (lpar.profile.min_mb * known, current, lpar.assigned_mb, lpar.profile.max_mb * known)
            if current != lpar.profile.desired_mb:
                yellow.add((len(rows) + 1, CURRENT_GB))
            unused: Row = (None, " ", None, "", "", "", None, None, None, " ")
            rows.append((lpar.name, "ded", *map(gigabytes, sizes), *unused, server.name, server.serial))
    flat = table("LPAR_MEM", (*MEMORY_COLUMNS, *OWNER), rows, "mem")
    return Tab(name=flat.name, rows=flat.rows, yellow=frozenset(yellow), csv_name=flat.csv_name)

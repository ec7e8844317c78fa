"""The commands of a move for the HMC: validate, move, stop, recover, the way back, logins for zoning, progress.

Options are those of ``migrlpar`` (IBM documentation, p7edm to p9edm) that the HMC is certain to know at its level
(``knowledge/hmc_options.toml``); what is chosen or left out is said in one line each.
``lslparmigr`` takes ``--filter`` as the other listings of an HMC do; its own page was not seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from hmcscan_lpm import knowledge
from hmcscan_lpm.planning.execution import MoveCommands, MoveMapping
from hmcscan_lpm.planning.orders import trips, words
from hmcscan_lpm.planning.orders.directory import Directory, Server
from hmcscan_lpm.planning.orders.trips import Trip
from hmcscan_lpm.planning.orders.words import Raw

REMOTE_USER = Raw('"${REMOTE_HMC_USER:?the user on the other HMC}"')
"""Stands for the user on the other HMC where none is given: a variable that has to be set in the HMC's shell."""

_DETAIL = ("-d", "5", "-v")


@dataclass(frozen=True, slots=True)
class _Settings:
    remote_user: str
    less_redundancy: Collection[str]
    wait_minutes: int | None


def commands(
    mappings: Iterable[MoveMapping],
    directory: Directory,
    *,
    remote_user: str = "",
    less_redundancy: Collection[str] = (),
    wait_minutes: int | None = None,
) -> tuple[MoveCommands, ...]:
    """The commands of every move, in the order of *mappings*.

    :param directory: of all servers that the mappings name (:func:`hmcscan_lpm.planning.orders.directory.directory`)
    :param remote_user: user on the other HMC; ``''`` leaves it open
    :param less_redundancy: partitions that may arrive with fewer VIOSes behind them than today
    :param wait_minutes: how long the HMC waits for an answer of a VIOS or partition (``-w``), None = its default
    :raises KeyError: a server of a mapping is not in *directory*
    """
    settings = _Settings(remote_user, less_redundancy, wait_minutes)
    return tuple(_of_move(mapping, directory, settings) for mapping in mappings)


def _of_move(mapping: MoveMapping, directory: Directory, settings: _Settings) -> MoveCommands:
    there, back = trips.there(mapping, directory), trips.back(mapping, directory)
    one_hmc = directory.one_hmc(mapping.source, mapping.target)
    remote = one_hmc is False
    source, source_id = there.start, there.start.ids.get(mapping.lpar)
    validate, move, notes = _both(there, settings, remote=remote)
    back_validate, back_move, back_notes = _both(back, settings, remote=remote)
    name, other = words.server_word(source), _other_hmc(there, settings, remote=remote)
    stop = ("migrlpar", "-o", "s", "-m", name, *there.who)
    recover = ("migrlpar", "-o", "r", "-m", name, *other, *there.who)
    return MoveCommands(
        lpar=mapping.lpar,
        source=mapping.source,
        target=mapping.target,
        hmc=source.hmc,
        target_hmc=there.goal.hmc if remote else source.hmc,
        remote=remote,
        asks_user=remote and not settings.remote_user,
        validate=validate,
        move=move,
        stop=words.line(stop) if validate else "",
        recover=words.line(recover) if validate else "",
        back_validate=back_validate,
        back_move=back_move,
        login=_logins(there, "login"),
        logins_listed=_listing(source, mapping.lpar, source_id, "lsnportlogin") if mapping.fibre else "",
        logout=_logins(there, "logout"),
        progress=_listing(source, mapping.lpar, source_id, "lslparmigr", "-r", "lpar"),
        at_source=_state(source, mapping.lpar, source_id),
        at_target=_state(there.goal, mapping.lpar, mapping.lpar_id),
        notes=(*_where(there, one_hmc, settings), *notes, *_after(mapping)),
        back_notes=tuple(back_notes),
    )


def _both(trip: Trip, settings: _Settings, *, remote: bool) -> tuple[str, str, list[str]]:
    """``migrlpar -o v`` and ``-o m`` of a trip, and the notes about them."""
    if missing := _missing(trip, remote=remote):
        return "", "", [f"No command can be given: {missing}."]
    data, notes = trips.data(trip, knows_redundant=_knows(trip.start, "--redundantmsps"))
    options, reasons = _options(trip, settings)
    common = (
        *("-m", words.server_word(trip.start), "-t", words.server_word(trip.goal)),
        *_other_hmc(trip, settings, remote=remote),
        *trip.who,
        *options,
        *(("-i", words.attributes(data)) if data else ()),
        *(() if settings.wait_minutes is None else ("-w", str(settings.wait_minutes))),
        *_DETAIL,
    )
    return (
        words.line(("migrlpar", "-o", "v", *common)),
        words.line(("migrlpar", "-o", "m", *common)),
        [*notes, *reasons],
    )


def _missing(trip: Trip, *, remote: bool) -> str:
    """What a command would need and cannot have, ``''`` for nothing."""
    for server in (trip.start, trip.goal):
        if not words.server_word(server):
            return (
                f"the name of server {server.name} cannot be given, and its type, model and serial number are not known"
            )
    if not trip.who:
        return f"-p cannot carry the name of partition {trip.lpar}, and its id on {trip.start.name} is not known"
    if remote and not words.host_word(trip.goal.hmc):
        return f"{trip.goal.hmc} is no host name or address for --ip"
    return ""


def _options(trip: Trip, settings: _Settings) -> tuple[list[str], list[str]]:
    """Options that are no data, and why."""
    chosen: list[str] = []
    notes: list[str] = []
    for option, value, reason in trips.wishes(trip, accepts_less=trip.lpar in settings.less_redundancy):
        if not value:
            notes.append(f"{option} is left out: {reason}.")
        elif _knows(trip.start, option):
            chosen += [option, value]
            notes.append(f"{option} {value}: {reason}.")
        else:
            notes.append(f"{option} {value} is left out ({reason}): {_not_known(trip.start, option)}.")
    return chosen, notes


def _entry(option: str) -> tuple[tuple[int, ...], str]:
    """Level from which an option is certain, as numbers and as people write it."""
    entry = next(item for item in knowledge.facts("hmc_options")["option"] if item["name"] == option)
    return tuple(int(part) for part in entry["level"].split(".")), entry["label"]


def _knows(server: Server, option: str) -> bool:
    needed, _ = _entry(option)
    return server.hmc_level[: len(needed)] >= needed


def _not_known(server: Server, option: str) -> str:
    _, label = _entry(option)
    if not server.hmc_level:
        return f"it is certain from HMC {label}, and the level of the HMC of {server.name} is not known"
    return f"it is certain from HMC {label}, and {server.hmc or 'the HMC'} is at {server.hmc_label}"


def _other_hmc(trip: Trip, settings: _Settings, *, remote: bool) -> tuple[str, ...]:
    if not remote:
        return ()
    return "--ip", words.host_word(trip.goal.hmc), "-u", settings.remote_user or REMOTE_USER


def _where(trip: Trip, one_hmc: bool | None, settings: _Settings) -> list[str]:
    """Where to type it, and what is not sure about that."""
    hmc = trip.start.hmc or f"the HMC of {trip.start.name}"
    level = f", at {trip.start.hmc_label}" if trip.start.hmc_label else ", whose level is not known"
    notes = [f"To be typed on {hmc}{level}."]
    if one_hmc is False:
        user = "" if settings.remote_user else "; set REMOTE_HMC_USER to the user there"
        notes.append(
            f"--ip {trip.goal.hmc} -u: another HMC manages {trip.goal.name}; SSH keys must have been exchanged{user}."
        )
        if not _knows(trip.start, "--ip") or not _knows(trip.goal, "--ip"):
            notes.append(f"Between two HMCs both must be at {_entry('--ip')[1]} or later: that is not certain here.")
    elif one_hmc is None:
        notes.append(
            f"Whether one HMC manages {trip.start.name} and {trip.goal.name} is not known: with two, "
            "--ip and -u of the other one have to be added."
        )
    if trip.start.sanitized or trip.goal.sanitized:
        notes.append("Names in a sanitized report are placeholders: put the real ones in.")
    if trip.who and trip.who[0] == "--id":
        notes.append(f"--id {trip.who[1]}: -p cannot carry the name {trip.lpar}.")
    for server in (trip.start, trip.goal):
        if words.server_word(server) not in ("", server.name):
            notes.append(f"{words.server_word(server)}: type, model and serial number stand for {server.name}.")
    return notes


def _after(mapping: MoveMapping) -> list[str]:
    notes = ["-d 5 -v: all details, and warnings even where validation succeeds."]
    notes.append("Stop it with -o s on the HMC of the source; then, or when it failed, recover with -o r.")
    if mapping.fibre:
        notes.append(
            "chnportlogin shows the second WWPNs to the switches for zoning; those in use are left alone. "
            "Log them out before the move."
        )
    return notes


def _logins(trip: Trip, operation: str) -> str:
    name = words.server_word(trip.start)
    if not (trip.fibre and name and trip.who):
        return ""
    return words.line(("chnportlogin", "-o", operation, "-m", name, *trip.who))


def _listing(server: Server, lpar: str, lpar_id: int | None, *begin: str) -> str:
    name, wanted = words.server_word(server), words.filter_word(lpar, lpar_id)
    return words.line((*begin, "-m", name, "--filter", wanted)) if name and wanted else ""


def _state(server: Server, lpar: str, lpar_id: int | None) -> str:
    listing = _listing(server, lpar, lpar_id, "lssyscfg", "-r", "lpar")
    return f"{listing} -F lpar_id,state,rmc_state" if listing else ""

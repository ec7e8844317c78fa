"""The HMCs, servers and partitions of an estate by everything that a command, a prompt or a file name may call them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hmcscan_lpm.estate import Estate
from hmcscan_lpm.supplements.read import Fact
from hmcscan_lpm.tables.schema import records


class Names:
    """The names of one estate; every method gives None for what no report knows.

    :ivar lpars: server and name of every partition
    """

    def __init__(self, estate: Estate) -> None:
        self._systems: dict[str, str] = {}
        for row in records(estate.systems):
            self._systems.setdefault(row["system"], row["system"])
            if row["serial"]:
                self._systems.setdefault(row["serial"].upper(), row["system"])
                self._systems.setdefault(f"{row['type_model']}*{row['serial']}".upper(), row["system"])
        self._managers: dict[str, str] = {}
        for row in records(estate.tables["hmcs"]):
            called = [name for name in (row["manager"], row["hostname"]) if name and row["manager"]]
            for name in (*called, *(name.split(".")[0] for name in called if not name.replace(".", "").isdecimal())):
                self._managers.setdefault(name, row["manager"])
        self._vioses: dict[tuple[str, int], str] = {}
        self._in_one_word: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.lpars: set[tuple[str, str]] = set()
        self._by_id: dict[tuple[str, int], str] = {}
        for row in records(estate.lpars):
            self.lpars.add((row["system"], row["lpar"]))
            self._in_one_word[f"{row['system']}_{row['lpar']}"].add((row["system"], row["lpar"]))
            if row["lpar_id"] is not None:
                self._by_id[row["system"], row["lpar_id"]] = row["lpar"]
                if row["env"] == "vioserver":
                    self._vioses[row["system"], row["lpar_id"]] = row["lpar"]

    def system(self, name: str) -> str | None:
        """The server by name, serial number, or type, model and serial number."""
        return self._systems.get(name) or self._systems.get(name.upper())

    def told_apart(self, fact: Fact) -> Fact:
        """The *fact* with its server and VIOS where both stand in one word, as scanners name their files.

        As it is where it may be several, or none.
        """
        found = self._in_one_word.get(fact.vios, set()) if fact.vios == fact.system else set()
        if len(found) != 1:
            return fact
        system, vios = next(iter(found))
        apart = {"system": system, "vios": vios, "lpar": vios}
        values = {
            name: apart[name] if name in apart and value == fact.vios else value
            for name, value in fact.row.values.items()
        }
        return replace(fact, system=system, vios=vios, row=replace(fact.row, values=values))

    def vios(self, system: str, number: int) -> str | None:
        """The VIOS of a server by its partition id."""
        return self._vioses.get((system, number))

    def lpar(self, system: str, number: int) -> str | None:
        """The partition of a server by its id."""
        return self._by_id.get((system, number))

    def manager(self, name: str | None) -> str | None:
        """The HMC by the name that its prompt or folder shows; the only one where nothing names it."""
        if not name:
            return next(iter(self._managers.values())) if len(set(self._managers.values())) == 1 else None
        return self._managers.get(name) or self._managers.get(name.split(".")[0])

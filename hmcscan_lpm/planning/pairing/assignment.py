"""The cheapest way to give every row a column of its own (Hungarian algorithm with potentials)."""

from __future__ import annotations

from collections.abc import Sequence


def assign(costs: Sequence[Sequence[int]]) -> list[int]:
    """The column of every row, no column twice, so that the sum of the costs is least.

    The same table gives the same answer.

    :param costs: rows of whole numbers of any size; at least as many columns as rows
    :raises ValueError: there are fewer columns than rows
    """
    if not costs:
        return []
    if len(costs) > len(costs[0]):
        raise ValueError(f"{len(costs)} rows have only {len(costs[0])} columns.")
    table = _Table(costs)
    for row in range(len(costs)):
        table.place(row)
    places = [0] * len(costs)
    for column, owner in enumerate(table.owner):
        if owner is not None:
            places[owner] = column
    return places


class _Table:
    """A table of which some rows have their columns: alive during one call of :func:`assign`."""

    def __init__(self, costs: Sequence[Sequence[int]]) -> None:
        self.costs = costs
        self.row_price = [0] * len(costs)
        self.column_price = [0] * len(costs[0])
        self.owner: list[int | None] = [None] * len(costs[0])

    def place(self, row: int) -> None:
        """Give one more row a column, at the least cost of all rows so far."""
        slack: dict[int, int] = {}
        before: dict[int, int | None] = {}
        used: list[int] = []
        open_columns = list(range(len(self.owner)))
        current = row
        column: int | None = None
        while True:
            prices = self.costs[current]
            for candidate in open_columns:
                gap = prices[candidate] - self.row_price[current] - self.column_price[candidate]
                if candidate not in slack or gap < slack[candidate]:
                    slack[candidate] = gap
                    before[candidate] = column
            following = min(open_columns, key=slack.__getitem__)
            self._reprice(row, used, open_columns, slack, slack[following])
            open_columns.remove(following)
            used.append(following)
            column = following
            owner = self.owner[following]
            if owner is None:
                break
            current = owner
        self._shift(row, following, before)

    def _reprice(self, row: int, used: Sequence[int], free: Sequence[int], slack: dict[int, int], step: int) -> None:
        self.row_price[row] += step
        for column in used:
            owner = self.owner[column]
            if owner is not None:
                self.row_price[owner] += step
            self.column_price[column] -= step
        for column in free:
            slack[column] -= step

    def _shift(self, row: int, column: int, before: dict[int, int | None]) -> None:
        """Hand every column on the way to the row before it, the first one to *row*."""
        while (previous := before[column]) is not None:
            self.owner[column] = self.owner[previous]
            column = previous
        self.owner[column] = row

"""Poor data, as a value: what a report holds that could not be taken as it stands.

An issue is collected, shown in the data-quality section of every output and never raised.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One thing in a report that was not taken as it stands, and what was done about it.

    :ivar report: the file, as shown to the user
    :ivar tab: the tab as printed, empty when the whole report is meant
    :ivar cell: where in the tab (``H14``, or a path inside a JSON dump), empty when the whole tab is meant
    :ivar kind: short stable word for filtering, such as ``unreadable-value`` (listed in docs/json.md)
    :ivar message: what is there, and what was done
    """

    report: str
    tab: str
    cell: str
    kind: str
    message: str

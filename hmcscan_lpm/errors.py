"""The exceptions of hmcscan-lpm: bad input, never a programming mistake and never poor data.

::

    HmcscanLpmError                 base: everything below, exit code 2 on the command line
    ├── ReportError                 a report that cannot be used
    │   ├── UnreadableFileError     missing, truncated, encrypted, empty, or no format that we know
    │   ├── TooLargeError           larger than the limits that keep memory bounded
    │   └── NotAReportError         readable, but no HMC Scanner wrote it
    ├── SelectionError              a source, target or partition that no report knows
    ├── CatalogueError              a rule page that cannot be used
    ├── ChoicesError                a file of choices for a plan, or a saved plan, that cannot be used
    ├── QueryError                  an SQL statement that does not bind or run
    └── OutputError                 a result that cannot be written where it was asked for

Poor *data* inside a readable report is not an exception: it is an :class:`hmcscan_lpm.issues.Issue`.
A rule that crashes is an outcome of that rule.
"""

from __future__ import annotations


class HmcscanLpmError(Exception):
    """Base of all errors that this library raises on bad input.

    ``args`` holds all fields, so that an error survives pickling.
    """


class ReportError(HmcscanLpmError):
    """A report that cannot be used.

    :param file: the report as the caller named it
    :param problem: what is wrong, where
    :param advice: what to do about it
    """

    def __init__(self, file: str, problem: str, advice: str = "") -> None:
        super().__init__(file, problem, advice)
        self.file = file
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        text = f"{self.file}: {self.problem}"
        return f"{text} {self.advice}" if self.advice else text


class UnreadableFileError(ReportError):
    """The file is missing, truncated, encrypted, empty, or in no format that is known."""


class TooLargeError(ReportError):
    """The file is larger, or unpacks to more, than the limits allow."""


class NotAReportError(ReportError):
    """The file can be read, but it is not a report of an HMC Scanner."""


class SelectionError(HmcscanLpmError):
    """A source, target or partition was asked for that no report knows."""


class CatalogueError(HmcscanLpmError):
    """A rule page is incomplete, contradicts itself, or its SQL does not bind.

    :param page: the rule page (file)
    :param problem: what is wrong and what to do
    """

    def __init__(self, page: str, problem: str) -> None:
        super().__init__(page, problem)
        self.page = page
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.page}: {self.problem}"


class ChoicesError(HmcscanLpmError):
    """Choices for a plan, or a saved plan, that cannot be used: unknown key, wrong value, no such file."""


class QueryError(HmcscanLpmError):
    """An SQL statement does not bind to the relations, or failed while running."""


class OutputError(HmcscanLpmError):
    """A result cannot be written: unknown ending, or the file cannot be created."""

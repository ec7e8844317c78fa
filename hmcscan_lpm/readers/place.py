"""Where a report lies, and the one way in which a reader says that it cannot be used.

Third-party libraries raise almost anything on damaged bytes. :func:`foreign` stands at the edge of each call into
them and turns that into one error of ours. It knows no file format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hmcscan_lpm.errors import ReportError, TooLargeError, UnreadableFileError
from hmcscan_lpm.readers.limits import Limits
from hmcscan_lpm.readers.model import Note


@dataclass(frozen=True, slots=True)
class Place:
    """A report, as it is shown in results and as it is named in errors.

    :ivar shown: file name with the containers before it (``mail.eml: scan.xls``)
    :ivar given: the same, with the first part as the caller gave it (``/tmp/mail.eml: scan.xls``)
    """

    shown: str
    given: str

    def inside(self, member: str, joint: str = ": ") -> Place:
        """The place of *member* in this container (joint ``: ``) or folder (joint ``/``)."""
        if not member:
            return self
        member = printable(member)
        return Place(f"{self.shown}{joint}{member}", f"{self.given}{joint}{member}")

    def unreadable(self, problem: str, advice: str = "") -> UnreadableFileError:
        """The error that says what is wrong here and what to do."""
        return UnreadableFileError(self.given, problem, advice)

    def too_large(self, problem: str, advice: str = "") -> TooLargeError:
        """The error that says which limit is passed here."""
        return TooLargeError(self.given, problem, advice or "If it is genuine, raise the limit that is named here.")


@dataclass(slots=True)
class Job:
    """What holds for one call of ``read``: the caller's wishes, and how much has been unpacked so far.

    Mutable by purpose and alive during one call only: nested containers share one allowance.
    """

    limits: Limits
    skip: Callable[[str], str]
    unpacked: int = field(default=0)

    def unpack(self, count: int, place: Place) -> None:
        """Count bytes that came out of a container or spreadsheet.

        :raises TooLargeError: when the allowance is used up
        """
        self.unpacked += count
        if self.unpacked > self.limits.unpacked_bytes:
            raise place.too_large(f"unpacks to more than {self.limits.unpacked_bytes:,} bytes (unpacked_bytes).")


def printable(name: str) -> str:
    """A file name as text: the bytes of a name that are no UTF-8 would break the output that shows it."""
    return name.encode("utf-8", "replace").decode("utf-8")


def shorten(text: str, length: int = 80) -> str:
    """*text* on one line, printable, and not longer than *length*."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    line = " ".join(line.split())
    return line if len(line) <= length else line[: length - 3] + "..."


@contextmanager
def foreign(place: Place, errors: tuple[type[Exception], ...], problem: str, advice: str) -> Iterator[None]:
    """Turn what a library raises on damaged bytes into one error of ours.

    :param errors: the types that the library is known to raise; anything else passes, as it is a mistake of ours
    :param problem: what could not be done, without a full stop: the library's own words follow in brackets
    """
    try:
        yield
    except ReportError:
        raise
    except MemoryError as error:
        raise place.too_large(f"{problem}: it needs more memory than there is.") from error
    except errors as error:
        raise place.unreadable(f"{problem} ({_words(error)}).", advice) from error
    except BaseException as error:
        # A panic in a Rust library derives from BaseException and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise place.unreadable(f"{problem} ({_words(error)}).", advice) from error


def _words(error: BaseException) -> str:
    said = shorten(str(error))
    if type(error).__module__.startswith("hmcscan_lpm") and said:
        return said
    name = type(error).__name__
    return f"{name}: {said}" if said else name


def tally(tab: str, kind: str, cells: list[str], message: str) -> tuple[Note, ...]:
    """One note for many cells of one kind: how many there are, and where the first is; none when there is none.

    :param message: what is there and what was done; ``{count}`` and ``{first}`` are filled in
    """
    if not cells:
        return ()
    return (Note(tab, cells[0], kind, message.format(count=len(cells), first=cells[0])),)

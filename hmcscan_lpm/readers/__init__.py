"""Readers: the bytes of a report to sheets of raw cells, whatever form the report has.

Readers know file formats. They do not know what a tab means, and change no value.
"""

from hmcscan_lpm.readers.limits import Limits
from hmcscan_lpm.readers.model import Cell, Note, Row, Sheet, Workbook
from hmcscan_lpm.readers.reading import read

__all__ = ["Cell", "Limits", "Note", "Row", "Sheet", "Workbook", "read"]

"""The Python hmcscanner's dialect: its workbook, and the JSON dump beside it, which guesses nothing."""

from hmcscan_lpm.dialects.python.load import load
from hmcscan_lpm.dialects.python.tabs import recognises

__all__ = ["load", "recognises"]

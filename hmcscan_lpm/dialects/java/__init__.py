"""Reports of the Java HMC Scanner (``.xls``, CSV and HTML folders): recognised, and turned into tables."""

from hmcscan_lpm.dialects.java.load import load
from hmcscan_lpm.dialects.java.tabs import is_hourly, recognises, usage_tab

__all__ = ["is_hourly", "load", "recognises", "usage_tab"]

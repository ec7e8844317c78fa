"""A fictional data centre as data, and the reports that two scanners would write about it.

Flow: `story` (who runs where, and what is wrong with it) -> `layout` (slots, WWPNs, disks, MACs worked out)
-> `java_*` and `raw_*`/`python_report` (the two dialects) and `truth` (what was planted).
Nothing here reads the library under test: the samples must not inherit its mistakes.
"""

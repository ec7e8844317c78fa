"""Facts that no report prints, read out of text that people hand over: command outputs, zone sets, host maps."""

"""The sample reports, read back with the readers that users' tools would take."""

"""What SAN and storage teams are handed: the state of both WWPNs, names, and drafts of what is missing."""

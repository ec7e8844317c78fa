"""The commands of a move for the HMCs, and what they need to know of servers."""

"""Live Partition Mobility prerequisites and migration plans, offline, from HMC Scanner reports."""

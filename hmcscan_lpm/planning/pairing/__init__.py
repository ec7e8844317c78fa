"""How adapters, VLANs, movers, pools and ids of a move find their places on the target."""

"""What a later scan says of a plan, and of an older scan."""

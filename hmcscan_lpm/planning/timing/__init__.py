"""How long moves take, which run together and when, and what is left after each wave."""

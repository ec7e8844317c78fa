"""The catalogue of prerequisites: rule pages, read and proved. What the rules say about an estate is the engine's."""

from hmcscan_lpm.catalogue.load import load
from hmcscan_lpm.catalogue.model import Catalogue, Rule

__all__ = ["Catalogue", "Rule", "load"]

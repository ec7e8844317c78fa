"""The catalogue of prerequisites: rule pages, read and proved. What the rules say about an estate is the engine's."""

from hmcscan_lpm.catalogue import parameters, waivers
from hmcscan_lpm.catalogue.load import load
from hmcscan_lpm.catalogue.model import Catalogue, Parameter, Rule
from hmcscan_lpm.catalogue.waivers import Waiver

__all__ = ["Catalogue", "Parameter", "Rule", "Waiver", "load", "parameters", "waivers"]

"""The catalogue of prerequisites: rule pages, read and proved. What the rules say about an estate is the engine's."""

from hmcscan_lpm.catalogue import attestations, parameters, waivers
from hmcscan_lpm.catalogue.attestations import Attestation
from hmcscan_lpm.catalogue.load import load
from hmcscan_lpm.catalogue.model import Catalogue, Parameter, Rule
from hmcscan_lpm.catalogue.waivers import Waiver

__all__ = ["Attestation", "Catalogue", "Parameter", "Rule", "Waiver", "attestations", "load", "parameters", "waivers"]

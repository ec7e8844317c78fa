"""What storage systems print of hosts and mapped volumes, all makes together."""

from __future__ import annotations

from hmcscan_lpm.supplements import ds8000, pure, svc
from hmcscan_lpm.supplements.model import Format

FORMATS: tuple[Format, ...] = (*svc.FORMATS, *ds8000.FORMATS, *pure.FORMATS)
"""Every format of a storage system."""

"""The ways in which a report arrives: as an attachment of a mail, in an archive."""

from email.message import EmailMessage

from datacentre.java_report import xls, xls_name
from datacentre.model import DataCentre, Manager
from datacentre.python_report import packed


def mail(centre: DataCentre, manager: Manager) -> bytes:
    """A mail with the Java report attached; boundary, date and id are fixed."""
    message = EmailMessage()
    message["From"] = "hmc-scan@example.net"
    message["To"] = "power-team@example.net"
    message["Subject"] = f"HMC scan of {manager.name}"
    message["Date"] = f"{manager.java_scan:%a, %d %b %Y} 03:00:00 +0000"
    message["Message-ID"] = f"<{manager.java_scan:%Y%m%d%H%M%S}.{manager.name}@example.net>"
    message.set_content(f"The weekly scan of {manager.name} is attached.\n")
    message.add_attachment(
        xls(centre, manager), maintype="application", subtype="vnd.ms-excel", filename=xls_name(manager)
    )
    message.set_boundary("==============scan==============")
    return message.as_bytes()


def archive(centre: DataCentre) -> bytes:
    """The Java reports of all consoles in one archive."""
    return packed({xls_name(manager): xls(centre, manager) for manager in centre.managers})

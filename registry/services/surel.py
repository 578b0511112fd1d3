"""Sends messages by e-mail where an address is known; what goes wrong is kept with the message and breaks nothing.

Never inside a transaction: a mail server may take its time.
"""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from registry.alamat import site
from registry.models import Pemberitahuan

log = logging.getLogger(__name__)
MAKS_GALAT = 300
KAKI = "\n\nBuka: {alamat}\n\nSurel ini dikirim oleh registri IKU {pemda}. Jangan membalas surel ini."


def surel_send(rows: Iterable[Pemberitahuan]) -> None:
    """Sends each message to its person; one that fails does not hold up the others."""
    wanted = [row for row in rows if row.penerima.email]
    if not wanted:
        return
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        for row in wanted:
            _failed(row, error)
        return
    for row in wanted:
        _send_one(row, connection)
    connection.close()


def _send_one(row: Pemberitahuan, connection) -> None:
    text = row.isi + KAKI.format(alamat=f"{site()}{row.alamat}", pemda=row.pemda)
    try:
        EmailMessage(row.judul, text, None, [row.penerima.email], connection=connection).send()
    except (OSError, SMTPException, ValueError) as error:
        _failed(row, error)
        return
    row.surel_pada, row.surel_galat = timezone.now(), ""
    row.save(update_fields=["surel_pada", "surel_galat"])


def _failed(row: Pemberitahuan, error: Exception) -> None:
    log.warning("surel: message %s was not sent: %s", row.pk, type(error).__name__)
    row.surel_galat = f"{type(error).__name__}: {error}"[:MAKS_GALAT]
    row.save(update_fields=["surel_galat"])

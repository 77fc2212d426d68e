"""A connection to the mail server of the settings ``FAIR_SCALE_SMTP_*``."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from server.config import Settings

TIMEOUT = 30  # seconds
SECURITIES = ("starttls", "tls", "none")


def check(settings: Settings) -> None:
    """Raise ``ValueError`` that names the setting that is wrong."""
    if settings.smtp_security not in SECURITIES:
        raise ValueError(f"FAIR_SCALE_SMTP_SECURITY is starttls, tls or none, not {settings.smtp_security!r}")
    if "@" not in settings.smtp_from:
        raise ValueError("FAIR_SCALE_SMTP_FROM is the address that mail comes from")


def connect(settings: Settings) -> smtplib.SMTP:
    """Return a connection that is encrypted and signed in as the settings say; it closes itself as a context.

    The server's certificate is checked. Raises ``OSError`` or ``smtplib.SMTPException``.
    """
    host, port = settings.smtp_host, settings.smtp_port
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def post(settings: Settings, message: EmailMessage) -> str:
    """Send one mail. Returns the fault in words, "" when the server took it."""
    try:
        with connect(settings) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return ""

"""Mail: honest topics and rotating spam campaigns, made of phrases, copied and sent in bulk."""

from data.mail.generator import (
    COPIED,
    DAY,
    KEPT,
    TEMPLATES,
    Mail,
    length_law,
    mail,
    pick,
)

__all__ = ["COPIED", "DAY", "KEPT", "TEMPLATES", "Mail", "length_law", "mail", "pick"]

"""The printed words of the papers, in the language of the paper (not of the reader who happens to click)."""

from __future__ import annotations

GERMAN = {
    "participation": "Teilnahmebescheinigung",
    "certificate": "Zertifikat",
    "has_attended": "hat teilgenommen an",
    "has_passed": "hat mit Erfolg abgeschlossen",
    "when": "Zeitraum",
    "how_long": "Umfang",
    "hours_of": "{have} von {of} Stunden besucht",
    "assessed": "Prüfung",
    "outcomes": "Inhalte und Lernergebnisse",
    "issuer": "Ausgestellt von",
    "code": "Nummer",
    "until": "bis",
    "check": "Echtheit prüfen",
    "check_how": "Code scannen oder Adresse öffnen:",
    "qr_alt": "QR-Code mit der Adresse der Prüfseite dieses Nachweises",
    "mark_alt": "Zeichen des Campus",
    "only_attendance": "Diese Bescheinigung belegt die Teilnahme. Eine Prüfung ist nicht Teil davon.",
    "internal": "Die Prüfung ist eine interne Prüfung des Veranstalters.",
}

ENGLISH = {
    "participation": "Confirmation of participation",
    "certificate": "Certificate",
    "has_attended": "has taken part in",
    "has_passed": "has successfully completed",
    "when": "Period",
    "how_long": "Extent",
    "hours_of": "{have} of {of} hours attended",
    "assessed": "Assessment",
    "outcomes": "Contents and learning outcomes",
    "issuer": "Issued by",
    "code": "Number",
    "until": "to",
    "check": "Check that it is genuine",
    "check_how": "Scan the code or open the address:",
    "qr_alt": "QR code with the address of the page that checks this credential",
    "mark_alt": "Mark of the campus",
    "only_attendance": "This paper confirms attendance. An assessment is not part of it.",
    "internal": "The assessment is an internal one of the provider.",
}


def words_of(language: str) -> dict[str, str]:
    """The words in ``language``: ``de`` or ``en``."""
    return ENGLISH if language == "en" else GERMAN

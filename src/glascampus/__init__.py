"""GlasCampus: Bedarf → Curriculum → Kurs → Buchung → Nachweis → Wirkung, one thread, never cut."""

__version__ = "0.1.0"

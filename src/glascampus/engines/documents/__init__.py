"""Printed papers as tagged PDF (PDF/UA-1 and PDF/A-3b in one), set by typst from ``*.typ``, and lists that come back scanned.

Data in, bytes out; nothing here knows a database.
"""

from glascampus.engines.documents.certificates import CertificateData, certificate
from glascampus.engines.documents.packs import PackData, PackSession, paper_pack
from glascampus.engines.documents.press import DocumentsMissing, qr_svg, unprintable
from glascampus.engines.documents.quotes import QuoteData, quote
from glascampus.engines.documents.scans import MOST_BYTES, Scanned, read_scan
from glascampus.engines.documents.scans.pdf import MOST_PAGES
from glascampus.engines.documents.scans.pictures import ScanRefused

__all__ = [
    "MOST_BYTES",
    "MOST_PAGES",
    "CertificateData",
    "DocumentsMissing",
    "PackData",
    "PackSession",
    "QuoteData",
    "ScanRefused",
    "Scanned",
    "certificate",
    "paper_pack",
    "qr_svg",
    "quote",
    "read_scan",
    "unprintable",
]

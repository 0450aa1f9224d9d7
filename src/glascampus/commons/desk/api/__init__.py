"""The one way a program is answered: tokens and limits, reads with an ETag, lists by cursor, problems by RFC 9457. In English."""

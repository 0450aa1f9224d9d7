"""No request brings more files than the house takes: what is too much is read off the line and never stored."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers. The page learns by ``request.upload_too_big`` why a file did not arrive."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, or drop the whole file once all files together are too big."""
        self.bytes += len(raw_data)
        if self.bytes > settings.UPLOAD_MOST_BYTES:
            cast("Any", self.request).upload_too_big = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
        return

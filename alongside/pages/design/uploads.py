"""Files that are far too large: their size is counted and nothing of them is kept, so that a form can say so kindly."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Counted(FileUploadHandler):
    """Comes after the handler that keeps files in memory, which takes no request above ``FILE_UPLOAD_MAX_MEMORY_SIZE``.

    Without it Django passes such a file over, and the form would say that nothing was chosen. What it hands on has the
    name and the size of the file and is empty inside: look at ``size`` before reading.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file of the request begins."""
        super().new_file(*args, **kwargs)
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count a piece and let it go."""
        self.counted += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The name and the size."""
        return InMemoryUploadedFile(
            io.BytesIO(), self.field_name, self.file_name, self.content_type, self.counted, self.charset
        )

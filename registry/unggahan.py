"""How much of an upload is taken in: what is larger is read to its end and forgotten, the typed fields are kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LONGGAR = 4  # times the largest file: what is longer is not even read


class BatasUnggah(FileUploadHandler):
    """First of the handlers; `request.berkas_terlalu_besar` holds the fields whose file was left out."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        if content_length > LONGGAR * batas():
            raise RequestDataTooBig("The request is longer than any form of ours.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Passes the data on until the file is larger than any that is kept."""
        self.taken += len(raw_data)
        if self.taken > batas():
            too_big(self.request).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""


def batas() -> int:
    """The largest file, in bytes."""
    return settings.BUKTI_MAKS_MB * 1024**2


def too_big(request: Any) -> set[str]:
    """Fields whose file was left out."""
    if not hasattr(request, "berkas_terlalu_besar"):
        request.berkas_terlalu_besar = set()
    return request.berkas_terlalu_besar

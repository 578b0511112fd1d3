"""What commands that write one file share: its path, what is said afterwards, and how a refusal sounds."""

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError


class PerintahBerkas(BaseCommand):
    """Writes one file; changes nothing."""

    bentuk: Iterable[str] = ()
    requires_system_checks: list[str] = []  # it reads; checking urls and models would take longer than a small file

    @abstractmethod
    def make(self, **options: Any) -> bytes:
        """The content of the file; ServiceError says what is not there."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", required=True, help=f"bentuk berkas: {', '.join(self.bentuk)}")
        parser.add_argument("--output", required=True, type=Path, help="berkas hasil")

    def handle(self, *args: object, **options: Any) -> None:
        output = Path(options["output"])
        try:
            data = self.make(**options)
            output.write_bytes(data)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        except OSError as error:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(data)} bita")

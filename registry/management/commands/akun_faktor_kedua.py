"""manage.py akun_faktor_kedua USERNAME --alasan …: takes the second factor off, for when no admin is left who could."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.models import Keanggotaan
from registry.services.errors import ServiceError
from registry.services.faktor_reset import faktor_remove


class Command(BaseCommand):
    """Whoever may run this on the server may let a person in again; it stays on record."""

    help = "Melepas faktor kedua seorang anggota aktif yang kehilangan ponsel dan kode pemulihannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna anggota yang aktif")
        parser.add_argument("--alasan", required=True, help="tercatat dalam riwayat")

    def handle(self, *args: object, **options: str) -> None:
        member = Keanggotaan.objects.filter(user__username=options["username"], aktif=True).first()
        if member is None:
            raise CommandError(f"Anggota aktif «{options['username']}» tidak ada.")
        try:
            faktor_remove(member=member, alasan=options["alasan"])
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        self.stdout.write(f"Faktor kedua {member.user.username} dilepas; semua sesinya berakhir.")

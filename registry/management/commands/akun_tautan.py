"""manage.py akun_tautan USERNAME: a new one-time link, for when no admin is left who could make one."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.alamat import undangan_url
from registry.models import Keanggotaan
from registry.services.anggota import akun_relink


class Command(BaseCommand):
    """Whoever may run this on the server may let a person in again."""

    help = "Mengakhiri kata sandi dan sesi seorang anggota aktif, lalu mencetak tautan sekali pakai baru."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna anggota yang aktif")

    def handle(self, *args: object, **options: str) -> None:
        member = Keanggotaan.objects.filter(user__username=options["username"], aktif=True).first()
        if member is None:
            raise CommandError(f"Anggota aktif «{options['username']}» tidak ada.")
        self.stdout.write(undangan_url(akun_relink(member=member)))

"""manage.py akun_demo: prints the accounts of the demo."""

from django.core.management.base import BaseCommand

from registry.services.contoh import AKUN, PASSWORD


class Command(BaseCommand):
    """A table for the person who has just started the demo."""

    help = "Mencetak akun demo."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Kata sandi semua akun: {PASSWORD}")
        for username, nama, peran, pemda, instansi in AKUN:
            self.stdout.write(f"  {username:<22} {peran.label:<17} {pemda} {instansi or ''}  {nama}".rstrip())
        self.stdout.write(f"  {'pusat':<22} {'Superuser':<17} hanya membuat pemda dan admin pertamanya")

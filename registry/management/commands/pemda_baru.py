"""manage.py pemda_baru: a new Pemda and the one-time link of its first admin."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.alamat import undangan_url
from registry.models import Pemda
from registry.services.errors import ServiceError
from registry.services.pemda import pemda_create

FIELDS = {
    "kode": "kode Kemendagri, misalnya 35.08",
    "nama": "misalnya Kabupaten Lumajang",
    "jenis": "kabupaten, kota, atau provinsi",
    "ibu_kota": "misalnya Lumajang",
    "zona_waktu": "Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura",
    "sebutan_kepala_daerah": "misalnya Bupati Lumajang",
}
OPTIONS = {"zona_waktu": "--zona", "sebutan_kepala_daerah": "--sebutan", "ibu_kota": "--ibu-kota"}


class Command(BaseCommand):
    """Whoever may run this on the server may make Pemda."""

    help = "Membuat pemda beserta admin pertamanya, lalu mencetak tautan sekali pakai bagi admin itu."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, text in FIELDS.items():
            choices = {"jenis": Pemda.Jenis.values, "zona_waktu": Pemda.ZonaWaktu.values}.get(name)
            parser.add_argument(OPTIONS.get(name, f"--{name}"), dest=name, required=True, help=text, choices=choices)
        parser.add_argument("--admin", required=True, metavar="USERNAME", help="nama pengguna admin pertama")
        parser.add_argument("--admin-nama", required=True, metavar="NAMA", help="nama lengkap admin pertama")

    def handle(self, *args: object, **options: str) -> None:
        data = {name: options[name] for name in FIELDS}
        try:
            member = pemda_create(data=data, admin=options["admin"], admin_nama=options["admin_nama"])
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        self.stdout.write(undangan_url(member.user))

"""manage.py banding_rumus [--output FILE.html]: the printed formula of every indicator beside the computed one."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from registry.models import Indikator
from registry.services.banding_rumus import LaporanBanding, laporan

CSS = ("rumus.css", "banding.css")


class Command(BaseCommand):
    """Prints which ones differ and why, or writes all of them as one HTML file that needs nothing else."""

    help = "Membandingkan sel rumus yang tercetak dengan yang digambar dari rumus hitung, untuk semua indikator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="berkas HTML yang ditulis")

    def handle(self, *args: object, output: Path | None = None, **options: object) -> None:
        report = laporan(Indikator.objects.all())
        count = f"{len(report.baris)} indikator: {report.sama} sama, {report.berbeda} berbeda."
        if output is None:
            self.stdout.write("\n".join([*self._lines(report), count]))
            return
        try:
            output.write_text(banding_html(report), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{output}: {count}")

    def _lines(self, report: LaporanBanding) -> list[str]:
        rows = [row for row in report.baris if not row.sama]
        return [f"{row.indikator.kode}: {', '.join(row.sebab) or 'tanpa rumus'}" for row in rows]


def banding_html(report: LaporanBanding) -> str:
    """The report as a whole HTML document with its style sheets inside."""
    folder = Path(settings.BASE_DIR) / "static" / "iku"
    css = "\n".join((folder / name).read_text(encoding="utf-8") for name in CSS)
    html = render_to_string("registry/banding_rumus_berkas.html", {"laporan": report, "baris": report.baris})
    return html.replace("<!--gaya-->", f"<style>\n{css}</style>", 1)

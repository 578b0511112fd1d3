"""Who signs a recap: the head of the OPD on the chosen date, in the wording of official documents."""

import re
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from formulas.notation import write_date
from registry.models import Instansi, Pejabat, Penetapan
from reports.tabel import TandaTangan, plain

KEPALA = re.compile(
    r"(kepala|camat|inspektur|direktur|bupati|wali ?kota|gubernur|sekretaris (daerah|dprd|dewan)|lurah)\b", re.I
)
BAWAHAN = re.compile(r"kepala (bidang|bagian|seksi|sub ?bagian|sub ?bidang|upt|unit|tata usaha)\b", re.I)
TITIK = "." * 46
GELAR_DEPAN = re.compile(r"^(?:(?!H\.|Hj\.)[A-Za-z]{1,5}\.\s*)+")


def signers(instansi: Instansi, tanggal: date) -> list[Pejabat]:
    """Officials of the instansi on that day, the most likely signer first.

    A head before others; of several, the one who took office last: a Plt. or Plh. comes after the one he stands for.
    """
    on_duty = Pejabat.objects.filter(Q(sampai__isnull=True) | Q(sampai__gte=tanggal), instansi=instansi)
    return sorted(
        on_duty.filter(mulai__lte=tanggal), key=lambda p: (not is_head(p.jabatan), -p.mulai.toordinal(), p.pk)
    )


def is_head(jabatan: str) -> bool:
    """Whether the office leads an instansi."""
    return bool(KEPALA.match(jabatan.strip())) and not BAWAHAN.match(jabatan.strip())


def signature(instansi: Instansi, pejabat: Pejabat | None, tempat: str, tanggal: date) -> TandaTangan:
    """The block as printed; dotted lines where nobody is recorded."""
    where = f"{plain(tempat)}, {write_date(tanggal)}"
    if pejabat is None:
        return TandaTangan(where, f"{head_of(instansi)},", TITIK, "", f"NIP. {TITIK[:36]}", kosong=True)
    prefix = "" if pejabat.status == Pejabat.Status.DEFINITIF else f"{pejabat.get_status_display()} "
    nama = plain(pejabat.nama)
    return TandaTangan(
        tempat_tanggal=where,
        jabatan=f"{prefix}{plain(pejabat.jabatan).upper().rstrip(',')},",
        nama=nama if instansi.pemda.tampilkan_gelar else without_titles(nama),
        pangkat=plain(pejabat.pangkat),
        nip=f"NIP. {pejabat.nip_cetak}" if pejabat.nip else "",
    )


def head_of(instansi: Instansi) -> str:
    """What the head of an instansi is called when nobody is recorded."""
    nama = instansi.nama.upper()
    match instansi.jenis:
        case Instansi.Jenis.PEMDA:
            return instansi.pemda.sebutan_kepala_daerah.upper()
        case Instansi.Jenis.KECAMATAN:
            return nama.replace("KECAMATAN", "CAMAT", 1)
        case Instansi.Jenis.INSPEKTORAT:
            return "INSPEKTUR"
        case Instansi.Jenis.SEKRETARIAT:
            return nama.replace("SEKRETARIAT", "SEKRETARIS", 1)
    return f"KEPALA {nama}"


def without_titles(nama: str) -> str:
    """H. THORIQUL HAQ of "H. THORIQUL HAQ, M.ML."; H. and Hj. are part of a name, not a degree."""
    return GELAR_DEPAN.sub("", nama.split(",")[0]).strip() or nama


def choose(rows: Sequence[Pejabat], pk: int | None) -> Pejabat | None:
    """The one that was asked for among them, else the first."""
    return next((row for row in rows if row.pk == pk), rows[0] if rows else None)


def printed_name(nama: str, penetapan: Penetapan) -> str:
    """The name of who signs: without degrees where the Pemda wants that, and only while the decree is a draft."""
    keep = penetapan.pemda.tampilkan_gelar or penetapan.status != Penetapan.Status.DRAF
    return nama if keep else without_titles(nama)

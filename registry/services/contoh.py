"""Loads the invented example data of the demo: opened years, accounts, targets, realisasi 2018–2023.

Everything carries `contoh=True` and is shown as "data contoh" everywhere. Values are computed by the same
service as real ones; loading again changes nothing.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.models import (
    BuktiDukung,
    DataDasar,
    Indikator,
    Instansi,
    NilaiDataDasar,
    Pejabat,
    Pemda,
    Pengguna,
    Peran,
    Realisasi,
    TahunIsian,
    Target,
    Variabel,
)
from registry.services.akun import akun_create
from registry.services.awal import load_yaml
from registry.services.berlaku import sheets_in_force
from registry.services.bukti_dukung_baca import sumber_data_of
from registry.services.contoh_baris import keep, once
from registry.services.contoh_triwulan import load_quarters
from registry.services.hitung import current_rumus, hitung
from registry.services.realisasi import apply

PASSWORD = "lumajang-contoh-2023"  # noqa: S105 – printed by bin/demo; accounts exist with IKU_DEMO=1 only
LUMAJANG, BALANGAN = "35.08", "63.11"
# username, full name, role, Pemda, instansi
AKUN = [
    ("operator.dinkes", "Siti Rahmawati", Peran.OPERATOR, LUMAJANG, "dinkes"),
    ("kepala.dinkes", "dr. Bayu Prasetyo", Peran.KEPALA, LUMAJANG, "dinkes"),
    ("operator.bkd", "Andi Kurniawan", Peran.OPERATOR, LUMAJANG, "bkd"),
    ("operator.kec-lumajang", "Dewi Lestari", Peran.OPERATOR, LUMAJANG, "kec-lumajang"),
    ("bappeda", "Rina Wulandari", Peran.BAPPEDA, LUMAJANG, None),
    ("admin", "Hendra Saputra", Peran.ADMIN, LUMAJANG, None),
    ("pembaca", "Agus Santoso (Inspektorat)", Peran.PEMBACA, LUMAJANG, None),
    ("operator.balangan", "Nor Aina", Peran.OPERATOR, BALANGAN, "setwan"),
    ("bappeda.balangan", "Ahmad Fauzi", Peran.BAPPEDA, BALANGAN, None),
    ("admin.balangan", "Rusdiana", Peran.ADMIN, BALANGAN, None),
]
TAHUN = {LUMAJANG: range(2018, 2024), BALANGAN: range(2021, 2024)}
TERBARU = 2023
# In the newest year the work is going on: these instansi have submitted, these are drafts, the rest are verified.
BELUM = {"bkd", "kec-lumajang", "kec-klakah", "kec-padang", "dispora"}
DRAF = {"dinkes", "dindik", "disdag", "kec-tempeh"}
DIAJUKAN = {"dlh", "dishub", "satpolpp", "dinsos", "kec-senduro", "kec-pasirian", "setwan", "dputr"}


@transaction.atomic
def muat_contoh() -> dict[str, int]:
    """Loads what is missing and tells how many targets and realisasi were written."""
    for kode, years in TAHUN.items():
        pemda = Pemda.objects.get(kode=kode)
        for tahun in years:
            once(TahunIsian, _year_state(tahun), pemda=pemda, tahun=tahun)
    _accounts()
    _pejabat()
    _data_dasar()
    written = Contoh().write()
    return written | {"triwulan": load_quarters()}


def _year_state(tahun: int) -> dict[str, Any]:
    """Years before the last two are finished and locked."""
    if tahun >= TERBARU - 1:
        return {}
    return {"dibuka": False, "dikunci_pada": timezone.make_aware(datetime.datetime(tahun + 1, 3, 31, 16, 0))}


def _accounts() -> None:
    for username, nama, peran, pemda, instansi in AKUN:
        if Pengguna.objects.filter(username=username).exists():
            continue
        place = Pemda.objects.get(kode=pemda)
        unit = Instansi.objects.get(pemda=place, kode=instansi) if instansi else None
        akun_create(username=username, nama=nama, peran=peran, pemda=place, instansi=unit, password=PASSWORD)
    if not Pengguna.objects.filter(username="pusat").exists():
        Pengguna.objects.create_superuser("pusat", password=PASSWORD, nama="Pengelola aplikasi")


def _pejabat() -> None:
    rows = [
        (LUMAJANG, "pemda", "H. THORIQUL HAQ, M.ML.", "", "", "BUPATI LUMAJANG", datetime.date(2018, 9, 24)),
        (LUMAJANG, "setda", "Drs. AGUS TRIYONO, M.Si.", "196905071989031004", "Pembina Utama Muda (IV/c)",
         "SEKRETARIS DAERAH", datetime.date(2019, 1, 2)),
        (LUMAJANG, "kec-lumajang", "ABDUL BASAR", "196210101985031026", "Pembina (IV/a)", "CAMAT LUMAJANG",
         datetime.date(2019, 1, 2)),
        (BALANGAN, "setwan", "H. TAMRIN, S. Ag. SE. M. AP", "", "", "SEKRETARIS DPRD", datetime.date(2021, 1, 4)),
    ]  # fmt: skip
    for pemda, kode, nama, nip, pangkat, jabatan, mulai in rows:
        instansi = Instansi.objects.get(pemda__kode=pemda, kode=kode)
        defaults = {"nip": nip, "pangkat": pangkat, "jabatan": jabatan, "mulai": mulai}
        once(Pejabat, defaults, instansi=instansi, nama=nama)


def _data_dasar() -> None:
    for group in load_yaml("data_dasar.yaml"):
        for item in group["butir"]:
            row = DataDasar.objects.get(pemda__kode=group["pemda"], kode=item["kode"])
            for tahun, nilai in item["contoh"].items():
                defaults = {"nilai": nilai, "contoh": True}
                once(NilaiDataDasar, defaults, data_dasar=row, tahun=tahun)


class Contoh:
    """Writes the examples of all indicators; year by year, so that last year's values are there."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = load_yaml("contoh/nilai.yaml")
        rows = Indikator.objects.with_sheet().select_related("pemda")
        self.indikator = {row.kode: row for row in rows.filter(kode__in=self.data)}
        self.memo: dict[Any, Any] = {}
        self.rumus: dict[int, Any] = {}
        self.written = {"target": 0, "realisasi": 0}
        self.users = {u.username: u for u in Pengguna.objects.filter(username__in=["bappeda", "bappeda.balangan"])}

    def write(self) -> dict[str, int]:
        """All years, base years first; referenced indicators before those that read them."""
        years = sorted({t for item in self.data.values() for t in item["tahun"]})
        for tahun in [years[0] - 1, *years]:
            later: list[str] = []
            for kode, item in self.data.items():
                indikator = self.indikator[kode]
                (later if self._reads_others(indikator) else []).append(kode)
                if kode not in later:
                    self._year(indikator, item, tahun)
            for kode in later:
                self._year(self.indikator[kode], self.data[kode], tahun)
        return self.written

    def _reads_others(self, indikator: Indikator) -> bool:
        key = ("reads", indikator.pk)
        if key not in self.memo:
            refers = Variabel.objects.filter(rumus__indikator=indikator, rumus__status="berlaku")
            self.memo[key] = refers.filter(indikator__isnull=False).exists()
        return self.memo[key]

    def _year(self, indikator: Indikator, item: dict[str, Any], tahun: int) -> None:
        base = "lalu" in item and tahun == item["tahun"][0] - 1
        if not base and tahun not in item["tahun"]:
            return
        for number, instansi in enumerate(self._units(indikator, tahun)):
            raw = item["lalu"] if base else self._values(item, tahun)
            if base or counts_once(self.memo, indikator, instansi, tahun):
                varied = vary(raw, number) if indikator.lembar.instansi.jenis == "kelompok" else raw
                if not base:
                    self._target(indikator, instansi, tahun, item)
                self._realisasi(indikator, instansi, tahun, varied, base)

    def _units(self, indikator: Indikator, tahun: int) -> list[Instansi]:
        key = ("units", indikator.lembar_id, tahun)
        if key not in self.memo:
            owner = indikator.lembar.instansi
            group = owner.jenis == Instansi.Jenis.KELOMPOK
            self.memo[key] = list(owner.anggota.in_year(tahun)) if group else [owner]
        return self.memo[key]

    def _values(self, item: dict[str, Any], tahun: int) -> dict[str, Any]:
        at = item["tahun"].index(tahun)
        return {name: values[at] for name, values in item.items() if name not in ("tahun", "target", "lalu")}

    def _target(self, indikator: Indikator, instansi: Instansi, tahun: int, item: dict[str, Any]) -> None:
        text = item["target"][item["tahun"].index(tahun)]
        fields = {"bawah": text} if _is_number(text) else {"kode": text}
        fields |= {"status": Target.Status.DISETUJUI, "contoh": True}
        where = {"indikator": indikator, "instansi": instansi, "tahun": tahun, "periode": 0}
        self.written["target"] += once(Target, fields, **where)

    def _realisasi(self, indikator: Indikator, instansi: Instansi, tahun: int, raw: dict[str, Any], base: bool) -> None:
        status = Realisasi.Status.TERVERIFIKASI if base else status_of(instansi, tahun)
        if status is None or Realisasi.objects.filter(indikator=indikator, instansi=instansi, tahun=tahun).exists():
            return
        row = Realisasi(
            indikator=indikator, instansi=instansi, tahun=tahun, nilai_mentah=raw, contoh=True, status=status
        )
        if indikator.pk not in self.rumus:
            self.rumus[indikator.pk] = current_rumus(indikator)
        rumus = self.rumus[indikator.pk]
        used = {"indikator": indikator, "instansi": instansi, "tahun": tahun, "rumus": rumus, "memo": self.memo}
        apply(row, hitung(**used, nilai_mentah=raw))
        if row.kosong_kode == "belum_diisi":  # what is not entered cannot have been submitted
            row.status = Realisasi.Status.DRAF
        if row.status in Realisasi.FINAL:
            row.diverifikasi_oleh = self.users["bappeda" if indikator.pemda.kode == LUMAJANG else "bappeda.balangan"]
            row.diverifikasi_pada = timezone.make_aware(datetime.datetime(tahun + 1, 2, 20, 9, 0))
        if row.status not in Realisasi.OPEN:
            row.diajukan_pada = timezone.make_aware(datetime.datetime(tahun + 1, 2, 10, 10, 0))
            row.atas_nama = f"Kepala {instansi}"
        keep(row)
        self.written["realisasi"] += 1
        if tahun >= TERBARU - 1:
            self._bukti(row)

    def _bukti(self, row: Realisasi) -> None:
        """A link per source that the decree names; of what waits for review every third has none yet."""
        if row.status in Realisasi.OPEN or (row.status == Realisasi.Status.DIAJUKAN and row.indikator_id % 3 == 0):
            return
        key = ("sumber", row.indikator_id)
        if key not in self.memo:
            self.memo[key] = sumber_data_of(row.indikator)
        for number, sumber in enumerate(self.memo[key], start=1):
            keep(BuktiDukung(
                realisasi=row, jenis=BuktiDukung.Jenis.TAUTAN, judul=f"{sumber} tahun {row.tahun}"[:200],
                sumber=sumber[:300], tautan=f"https://data.contoh.go.id/{row.indikator.kode}/{row.tahun}/{number}",
                penerbit=str(row.instansi)[:160], tanggal=datetime.date(row.tahun + 1, 1, 31), contoh=True,
                diunggah_oleh=self.users["bappeda" if row.indikator.pemda.kode == LUMAJANG else "bappeda.balangan"],
            ))  # fmt: skip


def counts_once(memo: dict[Any, Any], indikator: Indikator, instansi: Instansi, tahun: int) -> bool:
    """`berlaku.counts`, looked up once per Pemda and year."""
    key = ("sheets", indikator.pemda_id, tahun)
    if key not in memo:
        memo[key] = sheets_in_force(indikator.pemda, tahun)
    lembar = memo[key].get((instansi.pk, indikator.lembar.lampiran.jenis))
    return lembar is not None and lembar.pk == indikator.lembar_id


def status_of(instansi: Instansi, tahun: int) -> str | None:
    """Earlier years are done; in the newest the work of some instansi is still going on."""
    if tahun < TERBARU - 1:
        return Realisasi.Status.TERKUNCI
    if tahun < TERBARU:
        return Realisasi.Status.TERVERIFIKASI
    if instansi.kode in BELUM:
        return None
    if instansi.kode in DRAF:
        return Realisasi.Status.DRAF
    return Realisasi.Status.DIAJUKAN if instansi.kode in DIAJUKAN else Realisasi.Status.TERVERIFIKASI


def vary(raw: dict[str, Any], number: int) -> dict[str, Any]:
    """One typical kecamatan's values, moved a little for each member of the group, counts kept whole."""
    return {name: _moved(value, number, place) for place, (name, value) in enumerate(raw.items())}


def _moved(value: Any, number: int, place: int) -> Any:
    if not isinstance(value, str) or not _is_number(value):
        return value
    step = Decimal((number * 7 + place * 3) % 5 - 2)
    amount = Decimal(value)
    if amount != amount.to_integral_value() or amount > 60:
        return f"{amount + step * Decimal('0.35'):f}"
    return f"{max(amount - abs(step) if place < 3 and number % 2 else amount, Decimal(1)):f}"


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()

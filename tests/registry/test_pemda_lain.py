"""Several Pemda in one installation: what happens in one never touches a row of the other (S-08)."""

import random
from collections import Counter

import pytest
from django.core.serializers import serialize

from registry.models import Indikator, Instansi, Keanggotaan, Pejabat, Penetapan, Realisasi, TahunIsian, Target
from registry.services.errors import ServiceError
from registry.services.realisasi import (
    Kunci,
    realisasi_reopen,
    realisasi_return,
    realisasi_save,
    realisasi_submit,
    realisasi_verify,
    realisasi_withdraw,
)
from tests.registry.alur import verifikasi

pytestmark = [pytest.mark.django_db, pytest.mark.lama]
KODE = ["lmj19-dinkes-01", "lmj19-dinkes-02"]
BALANGAN = {"anggota_ikut_pelatihan": "20", "jumlah_anggota_dprd": "25"}


def rows_of(pemda) -> str:
    """Everything stored of a Pemda, as text."""
    owned = {
        Instansi: "pemda",
        Indikator: "pemda",
        Penetapan: "pemda",
        TahunIsian: "pemda",
        Keanggotaan: "pemda",
        Pejabat: "instansi__pemda",
        Realisasi: "indikator__pemda",
        Target: "indikator__pemda",
    }
    found = [row for model, path in owned.items() for row in model.objects.filter(**{path: pemda}).order_by("pk")]
    history = Realisasi.history.filter(indikator__pemda=pemda).order_by("pk")
    return serialize("json", [*found, *history])


def act(dice: random.Random, cast, keys: list[Kunci]) -> str:
    """One random step of an operator or a reviewer of Lumajang, or of somebody who may not; its name."""
    key = dice.choice(keys)
    row = key.get()
    name = dice.choice(["simpan", "ajukan", "tarik", "kembalikan", "verifikasi", "buka"])
    able = "dinkes" if name in ("simpan", "ajukan", "tarik") else "bappeda"
    user = cast[able if dice.random() < 0.7 else dice.choice(["dinsos", "balangan", "bappeda_balangan"])]
    values = {v.nama: str(dice.randint(0, 99)) for v in key.indikator.rumus.get(status="berlaku").variabel.all()}
    if name == "simpan":
        realisasi_save(user=user, kunci=key, nilai_mentah=values, version=row.version if row else 0)
    elif row is None:
        return "tanpa baris"
    elif name in ("ajukan", "tarik"):
        (realisasi_submit if name == "ajukan" else realisasi_withdraw)(user=user, realisasi=row)
    elif name == "verifikasi" and Realisasi.objects.visible_to(user).filter(pk=row.pk).exists():
        realisasi_verify(user=user, realisasi=row)
    elif name in ("kembalikan", "buka") and Realisasi.objects.visible_to(user).filter(pk=row.pk).exists():
        (realisasi_return if name == "kembalikan" else realisasi_reopen)(user=user, realisasi=row, alasan="Uji")
    return name


def test_five_hundred_actions_leave_the_other_pemda_alone(cast, balangan, capsys):
    setwan = Instansi.objects.get(pemda=balangan, kode="setwan")
    other = Kunci(Indikator.objects.get(kode="blg23-setwan-ik-01"), setwan, 2023)
    verifikasi(cast, other, BALANGAN, "balangan")
    dinkes = Instansi.objects.get(pemda__kode="35.08", kode="dinkes")
    keys = [Kunci(Indikator.objects.get(kode=k), dinkes, t) for k in KODE for t in (2021, 2022, 2023)]
    before, dice, done = rows_of(balangan), random.Random(35086311), Counter()
    for _ in range(500):
        try:
            done[act(dice, cast, keys)] += 1
        except ServiceError:
            done["ditolak"] += 1
    with capsys.disabled():
        print(f"\ntindakan: {sum(done.values())} {dict(done)}")
    assert done["simpan"] > 20
    assert rows_of(balangan) == before

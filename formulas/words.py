"""Numbers in Indonesian words: how a typed number is read back, so that 1.500 cannot be taken for one and a half.

>>> from decimal import Decimal
>>> spell(Decimal("1500"))
'seribu lima ratus'
>>> spell(Decimal("-0.05"))
'minus nol koma nol lima'
"""

from decimal import Decimal

ANGKA = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
TINGKAT = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def spell(value: Decimal) -> str:
    """The number in words, its decimals digit by digit; any finite number below 10^18."""
    teks = format(abs(value), "f")
    utuh, _, desimal = teks.partition(".")
    kata = [_whole(int(utuh))]
    if desimal:
        kata += ["koma", *(ANGKA[int(d)] for d in desimal)]
    return " ".join(["minus", *kata] if value < 0 else kata)


def _whole(n: int) -> str:
    """A whole number, the big steps first."""
    kata: list[str] = []
    for besar, nama in TINGKAT:
        banyak, n = divmod(n, besar)
        if banyak == 1 and nama == "ribu":
            kata.append("seribu")
        elif banyak:
            kata.append(f"{_whole(banyak)} {nama}")
    if n or not kata:
        kata.append(_hundreds(n))
    return " ".join(kata)


def _hundreds(n: int) -> str:
    """Nol to sembilan ratus sembilan puluh sembilan."""
    ratus, sisa = divmod(n, 100)
    kata = [] if not ratus else ["seratus" if ratus == 1 else f"{ANGKA[ratus]} ratus"]
    if sisa or not ratus:
        kata.append(_tens(sisa))
    return " ".join(kata)


def _tens(n: int) -> str:
    """Nol to sembilan puluh sembilan."""
    if n < 10:
        return ANGKA[n]
    if n < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(n, f"{ANGKA[n - 10]} belas")
    puluh, sisa = divmod(n, 10)
    return f"{ANGKA[puluh]} puluh" + (f" {ANGKA[sisa]}" if sisa else "")

"""Removing markup keeps the words."""

import pytest

from .banding import tanpa_faktor
from .kata import kata


@pytest.mark.parametrize(
    ("mentah", "bersih"),
    [
        (r"$\frac{\text{Jumlah A}}{\text{B (n-1)}} \times 100\%$", "Jumlah A B (n - 1) x 100 %"),
        (r"$IP = \sum_{i=1}^4 IP_i$ $= IP_1$", "IP = Σ i=1 4 IPi = IP1"),
        ("<p><u>Penjelasan :</u></p> <i>launching</i>,", "Penjelasan : launching ,"),
        ("Jumlah A -----x 100% Jumlah B", "Jumlah A x 100% Jumlah B"),
        ("IKS > 0,8 | *impact*", "IKS > 0,8 impact"),
    ],
)
def test_markup_is_removed(mentah, bersih):
    assert kata(mentah) == kata(bersih)


def test_marks_and_letters_matter():
    assert kata("Penjelsan.") != kata("Penjelasan.") != kata("Penjelasan")
    assert kata("dibidang") != kata("di bidang")


def test_the_factor_beside_the_bar_has_no_place_in_the_order():
    assert tanpa_faktor(kata("A x 100% B")) == tanpa_faktor(kata("A B X 100")) == ("A", "B")
    assert tanpa_faktor(kata("A x 3 B")) == kata("A x 3 B")

"""How the tables of the admin pages look."""

KELAS = "table table-hover align-top table-sortir"
NUM = {"th": {"class": "num"}, "td": {"class": "num"}}
LEBAR = {"td": {"class": "kolom-lebar"}}  # does not fold to one word a line on a phone
UTUH = {"td": {"class": "text-nowrap"}}

"""Addresses of the registry: one list per prefix, put together here."""

from registry.urls.admin import urlpatterns as admin
from registry.urls.bukti_dukung import urlpatterns as bukti_dukung
from registry.urls.capaian import urlpatterns as capaian
from registry.urls.data_dasar import urlpatterns as data_dasar
from registry.urls.dokumen import urlpatterns as dokumen
from registry.urls.grid import urlpatterns as grid
from registry.urls.impor import urlpatterns as impor
from registry.urls.indikator import urlpatterns as indikator
from registry.urls.isian import urlpatterns as isian
from registry.urls.jendela import urlpatterns as jendela
from registry.urls.organisasi import urlpatterns as organisasi
from registry.urls.panduan import urlpatterns as panduan
from registry.urls.papan import urlpatterns as papan
from registry.urls.rancangan import urlpatterns as rancangan
from registry.urls.rumus import urlpatterns as rumus
from registry.urls.triwulan import urlpatterns as triwulan
from registry.urls.umum import urlpatterns as umum

app_name = "registry"

urlpatterns = [
    *organisasi,
    *umum,
    *isian,
    *impor,
    *grid,
    *indikator,
    *rumus,
    *capaian,
    *panduan,
    *papan,
    *triwulan,
    *jendela,
    *data_dasar,
    *rancangan,
    *admin,
    *bukti_dukung,
    *dokumen,
]

"""Addresses of the registry: one list per prefix, put together here."""

from registry.urls.admin import urlpatterns as admin
from registry.urls.capaian import urlpatterns as capaian
from registry.urls.indikator import urlpatterns as indikator
from registry.urls.isian import urlpatterns as isian
from registry.urls.organisasi import urlpatterns as organisasi
from registry.urls.papan import urlpatterns as papan
from registry.urls.rumus import urlpatterns as rumus
from registry.urls.triwulan import urlpatterns as triwulan
from registry.urls.umum import urlpatterns as umum

app_name = "registry"

urlpatterns = [*organisasi, *umum, *isian, *indikator, *rumus, *capaian, *papan, *triwulan, *admin]

"""The reports app: rows, template, output."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Documents ready to sign."""

    name = "reports"
    verbose_name = "Dokumen"

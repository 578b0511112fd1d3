"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Leaves out Bootstrap's variants that no page loads: collecting takes seconds, not a minute."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        "*.rtl*",
        "bootstrap-*",
        "*.esm*",
        "bootstrap.css",
        "bootstrap.css.map",
        "bootstrap.js",
        "bootstrap.js.map",
        "bootstrap.min.js",
        "bootstrap.min.js.map",
        "bootstrap.bundle.js",
        "bootstrap.bundle.js.map",
    ]

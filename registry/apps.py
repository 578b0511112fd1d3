"""The registry app: who, what, when, and the web application around them."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers nothing: what happens is written where it happens."""

    name = "registry"
    verbose_name = "Registri IKU"

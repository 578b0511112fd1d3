"""Template formatters."""

from django import template

register = template.Library()

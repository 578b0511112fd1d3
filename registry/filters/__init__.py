"""Filters of django-filter, one per noun; all of them stay in the address."""

"""Tests that really commit (browsers, threads) find the loaded documents, and leave no trace.

Django would empty every table after them: the guards of a signed decree forbid that, and the documents,
loaded once for all tests, would be lost. Here the whole database is put aside before such a test and put
back after it.
"""

import sqlite3
from collections.abc import Callable

from django.db import connection, connections
from django.test import TransactionTestCase


def install() -> None:
    """From now on transactional tests put the database back instead of flushing it."""

    def fixture_setup(cls: type[TransactionTestCase]) -> None:
        cls.put_back = staticmethod(_keep_sqlite() if connection.vendor == "sqlite" else _keep_postgres())

    def fixture_teardown(self: TransactionTestCase) -> None:
        self.put_back()

    TransactionTestCase._fixture_setup = classmethod(fixture_setup)
    TransactionTestCase._fixture_teardown = fixture_teardown


def _keep_sqlite() -> Callable[[], None]:
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:")
    connection.connection.backup(kept)

    def put_back() -> None:
        connections.close_all()
        connection.ensure_connection()
        kept.backup(connection.connection)
        kept.close()

    return put_back


def _keep_postgres() -> Callable[[], None]:
    name = connection.settings_dict["NAME"]
    connections.close_all()
    _run(f'DROP DATABASE IF EXISTS "{name}_asal"', f'CREATE DATABASE "{name}_asal" TEMPLATE "{name}"')

    def put_back() -> None:
        connections.close_all()
        _run(f'DROP DATABASE "{name}" WITH (FORCE)', f'ALTER DATABASE "{name}_asal" RENAME TO "{name}"')

    return put_back


def _run(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

"""Typing into the form of a target outlives a lost session."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SEHAT = "Persentase keluarga sehat"


def drafts(page: Page) -> list[str]:
    return json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage).filter(k => k.startsWith('iku-draf:')))"))


def to_target(page: Page, server: str) -> str:
    """The target of 2023 of the first indicator of Dinkes; its address."""
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    page.get_by_role("link", name="Target 2023").click()
    page.wait_for_url("**/target/**")
    return page.url


def test_a_target_outlives_the_session(masuk, server):
    page = masuk("operator.dinkes")
    address = to_target(page, server)
    masuk("bappeda")
    page.goto(address)
    page.get_by_label("Alasan").fill("Targetnya di bawah capaian tahun lalu.")
    page.get_by_role("button", name="Kembalikan ke OPD").click()
    masuk("operator.dinkes")
    page.goto(address)
    field = page.get_by_label("Nilai", exact=True)
    field.fill("38,5")
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/akun/masuk/**")
    page.context.add_cookies(session)
    page.goto(address)
    expect(field).to_have_value("38,5")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-draf-selesai]")).to_be_visible()
    expect(field).to_have_value("38,5")
    assert drafts(page) == []

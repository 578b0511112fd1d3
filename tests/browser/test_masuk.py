"""The sign-in page as a browser sees it."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sign_in_page_opens_without_complaint(page, live_server):
    """A blocked style or script, or a missing file, would be written to the console."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_server.url + reverse("account_login"))
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.get_by_label("Kata sandi").is_visible()
    assert complaints == []

"""Our documents read by the C parser of XML instead of by an HTML parser in Python."""

import re
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint

TUNGGAL = re.compile(r"<(br|col|hr|img|meta)\b([^<>]*?)/?>")


class Terurai(weasyprint.HTML):
    """A document whose HTML is also XML.

    ElementTree.ParseError or ValueError where it is not XML; WeasyPrint's own parser is asked then.
    """

    def __init__(self, text: str, url_fetcher: Any) -> None:
        root = ElementTree.fromstring(as_xml(text))  # noqa: S314  our templates; what people typed is escaped in them
        if root.tag != "html":
            raise ValueError(root.tag)
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def as_xml(html: str) -> str:
    """The same with empty elements closed, without the mark of HTML and the one name that XML does not know.

    ValueError for drawings inside the text, which only HTML puts into their namespace by itself.
    """
    if "<svg" in html:
        raise ValueError("svg")
    return TUNGGAL.sub(r"<\1\2/>", html).replace("<!doctype html>", "", 1).replace("&nbsp;", "&#160;")

"""Everything that is drawn from one tree, in one place to import from."""

from formulas.excel import bare_excel, excel
from formulas.omml import omml
from formulas.parts import Part, Parts, plain_text, printed_parts
from formulas.sentence import sentence

__all__ = ["Part", "Parts", "bare_excel", "excel", "omml", "plain_text", "printed_parts", "sentence"]

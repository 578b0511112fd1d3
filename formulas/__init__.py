"""The formula language of indicators and the rules of achievement. Pure Python, no dependency.

>>> from decimal import Decimal
>>> parse("a / b * 100").evaluate({"a": Decimal(45), "b": Decimal(50)})
Decimal('90')
"""

from formulas.errors import FormulaError
from formulas.formula import Formula, parse
from formulas.notation import DateError, NumberError, read_date, read_number, write_date, write_number
from formulas.outcomes import Kosong
from formulas.parser import is_valid_name
from formulas.proof import Bukti

__all__ = [
    "Bukti",
    "DateError",
    "Formula",
    "FormulaError",
    "Kosong",
    "NumberError",
    "is_valid_name",
    "parse",
    "read_date",
    "read_number",
    "write_date",
    "write_number",
]

"""Proof that fixtures/penetapan/ says what fixtures/naskah/ says, word for word."""

"""Beside ``weigh`` and ``panels``: the forms experts fill in, drawn and read back."""

"""Beside ``score.py``: what follows from the leaves' scores."""

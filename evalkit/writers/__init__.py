"""Plugs of this kind; see ``evalkit.plugs``."""

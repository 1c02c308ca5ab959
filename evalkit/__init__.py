"""evalkit: a toolkit for third-party performance evaluation of public spending."""

__version__ = "0.1.0"

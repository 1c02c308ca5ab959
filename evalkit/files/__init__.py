"""The edge, in: bytes and folders become Source, Sheet or Document. The only reader of the disk besides ``app``."""

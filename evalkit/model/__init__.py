"""The records. All are frozen; a place (``at``) comes last. Each file holds one subject."""

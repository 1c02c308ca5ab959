"""What ``ingest`` and ``tabulate`` are made of: columns, the choices of a question, screening, counting."""

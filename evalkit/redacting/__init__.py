"""A report without the people in it: who is named, and the report with the names masked."""

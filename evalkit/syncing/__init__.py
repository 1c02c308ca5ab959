"""Behind ``sync``: what was edited, where it goes, and how it is written down."""

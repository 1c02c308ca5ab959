"""Blank questionnaires to hand out: a file a kind of form, each a pure function of the questionnaire."""

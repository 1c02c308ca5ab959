"""What ``narrate`` is made of: chapters through Jinja and Markdown, figures as marks, views, the outline."""

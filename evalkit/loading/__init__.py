"""What ``load`` is made of, a table or a file of the folder each."""

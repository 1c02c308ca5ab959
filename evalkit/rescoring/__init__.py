"""What reading an edited scoring paper needs: its tables, and the changes found in them."""

"""Indicator tables as consultants draw them: their grids, headers, rows, and how two of them belong together."""

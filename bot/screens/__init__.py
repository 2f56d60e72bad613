"""Screens: pure functions from values to a text and buttons, one module a journey."""

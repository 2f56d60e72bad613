"""Lists that the office sends as files, read into values or into all that is wrong with them."""

"""The words of notices, one module a kind."""

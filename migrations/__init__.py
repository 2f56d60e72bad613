"""Alembic revisions: the schema's history, each with a way back."""

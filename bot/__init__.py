"""Telegram, the scheduler, the texts and the settings: everything that faces people."""

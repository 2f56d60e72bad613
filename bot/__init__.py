"""Telegram, the scheduler, the texts and the settings: everything that faces people."""

import os

# python-telegram-bot 22 warns at every flood limit that its pauses will become lengths of time
# one day, unless it is told to make them so already.
os.environ.setdefault("PTB_TIMEDELTA", "true")

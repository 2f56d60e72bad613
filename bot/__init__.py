"""Telegram, the scheduler, the texts and the settings: everything that faces people."""

import os

from bot import logs

# python-telegram-bot 22 warns at every flood limit that its pauses will become lengths of time
# one day, unless it is told to make them so already.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Here, for whoever imports anything of the bot may log.
logs.connect()

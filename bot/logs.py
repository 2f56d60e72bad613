"""Logs for the operator: one line an event, and the token in none of them."""

import logging


class Redacted(logging.Formatter):
    """Formats like its base, and blacks out a secret wherever it came from."""

    def __init__(self, secret: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._secret, "[token]")


def set_up(secret: str) -> None:
    """Log to standard error; libraries that log every call or tick only from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacted(secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("httpx", "apscheduler", "alembic", "telegram.ext", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

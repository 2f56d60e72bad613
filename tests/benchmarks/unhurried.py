"""The real bot without Telegram's limit of 30 messages a second, which would be all one sees."""

from bot import app, flood

if __name__ == "__main__":
    flood.OVERALL_A_SECOND, flood.OVERALL_BURST = 1e6, 1_000_000
    app.run()

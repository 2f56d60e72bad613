"""Afterbell's command line; `python bot.py --help` lists what it can do."""

import argparse
import sys

from bot import app, demo, doctor
from bot.app import NoTelegramError
from bot.demo import PortTakenError
from bot.settings import SettingsError
from storage.errors import InUseError, UnreachableError
from storage.sample_data import NotEmptyError

INTERRUPTED = 130
"""What shells expect of a command that Ctrl+C has ended before its work was done."""


def port(text: str) -> int:
    if not text.isdecimal() or int(text) not in range(65_536):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bot.py", description="A bot that books club places.")
    parser.set_defaults(do=lambda _: app.run())
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    run = commands.add_parser("run", help="run the bot; this is the default")
    run.set_defaults(do=lambda _: app.run())

    migrate = commands.add_parser("migrate", help="bring the database to this version's schema")
    migrate.set_defaults(do=lambda _: app.migrate())

    sample = commands.add_parser("sample-data", help="fill an empty database with a made-up school")
    sample.add_argument("--seed", type=int, default=1, help="another number, another school")
    sample.set_defaults(do=lambda given: app.fill_with_sample(given.seed))

    check = commands.add_parser("doctor", help="say whether all is in order; 1 if something is not")
    check.set_defaults(do=lambda _: sys.exit(not doctor.run()))

    trial = commands.add_parser("demo", help="try the bot on this machine, without a token")
    trial.add_argument("--port", type=port, default=8080, help="where the page is (8080)")
    trial.add_argument("--no-browser", action="store_true", help="do not open the page")
    trial.set_defaults(do=lambda given: demo.run(given.port, open_browser=not given.no_browser))

    sandbox = commands.add_parser("sandbox", help="only the stand-in Telegram, for any bot")
    sandbox.add_argument("--port", type=port, default=8081, help="where it listens (8081)")
    sandbox.set_defaults(do=lambda given: demo.run_sandbox(given.port))
    return parser.parse_args(words)


if __name__ == "__main__":
    arguments = parse(sys.argv[1:])
    try:
        arguments.do(arguments)
    except (
        SettingsError,
        InUseError,
        UnreachableError,
        NoTelegramError,
        NotEmptyError,
        PortTakenError,
    ) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)

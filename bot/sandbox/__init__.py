"""A strict stand-in for the Bot API on loopback, with people in it, for the demo and the tests."""

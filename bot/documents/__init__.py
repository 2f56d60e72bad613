"""Files that the bot sends: statements, registers, reports."""

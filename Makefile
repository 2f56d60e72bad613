# Everything a developer runs; each target sets up what it needs.
.PHONY: setup demo test lint types tests messages migration lock bench soak pictures

PYTHON ?= python3
BIN = .venv/bin

setup: .venv/ready

.venv/ready: requirements-dev.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --no-deps --requirement requirements-dev.lock
	touch $@

# Try the bot without a token: `make demo ARGS="--no-browser --port 9000"`.
demo: setup
	$(BIN)/python bot.py demo $(ARGS)

# All that CI checks.
test: lint types tests

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

# Two calls: to mypy a launcher `bot.py` beside a package `bot` is one module twice.
types: setup
	$(BIN)/mypy -p bot -p domain -p storage -p migrations -p tests
	$(BIN)/mypy bot.py

# In two parts: what is measured for coverage takes twice as long, and one database and one way to
# a line are enough for it. There are more processes than cores, for tests also wait; above all
# those that kill and start processes.
unexport PYTHONDONTWRITEBYTECODE # or each process compiles all modules for itself
CORES = $(shell getconf _NPROCESSORS_ONLN)
APART = race or crash or postgresql or unmeasured

tests: setup
	$(BIN)/pytest --numprocesses=$$(($(CORES) + 1)) --dist=worksteal \
		-m "not ($(APART))" --cov --cov-report=term:skip-covered --cov-fail-under=95
	$(BIN)/coverage report --include='domain/*' --fail-under=100
	$(BIN)/pytest --numprocesses=$$(($(CORES) * 2)) --dist=worksteal -m "$(APART)"

# How fast it is, in figures; needs a quiet Linux machine.
bench: setup
	$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.benchmarks

# Random people, two at once, on both databases, held against the rules: `make soak MINUTES=30`.
# Then, for an hour or two, the bot's memory after 100,000 updates, a thousand rushes, ten thousand
# requests at once, kills and anything.
MINUTES = 5
soak: setup
	$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.truth $(MINUTES)
	$(BIN)/python -W "ignore:XDG_RUNTIME_DIR is not set" -m tests.benchmarks.memory 100000
	REPEATS=many HYPOTHESIS_PROFILE=long $(BIN)/pytest \
		tests/races/test_rush.py tests/crashes/test_kills.py tests/fuzz

# After changing how a screen or the demo's page looks: take the README's pictures anew.
pictures: setup
	$(BIN)/python -m tests.demo.pictures

# After changing a sentence: gather all of them into the catalogues.
messages: setup
	$(BIN)/python -m bot.locales

# After changing storage/tables: `make migration NAME="what changed"`, then read what it wrote.
migration: setup
	DATABASE_URL=sqlite:///data/migration.db $(BIN)/alembic upgrade head
	DATABASE_URL=sqlite:///data/migration.db $(BIN)/alembic revision --autogenerate -m "$(NAME)"
	rm -f data/migration.db*

# After changing a dependency in pyproject.toml; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --group dev --output-file requirements-dev.lock

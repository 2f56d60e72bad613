"""Processes of their own that cost a fork each, and not a second of imports."""

import multiprocessing

forkserver = multiprocessing.get_context("forkserver")
# There is one server for all that is forked, so it imports all that anybody needs.
forkserver.set_forkserver_preload(["tests.crashes.preload", "tests.races.replica"])

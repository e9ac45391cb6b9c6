# The commands of the README. Each makes its own set-up: Python 3.11 or newer and make are enough.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: install test check

install: .venv/.installed

.venv/.installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	touch $@

test: install
	$(PY) -m pytest

check: install
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

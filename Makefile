# The commands of the README. Each makes its own set-up: Python 3.11 or newer and make are enough.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: install demo test check docs pictures coverage story soak bench

install: .venv/.installed

.venv/.installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

# The playground: the real bot, in a page on this machine.
demo: install
	$(PY) -m bot demo

test: install
	$(PY) -m pytest -n 5 --dist worksteal

check: install
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	$(PY) tools/docs.py --check

# Write what the code knows into the documentation.
docs: install
	$(PY) tools/docs.py

# The documentation's pictures of the playground; needs Chromium.
pictures: install
	$(PY) tools/pictures.py

# What is left untested of the core; fails below the line that is promised.
coverage: install
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -n 3 --dist worksteal tests/unit tests/contract
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report --show-missing --skip-covered --fail-under=95

# What customer and agents see, for every pairing of platforms.
story: install
	PYTHONPATH=.:tests:tests/sims $(PY) -m acceptance.story

# The long runs: seeds beyond the ones of `make test`, and new examples for every rule that hypothesis tries.
soak: install
	HYPOTHESIS_EXAMPLES=fresh $(PY) -m pytest -n 5 --dist worksteal tests/unit
	$(PY) -m pytest -n 5 --dist worksteal -m soak

# Measurements, run by hand.
bench: install
	PYTHONPATH=. $(PY) bench/knowledge.py
	PYTHONPATH=. $(PY) bench/keywords.py
	PYTHONPATH=.:tests $(PY) bench/hostile.py
	PYTHONPATH=. $(PY) bench/preview.py
	PYTHONPATH=. $(PY) bench/explicit.py
	PYTHONPATH=. $(PY) bench/memory.py
	PYTHONPATH=.:tests $(PY) bench/store.py

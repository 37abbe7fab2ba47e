# make run: the service on this machine. Needs make and Python >= 3.11, nothing else.
SHELL = /bin/sh
PORT ?= 8000
PY = .venv/bin/python
# Two processes pay on two cores; tests/distribution.py says which tests stay together.
PYTEST = $(PY) -m pytest -n 2
NODE = $$(command -v node || ls .venv/lib/python3*/site-packages/playwright/driver/node)
export PYTHON
# The settings are those of the tests or of manage.py, whatever the shell has.
unexport DJANGO_SETTINGS_MODULE PYTHONPATH

.DEFAULT_GOAL = help
.PHONY: help run install install-dev test bench lint lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: install ## everything for a first look, then the server on http://127.0.0.1:8000 (PORT=)
	@PORT=$(PORT) exec sh deploy/run.sh

install: ## environment and browser assets; nothing when all is in place
	@sh deploy/install/environment.sh app
	@$(PY) deploy/install/assets.py || true

install-dev: install
	@sh deploy/install/environment.sh app dev

test: install-dev ## all tests, on SQLite and, where the store is touched, on PostgreSQL (ARGS=)
	@status=0; \
	$(PY) -m tests.services.run postgresql $(PYTEST) -m store $(ARGS) || status=1; \
	$(PYTEST) $(ARGS) || status=1; \
	exit $$status

bench: install-dev ## the benchmarks; the last line is one JSON object
	@$(PY) -m tests.bench

lint: install-dev ## ruff, mypy, templates, JavaScript
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) -m djlint --quiet --lint coolpapers
	@node=$(NODE); for file in $$(find coolpapers/web/static -name '*.js' -not -path '*/vendor/*'); do \
	    $$node --input-type=module --check - < $$file || { echo "in $$file"; exit 1; }; \
	done

lock: ## the lock files anew: requirements/*.txt with hashes and without addresses, package-lock.json
	@sh deploy/install/lock.sh

clean: ## remove what was installed and cached; papers and index in ./var stay
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis node_modules coolpapers/web/static/vendor
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

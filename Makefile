# Streetlight. `make demo` shows it, `make test` holds what a change must pass. A machine needs git, make, Python 3.11
# or newer and, on Debian, apt; everything else is installed from here.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
ROOMS := lms readiness certificates drills courses attempts content people outbox
CODE := $(ROOMS) tests bench manage.py

# Set PYTHON to choose another interpreter for the virtual environment.
PYTHONS := $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14

# With the extras named: else a newer release of a package asked for with an extra makes pip refuse the whole list.
LOCK = $(BIN)/uv pip compile -q pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras

FONTS_AND_LAYOUT := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-hanazono
BUILDING := esbuild gettext
BROWSER_AND_PDF := chromium chromium-headless-shell poppler-utils libatomic1

.PHONY: help demo test lint prove bench bench-phone messages lock apt apt-demo apt-phone clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

demo: .venv/installed-demo ## the whole site on http://localhost:PORT (8000), until Ctrl-C
	@DEMO=1 exec $(BIN)/python manage.py demo

test: export STREETLIGHT_ENGINES = test
test: .venv/installed-test lint ## all that a change must pass
	@status=0; $(BIN)/python -m pytest -n 2 --dist loadgroup || status=$$?; \
	$(BIN)/python -m lms.engines stop --if-unused; exit $$status

lint: .venv/installed-test ## style, floors, types, templates
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@find $(ROOMS) -name '*.html' -print0 | xargs -0r $(BIN)/djade --check --target-version 5.2
	@find $(ROOMS) -name '*.html' -print0 | xargs -0r $(BIN)/djhtml --check --tabwidth 2

prove: export STREETLIGHT_ENGINES = test
prove: .venv/installed-test ## the long proofs: kills, simulations, journeys
	@status=0; $(BIN)/python -m pytest -m prove || status=$$?; \
	$(BIN)/python -m lms.engines stop --if-unused; exit $$status

bench: .venv/installed-test ## measure; prints a table and writes var/bench.json
	@$(BIN)/python -m bench

messages: .venv/installed-test ## gather what the interface says into locale/, for translators
	@$(BIN)/python manage.py makemessages -v 0

bench-phone: .venv/installed-test bench/phone/node_modules ## measure the clerk's pages as a slow phone has them
	@$(BIN)/python -m bench.phone

lock: .venv/bin/uv ## write the lock files anew from pyproject.toml
	@$(LOCK) --group dev -o requirements-dev.lock
	@$(LOCK) -c requirements-dev.lock -o requirements.lock

clean: ## end private servers and remove all that was made, except .venv
	@if [ -e var/demo.lock ] && ! flock -n var/demo.lock true; then \
		echo "The demo of this folder runs: end it with Ctrl-C first."; exit 1; fi
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m lms.engines remove; fi
	@rm -rf var .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -path ./.venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

# What the operating system has to bring. Does nothing where nothing is missing.

apt: ## install missing system packages (Debian), for the demo and the tests
	@$(call install,$(FONTS_AND_LAYOUT) $(BUILDING) $(BROWSER_AND_PDF))

apt-phone:
	@if ! { command -v node && command -v npm; } >/dev/null; then $(call install,nodejs npm); fi

apt-demo:
	@$(call install,$(FONTS_AND_LAYOUT) $(BUILDING))

define install
if ! command -v dpkg-query >/dev/null; then \
	echo "This machine has no dpkg: see to it that it has what Debian calls $(1)."; exit 0; fi; \
missing=""; \
for package in $(1); do \
	[ "$$(dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null)" = installed ] || missing="$$missing $$package"; \
done; \
$(call as_root,$$missing)
endef

# $(1) is a list of packages, possibly empty.
define as_root
if [ -n "$(1)" ]; then \
	command="apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends$(1)"; \
	if [ "$$(id -u)" = 0 ]; then root="bash -c"; elif sudo -n true 2>/dev/null; then root="sudo -n bash -c"; else \
		echo "System packages are missing: run \`sudo apt-get install$(1)\`, then start again." >&2; exit 1; fi; \
	echo "Installing$(1) ..."; \
	$$root "$$command" </dev/null >/dev/null || { \
		echo "apt could not install them: run \`apt-get update && apt-get install$(1)\` and mend what it says." >&2; exit 1; }; \
fi
endef

# The virtual environment, with exactly what the lock files name. http-ece (for pywebpush) has no wheel, being plain Python.

.venv/bin/python:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "No Python 3.11 or newer was found: install python3.11 and python3.11-venv, or give PYTHON=... to make." >&2; \
		exit 1; fi; \
	if ! $$found -c 'import ensurepip' 2>/dev/null; then \
		missing=" python$$($$found -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; \
		$(call as_root,$$missing); fi; \
	$$found -m venv .venv

.venv/installed-demo: requirements.lock | .venv/bin/python apt-demo
	@echo "Installing Python packages ..."
	@$(PIP) install -q --require-hashes --only-binary :all: --no-binary http-ece -r requirements.lock
	@touch $@

.venv/installed-test: requirements-dev.lock | .venv/bin/python apt
	@echo "Installing Python packages ..."
	@$(PIP) install -q --require-hashes --only-binary :all: --no-binary http-ece -r requirements-dev.lock
	@touch .venv/installed-demo $@

# Lighthouse, with exactly what its lock file names; nothing of it runs at installation or is ever served.
bench/phone/node_modules: bench/phone/package-lock.json | apt-phone
	@cd bench/phone && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules

.venv/bin/uv: .venv/installed-test
	@$(PIP) install -q uv

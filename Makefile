# Every target explains itself: make help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
# The oldest Python that works is named in setup.cfg.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$p" && break; done)
BIN := .venv/bin
MADE := .make
comma := ,
USERS ?= 20
SECONDS_OF_LOAD ?= 30

.PHONY: help demo demo-reset test check browser engines spark bench load screens openapi clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1 ##/p' $(MAKEFILE_LIST) | awk -F ' ## *' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(MADE)/demo  ## build the demonstration city (once) and serve it; PORT=8001 to choose the port
	@$(BIN)/fair-scale set-up
	@$(BIN)/fair-scale demo
	@exec $(BIN)/fair-scale serve --port $(PORT)

demo-reset: $(MADE)/demo  ## delete the demonstration city, build it anew and serve it
	@$(BIN)/fair-scale demo --reset
	@exec $(BIN)/fair-scale serve --port $(PORT)

test: check browser  ## everything: style, architecture, tests on SQLite, PostgreSQL (if one answers) and in Chromium
	$(BIN)/pytest -n auto --dist worksteal

check: $(MADE)/test  ## style and architecture only, a few seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

# A browser for the browser tests: one that is there, else Debian's, else Playwright's; without one they are skipped.
browser: $(MADE)/test  ## find or install the Chromium of the browser tests
	@if command -v chromium chromium-browser google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then \
		echo "Installing Debian's Chromium for the browser tests"; \
		{ apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y chromium fonts-noto-cjk; } \
		|| echo "Chromium could not be installed: browser tests are skipped"; \
	else $(BIN)/playwright install chromium || echo "Chromium could not be installed: browser tests are skipped"; fi

engines: $(MADE)/test spark  ## 10,000 random small draws in the standard library, DuckDB, DataFusion and PostgreSQL; 50 in Spark
	FAIR_SCALE_DRAWS=10000 $(BIN)/pytest tests/sampling/engines

# Spark is half a gigabyte and needs Java 17: it is installed where there is Java, else its tests are skipped.
spark: $(MADE)/test  ## install Spark for its tests, if there is Java
	@if command -v java >/dev/null; then $(MAKE) -s $(MADE)/spark; \
	else echo "There is no Java: the tests of Spark are skipped"; fi

bench: $(MADE)/bench  ## measure against the yardsticks and print one report
	$(BIN)/python -m bench.run

load: $(MADE)/load  ## inspectors, the public and a supervisor at once against a running demo; USERS=20 SECONDS_OF_LOAD=30
	$(BIN)/locust -f load_tests/locustfile.py --headless --only-summary --host http://127.0.0.1:$(PORT) \
		--users $(USERS) --spawn-rate 10 --run-time $(SECONDS_OF_LOAD)s

screens: $(MADE)/test browser  ## take the README's pictures again from a fresh demonstration city
	$(BIN)/python -m tests.browser.screens

openapi: $(MADE)/demo  ## write docs/openapi.json again from the code
	$(BIN)/fair-scale openapi docs/openapi.json

clean:  ## delete the virtual environment and what tools left behind; data in var/ stays
	rm -rf .venv $(MADE) *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# What is installed is noted in .make/: a second run finds it there and starts at once.
$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed"; exit 1; }
	@echo "Making a virtual environment with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { echo "On Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }

$(MADE)/demo: setup.cfg pyproject.toml | $(BIN)/python
	$(call install,.)
$(MADE)/test: setup.cfg pyproject.toml | $(BIN)/python
	$(call install,.[test])
$(MADE)/spark: setup.cfg pyproject.toml | $(BIN)/python
	$(call install,.[test$(comma)spark])
$(MADE)/bench: setup.cfg pyproject.toml | $(BIN)/python
	$(call install,.[bench])
$(MADE)/load: setup.cfg pyproject.toml | $(BIN)/python
	$(call install,.[load])

define install
	@echo "Installing $(1) (the first time this takes a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e "$(1)"
	@mkdir -p $(MADE) && touch $@
endef

# The daily verbs. Each sets up what it needs in .venv, from an empty environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# CONSTRAINTS=tests/lock.txt: the very versions with which the tests passed.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check install $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
SHARED ?= ../shared
RECIPE ?= quoth-en-2
EXAMPLE := examples/k2-18b-water-vapour.html

.PHONY: read test lint typecheck unit gate bench docs train system clean

## read an example article
read: $(VENV)/.installed
	$(BIN)/quoth read $(EXAMPLE) --to view

## everything CI runs: style, types, tests, accuracy
test: $(VENV)/.installed-dev system
	$(MAKE) --no-print-directory lint typecheck unit gate

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

typecheck: $(VENV)/.installed-dev
	$(BIN)/mypy

unit: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

## fail when the shipped model reads worse than its floors
gate: $(VENV)/.installed-dev
	$(BIN)/python -m evaluation.gate

## speed beside textacy, in one run
bench: $(VENV)/.installed-bench
	$(BIN)/python bench/speed.py

## pages that are filled from the program
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/fill.py

## from corpora to a model folder, by a recipe (SHARED holds the corpora)
train: $(VENV)/.installed-train
	$(BIN)/python -m training.make --shared $(SHARED) --recipe $(RECIPE)

## Debian packages that tests need
system:
	@scripts/system-packages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "quoth needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || scripts/system-packages
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e ".[dev]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e ".[bench]"
	@touch $@

$(VENV)/.installed-train: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e ".[train]"
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis

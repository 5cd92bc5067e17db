# The daily verbs. Each sets up what it needs in .venv, from an empty environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOWEST := .venv-lowest
# What needs no extra and says most about the versions: about two minutes of one core.
CORE := tests/test_records.py tests/test_api.py tests/test_many.py tests/text \
	$(addprefix tests/reading/,test_reader.py test_pipeline.py) \
	$(addprefix tests/intake/,test_pages.py test_dates.py test_encodings.py test_rows.py test_fetch.py) \
	$(addprefix tests/ledger/,test_keep.py test_search.py test_files.py) \
	tests/cli/test_read.py::test_every_format_in_a_pipe_and_in_a_file
# CONSTRAINTS=tests/lock.txt: the very versions with which the tests passed.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check install $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
SHARED ?= ../shared
RECIPE ?= quoth-en-2
EXAMPLE := examples/k2-18b-water-vapour.html

.PHONY: read test test-lowest lint typecheck unit gate bench docs train system clean

## read an example article
read: $(VENV)/.installed
	$(BIN)/quoth read $(EXAMPLE) --to view

## everything CI runs: style, types, tests, accuracy
test: $(VENV)/.installed-dev system
	$(MAKE) --no-print-directory lint typecheck unit gate

## the core of the tests with the lowest versions that quoth allows, without its extras
test-lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -q -p no:cacheprovider -k "not postgresql" $(CORE)

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

$(LOWEST)/.installed: pyproject.toml tests/lowest.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip -qq --disable-pip-version-check install -c tests/lowest.txt \
		-e . pytest pytest-timeout hypothesis
	@touch $@

clean:
	rm -rf $(VENV) $(LOWEST) .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis

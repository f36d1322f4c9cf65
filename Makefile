# Needs make and a Python of at least 3.11 with venv; everything else is fetched into .venv.
#   make demo                     the five sample papers, from text to a network in the browser
#   make demo PYTHON=python3.13   with a Python of your choice

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
RUN := $(VENV)/.stamp-run
DEV := $(VENV)/.stamp-dev
# What the explorer's pages load; licences.md is written last.
ASSETS := graph/policykg/assets/licences.md
WEB := $(shell find graph/web -name node_modules -prune -o -type f -print)
PACKAGING := setup.cfg pyproject.toml graph/policykg/__init__.py

# The newest Python from 3.11 on that can make a virtual environment.
PYTHON ?= $(shell for p in python3.15 python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# -qq leaves out pip's warnings ("Location … is ignored", new versions of pip); errors still show.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(PY) -m pip install -qq --no-input

.PHONY: help venv web demo test lint contracts types docs bench fuzz wheel golden clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| awk -F'|' '{ printf "  %-16s %s\n", $$1, $$2 }'

venv: $(DEV) ## make .venv with the package (editable) and the tools of the tests

web: $(ASSETS) ## build the scripts of the explorer's pages (Node from the PATH, else from PyPI)

demo: $(RUN) $(ASSETS) ## build a graph from the sample papers, ask it, trace a chain, draw the network (net.html)
	$(BIN)/policykg build data/corpus -o kg
	$(BIN)/policykg query -g kg leads-most --limit 10
	$(BIN)/policykg query -g kg targets-due-2025 --limit 10
	$(BIN)/policykg query -g kg lead-here-assist-there
	$(BIN)/policykg trace -g kg 聊城机场前期工作
	$(BIN)/policykg view -g kg -o net.html
	@echo "Open net.html in a browser. Ask more: $(BIN)/policykg query --help"
	@echo "Walk through the graph in a browser, search it, follow its chains: $(BIN)/policykg serve kg/"

test: $(DEV) $(ASSETS) ## run all tests, then import contracts, types and style
	$(PY) -m pytest
	@$(MAKE) --no-print-directory contracts types lint

lint: $(DEV) ## check style and that notebooks carry no outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/nbstripout --verify notebooks/*.ipynb

contracts: $(DEV) ## check that imports point down
	$(BIN)/lint-imports --config setup.cfg

types: $(DEV) ## check types
	$(BIN)/mypy

docs: $(DEV) ## write the ontology's pages (build/docs), its examples, and what the READMEs quote of the program
	$(PY) tests/tools/ontology_docs.py
	$(PY) tests/tools/update_readme.py

bench: $(DEV) $(ASSETS) ## measure building the sample papers, resolving 100,000 names, panning 3,000 nodes, first paints
	$(PY) tests/tools/bench.py
	$(PY) tests/tools/bench_resolve.py
	$(PY) tests/tools/bench_pages.py

golden: $(DEV) ## write the golden answers (tests/queries) anew; read the diff by eye before you commit it
	$(PY) -m pytest tests/test_queries.py --update-golden
	@git --no-pager diff --stat -- tests/queries

fuzz: $(DEV) ## break pieces of the papers for ten minutes (FUZZ=seconds) and look what breaks; needs atheris
	$(PIP) atheris
	$(PY) tests/tools/fuzz.py $(or $(FUZZ),600)

wheel: $(DEV) $(ASSETS) ## make dist/*.whl and dist/*.tar.gz
	rm -rf build dist
	$(PY) -m build

clean: ## remove what the other targets made, except .venv
	rm -rf graph/web/node_modules
	find graph/policykg/assets -type f ! -name .gitkeep -delete
	rm -rf build dist kg net.html .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find graph ontology data tests -name __pycache__ -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 with venv found. Install one (Debian: apt install python3-venv)" \
		"or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)

$(RUN): $(PACKAGING) | $(PY)
	@echo "Installing policykg into $(VENV) (a minute the first time)"
	@$(PIP) -e .
	@touch $@

$(DEV): $(PACKAGING) | $(PY)
	@echo "Installing policykg and the tools of its tests into $(VENV) (two minutes the first time)"
	@$(PIP) -e '.[test,lint]'
	@touch $@ $(RUN)

$(ASSETS): $(WEB) | $(PY)
	@graph/web/build.sh $(VENV)

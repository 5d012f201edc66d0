# dondoc's developer commands. Each works alone on a fresh clone: what it needs, it sets up first.
#   make test ARGS="-k calendar"     more words for the command behind a target
#   make setup PYTHON=python3.12     another interpreter
#   make test JOBS=4                 more test processes
PYTHON ?= python3
JOBS   ?= 2
ARGS   ?=

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.installed
UV    := $(shell command -v uv 2>/dev/null)

# The lock names everything, so pip need not resolve (up to 23.2 it stumbles over hashes when it does); CHECK proves the set whole.
# The project's own editable install needs no network: setuptools, which builds it, is in the lock.
ifneq ($(UV),)
CREATE  = $(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
SYNC    = $(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
PROJECT = $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
CHECK   = $(UV) pip check --python $(BIN)/python
KEEPS   = $(BIN)/python -c pass
else
PIP     = $(BIN)/python -m pip --disable-pip-version-check
CREATE  = $(PYTHON) -m venv $(VENV)
SYNC    = $(PIP) install -qq --no-deps --require-hashes --requirement requirements.lock
PROJECT = $(PIP) install -qq --no-deps --no-build-isolation --editable .
CHECK   = $(PIP) check
KEEPS   = $(BIN)/python -m pip --version
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo up test lint format types catalogues bench lock hooks clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Fill .venv with the locked packages and this project (needs python3 >= 3.11; uses uv where there is one)

demo: $(READY) ## Run the example plan's whole year on a virtual clock; the results go to demo-output/
	$(BIN)/dondoc demo --out demo-output $(ARGS)

up: $(READY) ## Start the Prefect server and the scheduled flows, until stopped
	$(BIN)/dondoc up $(ARGS)

# One file stays on one worker, so what a file starts (a server, a database) is started once.
test: $(READY) ## Run the tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

lint: $(READY) ## Check style and layout with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## Let ruff mend what it can, then lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## Check types with mypy --strict
	$(BIN)/mypy

catalogues: $(READY) ## Compile the English catalogues after a change of their .po files
	@for package in models commands notifications; do $(BIN)/pybabel --quiet compile -d "$$package/locale" -D dondoc || exit 1; done

bench: $(READY) ## Run every benchmark in benchmarks/
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python "$$script" $(ARGS) || exit 1; done

# uv resolves once for every platform and Python that pyproject.toml admits, and writes the hashes of all their files.
# Pins already in the file are kept while they fit, so that a changed dependency changes little else.
lock: ## Resolve requirements.lock from pyproject.toml again (ARGS=--upgrade takes newer releases)
	@scratch=$$(mktemp -d) || exit 1; trap 'rm -rf "$$scratch"' EXIT; trap 'exit 1' HUP INT TERM; uv="$(UV)"; \
	if [ -z "$$uv" ]; then \
	    echo "Installing uv into a throw-away environment"; \
	    $(PYTHON) -m venv "$$scratch" && "$$scratch/bin/pip" install -qq --disable-pip-version-check uv || exit 1; \
	    uv="$$scratch/bin/uv"; \
	fi; \
	echo "Resolving pyproject.toml into requirements.lock"; \
	"$$uv" pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make lock" --quiet \
	    --output-file requirements.lock $(ARGS)

hooks: $(READY) ## Run lint and types before each commit (installs the pre-commit hook)
	$(BIN)/pre-commit install

clean: ## Remove .venv and everything else that can be made again
	rm -rf $(VENV) build dist *.egg-info demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last and taken away first: an environment without one was interrupted, and is made anew.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || { \
	    echo "dondoc needs Python 3.11 to 3.14, which '$(PYTHON)' is not: install one and run make setup PYTHON=python3.11" >&2; exit 1; }
	@test -n "$(UV)" || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "'$(PYTHON)' comes without its venv module: install it (Debian, Ubuntu: the package python3-venv) and run make setup again" >&2; exit 1; }
	@if [ -f $(READY) ] && $(KEEPS) >/dev/null 2>&1; then \
	    rm -f $(READY); \
	else \
	    echo "Creating $(VENV)"; rm -rf $(VENV) && $(CREATE); \
	fi
	@echo "Installing the locked packages into $(VENV) (a minute or two the first time)"
	@$(SYNC)
	@echo "Installing dondoc itself, editable"
	@$(PROJECT) && $(CHECK)
	@touch $(READY)

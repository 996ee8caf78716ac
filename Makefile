# Everything sets itself up: a machine needs Python 3.11 or newer, make and git. Node comes from PyPI, like the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check --require-virtualenv
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/.done ## the main job, end to end, offline: scaffold, test and check a note-taking API
	@rm -rf note-taking && $(BIN)/serverless-mcp demo note-taking

test: .venv/.done .venv-sam/.done .cache/node/.done tests/node/node_modules/.done ## everything: linters, types, tests, conformance, rendered projects
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 3 --dist worksteal

lint: .venv/.done ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quick: .venv/.done ## the tests that need neither Node nor the SAM CLI
	$(BIN)/pytest -n 2 -m "not projects and not node"

bench: .venv/.done .cache/node/.done ## the figures, each with the other side of its ratio from the same run
	@$(MAKE) --no-print-directory .venv-peers/.done || echo "The peers could not be set up: the figures come without them."
	PATH="$$PATH:$(CURDIR)/.venv-peers/bin" $(BIN)/python -m benchmarks $(DATA)

facts: .venv/.done ## whether shipped facts still hold, against the newest published botocore and cfn-lint
	$(BIN)/python -m benchmarks.facts

lock: ## resolve the lock files anew
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --extra demo --group dev -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -c requirements-dev.lock -o requirements.lock
	echo 'aws-sam-cli>=1.170,<2' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		- -o requirements-sam.lock
	printf '%s\n' 'cfn-lint-serverless>=0.3,<1' 'checkov>=3.3,<4' | uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate - -o requirements-peers.lock
	cd tests/scaffolds/node && npm install --package-lock-only --no-audit --no-fund --loglevel=error

clean: ## remove what the other commands made
	rm -rf .venv .venv-sam .venv-peers .cache tests/node/node_modules note-taking dist

.venv/.done: requirements-dev.lock pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-sam/.done: requirements-sam.lock | .venv/.done
	@echo "Setting up the SAM CLI in .venv-sam (once) ..."
	@$(PYTHON) -m venv .venv-sam
	@.venv-sam/bin/python $(PIP) --require-hashes --no-deps -r requirements-sam.lock
	@touch $@

# What the benchmark compares with, in an environment of its own.
.venv-peers/.done: requirements-peers.lock | .venv/.done
	@echo "Setting up the benchmark's peers in .venv-peers (once) ..."
	@{ $(PYTHON) -m venv .venv-peers && .venv-peers/bin/python $(PIP) --require-hashes --no-deps -r requirements-peers.lock; } \
		|| { rm -rf .venv-peers; exit 1; }
	@touch $@

# One install for every rendered TypeScript project: each links to it.
.cache/node/.done: tests/scaffolds/node/package.json tests/scaffolds/node/package-lock.json | .venv/.done
	@echo "Setting up the packages of rendered TypeScript projects (once) ..."
	@mkdir -p .cache/node && cp $^ .cache/node/
	@cd .cache/node && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

tests/node/node_modules/.done: tests/node/package-lock.json | .venv/.done
	@echo "Setting up MCP's conformance suite and inspector (once) ..."
	@cd tests/node && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: help demo test lint quick bench facts lock clean

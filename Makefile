# Each target tells what it does: make help
SHELL := /bin/bash
PYTHON ?= python3
PIP := .venv/bin/python -m pip --disable-pip-version-check install --quiet --root-user-action=ignore
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# So that the demo's data can never meet a real installation's.
DEMO := MINYI_DEMO=1 MINYI_HOME=$(CURDIR)/.minyi-demo

.DEFAULT_GOAL := help
.PHONY: help install run talk test check talks bench lock

help: ## Show what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

install: .venv/installed ## Prepare .venv with pinned, hash-checked libraries and the minyi command

run: .venv/installed ## Start Minyi in demo mode: embedded database, chat page, invented data
	@$(DEMO) .venv/bin/minyi run

talk: .venv/installed ## Talk with the demo in this terminal; CHAT=2 is a second person
	@$(DEMO) .venv/bin/minyi talk --chat $(or $(CHAT),1)

test: check ## Run everything: checks, both databases, whole talks, the page in a real browser
	.venv/bin/pytest -n 2 --dist worksteal

check: .venv/installed-dev ## Check style, types, who imports whom, and that the docs are true
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/pytest tests/test_rooms.py tests/test_docs.py

talks: .venv/installed-dev ## Write down anew what the house says in tests/talks (then read the difference)
	MINYI_ACCEPT_TALKS=1 .venv/bin/pytest -q tests/test_talks.py -k sqlite

bench: .venv/installed-dev ## Measure: updates a second, round trip, memory, delivery, routing (a few minutes)
	.venv/bin/python -m tests.bench

lock: .venv/installed-dev ## Pin the newest allowed versions of all libraries, with hashes
	echo 'setuptools>=80' | $(UV_COMPILE) --upgrade - -o requirements-build.txt
	$(UV_COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(UV_COMPILE) --upgrade --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.venv/bin/python:
	@echo "Preparing .venv: a minute or two, once."
	$(PYTHON) -m venv .venv

# jieba comes as source and needs setuptools to build: that too is pinned, nothing is fetched unseen.
.venv/built: requirements-build.txt | .venv/bin/python
	$(PIP) --require-hashes -r requirements-build.txt
	@touch $@

.venv/installed: requirements.txt pyproject.toml | .venv/built
	$(PIP) --require-hashes --no-build-isolation -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/installed
	$(PIP) --require-hashes --no-build-isolation -r requirements-dev.txt
	@touch $@

# What one can do here: `make help`. Needs make and Python 3.11 or newer; brings the rest itself.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# The first Python that is new enough; PYTHON=... on the command line chooses another.
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { command -v "$$p"; break; }; done)
SAY := @printf '%s\n'

.PHONY: help install demo test prove audit bench pictures examples reference sbom licences samples lock clean

help: ## Show what one can do here
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r what why; do \
		printf '%-16s %s\n' "$$what" "$$why"; done

install: .venv/run.stamp .venv/dev.stamp .venv/playground.stamp ## Install everything (about a minute)

demo: .venv/run.stamp .venv/playground.stamp ## Try it: Teams-like windows, made-up people, no accounts
	@$(BIN)/maca demo $(ARGS)

test: install ## Check everything that can be checked on this machine (a few minutes)
	$(SAY) 'Checking style ...'
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo 'Run: .venv/bin/ruff format'; exit 1; }
	$(SAY) 'Checking types ...'
	@$(BIN)/mypy --no-error-summary
	$(SAY) 'Running the tests ...'
	@$(BIN)/pytest --numprocesses auto --dist worksteal $(ARGS)

PROOFS := tests/bot/test_isolation.py tests/bot/test_front_door.py tests/bot/test_silence.py \
	tests/bot/test_tampering.py \
	tests/dialogs/test_machine.py tests/storage/test_killed.py tests/bot/test_killed.py \
	tests/bot/test_killed_postgres.py tests/bot/test_sick_disk.py \
	tests/bot/test_sweep_killed.py tests/e2e/test_cards_for_everybody.py \
	tests/e2e/test_cards_in_the_playground.py tests/e2e/test_keyboard.py \
	tests/e2e/test_pages.py tests/dialogs/test_inputs.py
prove: install ## Run the long proofs of docs/assurance.md, and print one table (half an hour)
	@rm -rf build/proofs && mkdir -p build
	@ok=0; MACA_LONG=1 MACA_PROOFS=build/proofs $(BIN)/pytest --quiet --show-capture=no \
		--numprocesses auto --dist worksteal $(PROOFS) $(ARGS) || ok=1; \
		$(BIN)/python -m tests.proofs build/proofs || ok=1; exit $$ok

audit: install ## Look for known holes in what is pinned (asks the package registries)
	@bad=0; $(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
		--requirement requirements-azure.txt || bad=1; \
	(cd playground && PATH="$(CURDIR)/$(BIN):$$PATH" npm audit) || bad=1; \
	[ $$bad = 0 ] || { printf '%s\n' \
		'' 'Not proved free of known holes. Either something is named above that has one, or a' \
		'registry was not reached or has no list of holes: then run this where it can be asked.' \
		'What needs no registry (hashes, licences, a reason for each package) make test checks.'; \
		exit 1; }

bench: .venv-bench/bench.stamp ## Measure how fast it is, and print one table (a quarter of an hour)
	@.venv-bench/bin/python -m bench $(ARGS)

pictures: install ## Take the pictures in docs/pictures again (a minute or two)
	$(SAY) 'Taking the pictures ...'
	@mkdir -p docs/pictures
	@MACA_REQUIRE_BROWSER=1 MACA_PICTURES=docs/pictures $(BIN)/pytest --quiet tests/e2e $(ARGS)

examples: .venv/run.stamp ## Make the report, the pack and the workbook in docs/examples again
	@$(BIN)/python -m bot.examples docs/examples

reference: .venv/run.stamp ## Write docs/settings.md, commands.md and chat.md again from the code
	@$(BIN)/python -m bot.reference docs

sbom: .venv/dev.stamp .venv-sbom/sbom.stamp ## List what it is made of: dist/sbom.json, dist/licences.md
	@$(BIN)/python deploy/sbom.py .venv-sbom/bin/python requirements-azure.txt dist

licences: .venv/dev.stamp .venv-sbom/sbom.stamp .venv-bench/bench.stamp ## Write docs/licences.md again
	@$(BIN)/python deploy/licences.py $(wildcard $(addsuffix /lib/python3*/site-packages,\
		.venv .venv-sbom .venv-bench))

samples: .venv/run.stamp ## Write samples/six_themes.xlsx again from its Markdown
	@$(BIN)/maca tool workbook samples/six_themes.md -o samples/six_themes.xlsx

lock: .venv-lock/lock.stamp ## Pin the dependencies again (ARGS=--upgrade takes newer ones)
	$(SAY) 'Pinning the Python packages ...'
	@$(COMPILE) --extra build --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra build --extra azure --constraint requirements.txt \
		--output-file requirements-azure.txt pyproject.toml
	@$(COMPILE) --extra build --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml
	@$(COMPILE) --extra bench --constraint requirements.txt \
		--output-file requirements-bench.txt pyproject.toml
	@$(COMPILE) --group node --output-file requirements-node.txt
	$(SAY) 'Pinning the npm packages ...'
	@cd playground && npm install --package-lock-only --ignore-scripts --loglevel=error

clean: ## Remove all that was installed or made
	@rm -rf .venv .venv-bench .venv-lock .venv-sbom .demo .demo-answered build dist *.egg-info playground/node_modules
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how it is installed: a stamp for each step, so that nothing is done twice -----------------

.venv/bin/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed, with its venv module.'; \
		echo 'On Debian or Ubuntu: apt install python3-venv'; exit 1; }
	$(SAY) 'Making a Python environment in .venv ...'
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt pyproject.toml | .venv/bin/python
	$(SAY) 'Installing the Python packages (about 30 seconds) ...'
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/run.stamp
	$(SAY) 'Installing what the tests need (about 30 seconds) ...'
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# Where the machine has no node of its own, or an old one, one comes as a Python package.
NODE_NEW_ENOUGH := process.exit(Number(process.versions.node.split(".")[0] < 20))
.venv/playground.stamp: playground/package-lock.json requirements-node.txt | .venv/run.stamp
	@{ command -v npm && node -e '$(NODE_NEW_ENOUGH)'; } >/dev/null 2>&1 || { \
		echo 'Installing Node.js (about 20 seconds) ...'; \
		$(PIP) install --require-hashes -r requirements-node.txt; }
	$(SAY) 'Installing the Agents Playground (about 10 seconds) ...'
	@cd playground && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

.venv-bench/bench.stamp: requirements-bench.txt | .venv/bin/python
	$(SAY) 'Installing what is measured (about 30 seconds) ...'
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes -r requirements-bench.txt
	@touch $@

# Only what is shipped, so that the list holds no more and no less.
.venv-sbom/sbom.stamp: requirements-azure.txt | .venv/bin/python
	$(SAY) 'Installing what is shipped (about 30 seconds) ...'
	@$(PYTHON) -m venv .venv-sbom
	@.venv-sbom/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes -r requirements-azure.txt
	@touch $@

.venv-lock/lock.stamp: | .venv/bin/python
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --disable-pip-version-check -qq install uv
	@touch $@

COMPILE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command 'make lock' $(ARGS)

# make run and make test need nothing beforehand: they install what they use, once.

PYTHON ?= python3
EVENT ?= data/events/2018-12-10-diversiteit-door-migratie
# When letters of the event may leave first, on a clock that is made up: such a run never sends real mail.
NOW ?= $(shell sed -n 's/^not_before = \([0-9T:-]*\).*/\1/p' $(EVENT)/event.toml | head -n 1)

BIN := .venv/bin
INSTALLED := .venv/installed
# -qq: errors only.
PIP := -m pip -qq --disable-pip-version-check

# On all cores, a file at a time; every process has to collect the same tests, in the same order. Hundreds of processes
# are started: what one compiled the next need not compile again, whatever the shell says of that.
PYTEST := PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -q --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: run check test lint docs messages pictures bench soak fuzz lock clean

# Exit code 1 means: done, with findings to look at.
run: $(INSTALLED)
	@$(BIN)/reportgen run $(EVENT) --now $(NOW) || { code=$$?; test $$code -eq 1 || exit $$code; }

# In a minute, before each commit: format, mistakes, types, and the unit tests that print nothing, with few examples.
check: lint
	HYPOTHESIS_PROFILE=quick $(PYTEST) -m "not slow" tests/unit tests/house

# Everything, as continuous integration does.
test: lint
	@.ci/test-packages
	$(PYTEST)

# References of event.toml and of the commands; a test says when they are stale.
docs: $(INSTALLED)
	@$(BIN)/python docs/generate.py

# The catalogue: finds all messages, writes what is still to be translated, and compiles it; a test says what is missing.
messages: $(INSTALLED)
	@$(BIN)/python docs/messages.py

# Pictures of packs that pages are compared with; look at them before you commit them.
pictures: $(INSTALLED)
	@KEEP_PICTURES=1 $(BIN)/pytest -q tests/usecases/test_pictures.py

# Ratios within one run, and what they cost; nothing fails on them.
bench: $(INSTALLED)
	@for each in benchmarks/*.py; do $(BIN)/python $$each; done

# Ten days of an event with 5,000 participants, late changes, mail faults and killed runs: about half an hour.
soak: $(INSTALLED)
	@cd benchmarks && ../$(BIN)/python -m soaking

# Ten minutes: inputs made by chance for everything that reads what others wrote. What fails goes to the corpus.
fuzz: $(INSTALLED)
	@$(BIN)/python $(PIP) install --require-hashes --only-binary :all: -r tests/fuzz/requirements.txt
	@cd tests && ../$(BIN)/python -m fuzz
	@HYPOTHESIS_PROFILE=fuzz $(PYTEST) tests/web/test_fuzz.py

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Everything is a wheel with a known hash: nothing is built, and nothing but what was locked is fetched.
# The stamp comes last, so that an interrupted installation starts again.
$(INSTALLED): requirements.txt pyproject.toml
	@.ci/system-packages $(PYTHON)
	@rm -f $@
	@echo "Installing reportgen in .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@# As what came from elsewhere, this is compiled once: to read it all anew takes every command half a second.
	@$(BIN)/python -m compileall -q reportgen
	@touch $@

# Newer versions: make lock, then make test.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python $(PIP) install pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/pip-compile --quiet --upgrade --extra dev --extra cluster \
	    --generate-hashes --allow-unsafe --strip-extras --pip-args "--only-binary :all:" \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	    --output-file requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/pip-compile --quiet --upgrade --generate-hashes \
	    --pip-args "--only-binary :all:" --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    --no-emit-options --output-file tests/fuzz/requirements.txt tests/fuzz/requirements.in

# Leaves output/ alone: the ledger and the archive are there.
clean:
	rm -rf .venv .venv-lock .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

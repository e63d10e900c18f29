# make run    the running programme, in your browser
# make test   what continuous integration proves, which also runs make test-engines

.DEFAULT_GOAL := help
.PHONY: help run begin test journeys check check-code check-pages pictures browser node bench bench-change bench-mediation bench-engines engines test-engines bench-plan bench-reports scan lock environment environment-dev

# Each of the programme's processes, and there are many in a test, reads what an earlier one compiled.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PYTHON := $(VENV)/bin/python
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header pyproject.toml
# What extras of pyproject.toml ask for, a line each; their locks hold only that, in the versions of the programme's own.
EXTRA := $(PYTHON) -c 'import sys, tomllib; asked = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	print(*(line for name in sys.argv[1:] for line in asked["optional-dependencies"][name]), sep="\n")'

help:
	@echo 'make run     start the programme and print its address (the first time it installs itself)'
	@echo 'make test    every test, also those in a real browser (needs chromium, nodejs and npm)'
	@echo 'make test-engines  reports over several sites on DuckDB and on Spark (needs Java 17; the first time: the internet, 450 MB)'
	@echo 'make journeys each journey in a browser in every one of its ways (make test walks most of them in one)'
	@echo 'make check   the quick checks: style, fence between rooms, types, words, generated pages'
	@echo 'make bench   the measurements of benchmarks/README.md'
	@echo 'make bench-change   reliable change of a million pairs beside others (the first time: the internet)'
	@echo 'make bench-mediation  the bootstrap of mediation beside others (the first time: the internet)'
	@echo 'make bench-engines  reports over several sites beside bare DuckDB'
	@echo 'make bench-plan  the whole Mother-Child plan on an invented study, and 2,000 studies without effects'
	@echo 'make bench-reports  reports over five million scores in PostgreSQL beside plain SQL'
	@echo 'make scan    an independent scanner against the running practice programme (the first time: the internet)'
	@echo 'make lock    renew the lock files from pyproject.toml (needs the internet)'
	@echo
	@echo 'When it is installed, .venv/bin/alongside --help tells what else there is.'

environment:
	@.ci/environment requirements.txt

environment-dev:
	@.ci/environment requirements-dev.txt

run: environment
	@exec $(VENV)/bin/alongside up

begin: environment
	@exec $(VENV)/bin/alongside begin

check: check-code check-pages

check-code: environment-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/mypy

check-pages: environment-dev
	$(VENV)/bin/alongside wording --project
	$(VENV)/bin/alongside docs --check
	$(VENV)/bin/alongside messages --check
	$(VENV)/bin/alongside migrate --check

browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || { \
	  echo 'The tests in a real browser need chromium, which is not on this machine.' >&2; \
	  echo "On Debian: $$([ "$$(id -u)" = 0 ] || echo 'sudo ')apt-get install -y chromium-headless-shell fonts-dejavu-core" >&2; \
	  exit 1; }

node:
	@.ci/node

# First what needs no browser, on every core, and whoever is done takes over from the others. Then, two modules at a time
# (each has servers and databases of its own), what is long before what is short: starts of the whole programme, journeys,
# readers of FHIR, other starts.
test: browser node environment-dev check
	$(VENV)/bin/pytest -n auto --dist worksteal alongside tests/wall tests/house tests/pages
	$(VENV)/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder \
	  tests/startup/test_up.py tests/journeys tests/fhir tests/startup

ENGINES := .cache/engines
# Every figure of the reports over several sites from both engines and from NumPy. In an environment of its own, for
# nothing else needs what they bring along; `make test` is whole without it. Java need not grow fast on so few rows.
engines: environment-dev
	@.ci/engines

test-engines: engines
	JAVA_TOOL_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' $(ENGINES)/bin/python -m pytest tests/engines

# The pictures of docs/how-to/roles, taken anew while the pages are walked as they are written.
pictures: browser environment-dev
	ALONGSIDE_PICTURES=1 $(VENV)/bin/pytest tests/journeys/test_how_to.py

journeys: browser environment-dev
	ALONGSIDE_EVERY_WAY=1 $(VENV)/bin/pytest -n 2 --dist loadfile tests/journeys tests/wall/test_race.py

bench: environment-dev
	@$(PYTHON) benchmarks/run.py
	@$(PYTHON) benchmarks/scoring.py
	@$(PYTHON) benchmarks/consent_decisions.py
	@$(PYTHON) benchmarks/consent_wall.py

# What reliable change is timed against stays out of the programme's own environment.
POLARS := .cache/change
bench-change: environment
	@[ -x $(POLARS)/bin/python ] || $(PYTHON) -m venv $(POLARS)
	@$(POLARS)/bin/python -c 'import polars' 2> /dev/null || $(POLARS)/bin/python -m pip install --quiet \
	  --disable-pip-version-check --no-input --require-hashes -r benchmarks/change.txt
	@$(PYTHON) benchmarks/evaluation_change.py

# What the mediation bootstrap is timed against stays out of the programme's own environment, too.
PEER := .cache/mediation
bench-mediation: environment
	@[ -x $(PEER)/bin/python ] || $(PYTHON) -m venv $(PEER)
	@$(PEER)/bin/python -c 'import pingouin' 2> /dev/null || $(PEER)/bin/python -m pip install --quiet \
	  --disable-pip-version-check --no-input --require-hashes -r benchmarks/mediation.txt
	@$(PYTHON) benchmarks/evaluation_mediation.py

bench-engines: engines
	@$(ENGINES)/bin/python benchmarks/evaluation_engines.py

bench-plan: environment
	@$(PYTHON) benchmarks/evaluation_plan.py

bench-reports: environment
	@$(PYTHON) benchmarks/evaluation_reports.py

# The scanner and all it brings along stay out of the programme's own environment.
SCANNER := .cache/scan
scan: environment
	@[ -x $(SCANNER)/bin/wapiti ] || { $(PYTHON) -m venv $(SCANNER) && $(SCANNER)/bin/python -m pip install --quiet \
	  --disable-pip-version-check --no-input --require-hashes -r benchmarks/scan.txt; }
	@$(PYTHON) benchmarks/scan.py $(if $(DOOR),"$(DOOR)")

lock:
	$(LOCK) --upgrade --output-file requirements.txt
	$(LOCK) --upgrade --extra dev --output-file requirements-dev.txt
	$(EXTRA) scale | $(subst pyproject.toml,-,$(LOCK)) --upgrade --constraint requirements.txt --output-file requirements-scale.txt
	$(EXTRA) scale spark | $(subst pyproject.toml,-,$(LOCK)) --upgrade --constraint requirements-scale.txt \
	  --constraint requirements.txt --output-file requirements-spark.txt
	$(EXTRA) spark-build | $(subst pyproject.toml,-,$(LOCK)) --upgrade --constraint requirements.txt \
	  --constraint requirements-spark.txt --output-file requirements-spark-build.txt
	$(subst pyproject.toml,benchmarks/change.in,$(LOCK)) --upgrade --output-file benchmarks/change.txt
	$(subst pyproject.toml,benchmarks/scan.in,$(LOCK)) --upgrade --output-file benchmarks/scan.txt
	$(subst pyproject.toml,benchmarks/mediation.in,$(LOCK)) --upgrade --output-file benchmarks/mediation.txt

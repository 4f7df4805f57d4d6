# Every command sets up what it needs: only Python 3.11 or later and make are expected on the machine.
# DATABASE_URL and PORT are honoured by all of them.

.PHONY: help run fresh test test-quick test-newsletter test-money test-money-long guide bench bench-refunds lint audit format messages setup setup-dev lock clean
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
# What tests and linters read; the demo's pictures and vendored files are left alone.
CODE := manage.py gunicorn.conf.py benchmarks calls campaigns home search site stories themes tests scripts
TEMPLATES := templates
PYTEST := $(PYTHON) -m pytest
# One process of pytest per core, six at most. A file stays with one of them, so that what its tests share is made once.
SPREAD := --numprocesses logical --maxprocesses 6 --dist loadfile --no-loadscope-reorder
# More arguments for pytest, as in: make test ARGS="-k pledge"
ARGS :=

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20
	@echo
	@echo "  PORT=8080 make run                    serve on another port"
	@echo "  DATABASE_URL=postgres://… make run    use a PostgreSQL database"

run: setup ## Set up, load the demonstration on first run, serve on http://127.0.0.1:8000
	@sh scripts/serve

fresh: setup ## Put the database aside and start again from the demonstration
	@sh scripts/fresh

test: setup-dev ## Set up and run every test: all on SQLite, then all but the browser's on PostgreSQL
	@TERREAU_TEST_ENGINE=sqlite $(PYTEST) $(SPREAD) $(ARGS); sqlite=$$?; \
	TERREAU_TEST_ENGINE=postgres $(PYTEST) $(SPREAD) -m "not browser" $(ARGS); postgres=$$?; \
	echo "make test: SQLite $$sqlite, PostgreSQL $$postgres (0 is success)"; \
	test $$sqlite -eq 0 && test $$postgres -eq 0

test-quick: setup-dev ## The part to run while working: SQLite, no browser, nothing slow (under three minutes)
	@TERREAU_TEST_ENGINE=sqlite $(PYTEST) $(SPREAD) -m "not browser and not slow" $(ARGS)

test-newsletter: setup-dev ## Send a letter to 5 000 readers by a worker killed three times: one each (two minutes)
	TERREAU_READERS=5000 $(PYTEST) tests/home/test_newsletter_crash.py

test-money: setup-dev ## Prove the money engine: crashes, crowds, histories, deadlines, webhooks; prints the figures
	@TERREAU_MONEY=$${TERREAU_MONEY:-usual}; export TERREAU_MONEY; failed=0; \
	TERREAU_TEST_ENGINE=sqlite $(PYTEST) tests/money -m "not postgres" $(ARGS) || failed=1; \
	TERREAU_TEST_ENGINE=postgres $(PYTEST) tests/money -m postgres $(ARGS) || failed=1; \
	TERREAU_TEST_ENGINE=sqlite $(PYTHON) benchmarks/refunds.py || failed=1; \
	TERREAU_TEST_ENGINE=postgres $(PYTHON) benchmarks/refunds.py || failed=1; exit $$failed

test-money-long: setup-dev ## The same with more histories, kills and permutations (hours)
	@TERREAU_MONEY=long $(MAKE) --no-print-directory test-money

guide: setup-dev ## Take the pictures of the editors' guide again, by walking through it in Chromium
	TERREAU_GUIDE_PICTURES=1 TERREAU_TEST_ENGINE=sqlite $(PYTEST) tests/journeys/test_the_guide_in_a_browser.py

bench: setup-dev ## Time the exports of 200 and 2 000 applications, and their memory
	@$(PYTHON) benchmarks/applications_export.py

bench-refunds: setup-dev ## Compare the worker's refunds a second with a bare loop of the same calls, and its memory
	@$(PYTHON) benchmarks/refunds.py

lint: setup-dev ## Check style, types, templates, security and migrations; changes nothing
	@failed=0; check() { echo "- $$*"; "$$@" || failed=1; }; \
	check $(PYTHON) -m ruff format --check --output-format concise $(CODE); \
	check $(PYTHON) -m ruff check --quiet $(CODE); \
	check $(PYTHON) -m mypy $(CODE); \
	check $(PYTHON) -m djlint --quiet --lint $(TEMPLATES); \
	check $(PYTHON) -m bandit --quiet --configfile pyproject.toml --recursive $(filter-out tests,$(CODE)); \
	check $(PYTHON) manage.py makemigrations --check --dry-run; \
	check $(PYTHON) manage.py check --fail-level WARNING; \
	if [ $$failed -eq 0 ]; then echo "make lint: clean"; else echo "make lint: see above" >&2; fi; exit $$failed

audit: setup-dev ## Ask the public database of advisories about the locked libraries
	@$(PYTHON) scripts/audit.py

format: setup-dev ## Rewrite the Python code in the house style
	$(PYTHON) -m ruff check --fix --exit-zero --quiet $(CODE)
	$(PYTHON) -m ruff format $(CODE)

messages: setup-dev ## Compile the translations (.po to .mo)
	$(PYTHON) scripts/compile_messages.py

setup: ## Make .venv with what the site needs (quick when nothing changed)
	@sh scripts/setup requirements.lock

setup-dev: ## The same with what tests and linters need
	@sh scripts/setup requirements-dev.lock

lock: setup-dev ## Choose newer versions of the libraries and write the lock files (uses uv)
	@sh scripts/lock

clean: ## Remove .venv and caches; what is in var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

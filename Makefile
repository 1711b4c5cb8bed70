SHELL := /bin/bash
.NOTPARALLEL:
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
export FUZZ_JOBS ?= 1

SWIFT_DIRECTORIES := Package.swift Sources Tests templates phases Benchmarks
RELEASE := swift build --configuration release --static-swift-stdlib --product assay
# A module may import only what the manifest says that its target knows.
TEST_FLAGS := --explicit-target-dependency-import-check error

STUDY_HISTORIES ?= 10000
EVENTS ?= 10000

RUNS ?= 30
OVERHEAD_RUNS ?= 7

# What `make bench` measures with: the records and commits of an unsigned workspace, signed records, and a larger unsigned
# workspace of LARGE records, if it is not 0.
RECORDS ?= 10000
COMMITS ?= $(shell expr 5 '*' $(RECORDS))
SIGNED ?= 10000
LARGE ?= 0
MEDIAN_OF ?= 5
CHAPTERS ?=
# 1 asks in-toto and claude-swarm from PyPI as well.
PEERS ?= 0
BENCH := swift build --configuration release --static-swift-stdlib

.PHONY: help setup build demo test attacks bugs bench bench-readme study-agreement study-watch study-rollback study-overhead explore fuzz lint format laws install uninstall docs clean

help: ## list the goals
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the Debian packages that are missing (git, make, pkg-config, openssh-client, libgit2-dev, libpcre2-dev, libdeflate-dev, and a Swarm's); nothing if all are there
	@bash Tests/Demo/setup.sh

build: ## build the release binary; it carries the Swift runtime, templates and phases in itself
	$(RELEASE)

demo: setup build ## set up, build, and play phase dstamp from opening to DONE between three clones and a bare remote
	@bash Tests/Demo/demo.sh "$$($(RELEASE) --show-bin-path)/assay"

# What only computes holds the threads that what starts programs is served by: it runs by itself, and first.
PURE_TESTS := ^(Exploration|Ledgers|PhaseFiles|Recipes|Sealing|Signatures|Swarm|WorkflowModel|WorkflowRules)Tests[.]|(BusyPool|EnvelopeForm|Masking|Report|StatementForm|StoredSet)Tests
# What waits for a ring, a terminal or a health check of a second or two does not run beside all the others.
WATCH_TESTS := ^WatchTests[.]|(Waking|Remembering|Stuck|Lasting|TakingOver)Tests
SWARM_TESTS := ^(DockerSwarmTests|RecipeZooTests)[.]|TranscriptTests

test: setup lint laws ## set up, then format, laws, and all tests, the demo among them
	swift test --parallel $(TEST_FLAGS) --filter '$(PURE_TESTS)'
	swift test --parallel --skip-build --skip '$(PURE_TESTS)' --skip '$(WATCH_TESTS)' --skip '$(SWARM_TESTS)'
	swift test --parallel --skip-build --filter '$(WATCH_TESTS)'
	swift test --parallel --skip-build --filter '$(SWARM_TESTS)'

attacks: ## play the catalogue of attacks with the debug binary
	swift build $(TEST_FLAGS) --product assay
	@bash Tests/Attacks/run.sh "$$(swift build --show-bin-path)/assay"

bugs: setup ## see the tests of the watch fail: put each known bug into a copy of the sources, and demand that its test notices
	@bash Tests/Bugs/run.sh $(BUGS)

bench: setup build ## measure beside git: RECORDS (10000), COMMITS, SIGNED (10000), LARGE (0; 1000000 is the most), CHAPTERS; table, JSON and plot go to .build/bench
	$(BENCH) --product generate
	$(BENCH) --product bench
ifeq ($(PEERS),1)
	@[[ -x .build/bench/peers/bin/in-toto-run ]] || { python3 -m venv .build/bench/peers && \
	  .build/bench/peers/bin/pip install --quiet in-toto==3.1.0 claude-swarm==0.3.3; }
endif
	@bin="$$($(BENCH) --show-bin-path)" && "$$bin/bench" --assay "$$bin/assay" --generate "$$bin/generate" --records $(RECORDS) \
	  --commits $(COMMITS) --signed $(SIGNED) --large $(LARGE) --runs $(MEDIAN_OF) $(if $(filter 1,$(PEERS)),--peers .build/bench/peers/bin) \
	  $(BENCH_README) $(CHAPTERS)

bench-readme: BENCH_README := --readme README.md
bench-readme: bench ## the same, and write the table into README.md

study-agreement: ## compare guard and audit on 10,000 random histories
	ASSAY_STUDY_HISTORIES=$(STUDY_HISTORIES) swift test $(TEST_FLAGS) --filter GuardTests.AgreementTests

study-watch: ## tell three consumers EVENTS (10000) events, while watches are killed and connections fail; say what differs
	ASSAY_STUDY_EVENTS=$(EVENTS) swift test $(TEST_FLAGS) --filter WatchTests.DeliveryStudyTests

study-rollback: setup ## upgrade RUNS (30) stacks on a real Swarm, well and to a rollback; say how each was reported, and how soon
	$(BENCH) --product study-rollback
	@bash Benchmarks/rollback.sh "$$($(BENCH) --show-bin-path)/study-rollback" $(RUNS)

study-overhead: setup build ## time a run of the harness beside the docker commands that do the same by hand, OVERHEAD_RUNS (7) times in turns
	@bash Benchmarks/overhead.sh "$$($(RELEASE) --show-bin-path)/assay" $(OVERHEAD_RUNS)

explore: ## explore every order of acts in bounded worlds, some million states, and say whether DONE was ever unearned
	swift build --configuration release --product explore
	@"$$(swift build --configuration release --product explore --show-bin-path)/explore"

fuzz: setup ## build every parser of outside bytes with libFuzzer; run each for FUZZ_SECONDS (60) of CPU time, FUZZ_JOBS (1) at once
	@bash Tests/Fuzz/fuzz.sh $(FUZZ_SECONDS)

lint: ## check the format of every Swift file, and that every script parses
	swift format lint --strict --recursive $(SWIFT_DIRECTORIES)
	@find Tests/Demo Tests/Attacks Tests/Bugs Tests/Fuzz Tests/Swarm Benchmarks .ci -type f \( -name '*.sh' -o -name run \) -print0 | xargs -0 -n 1 bash -n

format: ## format every Swift file in place
	swift format --in-place --recursive $(SWIFT_DIRECTORIES)

laws: ## check the laws of the house that the compiler does not check
	@bash Tests/Demo/laws.sh

install: build ## install the binary and shell completions below PREFIX (default /usr/local)
	@set -e; bin="$$($(RELEASE) --show-bin-path)/assay"; \
	install -D -m 755 "$$bin" "$(DESTDIR)$(PREFIX)/bin/assay"; \
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"; \
	"$$bin" --generate-completion-script bash >"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/assay"; \
	"$$bin" --generate-completion-script zsh >"$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_assay"; \
	"$$bin" --generate-completion-script fish >"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/assay.fish"; \
	echo "installed $(DESTDIR)$(PREFIX)/bin/assay"

uninstall: ## remove what install put below PREFIX
	rm -f "$(DESTDIR)$(PREFIX)/bin/assay" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/assay" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_assay" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/assay.fish"

docs: ## build the DocC pages into .build
	swift package generate-documentation --target assay

clean: ## remove what was built
	rm -rf .build

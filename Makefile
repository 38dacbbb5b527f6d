# mynalab: `make run` runs the suite, `make test` runs every test. Both need only Go, git and make; other programs are used if installed.

GO       ?= go
TOOLS    := $(GO) tool -modfile=ci/tools/go.mod
OUT      ?= out

# Real readers need cgo and libpcsclite: they are built in if pkg-config finds it.
PCSC     := $(shell command -v pkg-config >/dev/null && pkg-config --exists libpcsclite && command -v cc >/dev/null && echo pcsc)
TAGS     := $(if $(PCSC),-tags pcsc)
# The race detector needs a C compiler.
RACE     := $(if $(shell command -v cc),-race)

# One set of flags for programs and tests: each is compiled once, and no path of this machine gets into the program.
export GOFLAGS := -trimpath $(filter-out -trimpath,$(GOFLAGS))

.PHONY: run test build image deps form lint soak bench help

help: ## lists the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: build ## runs the whole suite on the embedded card, service and app
	bin/mynalab run --jobs 0 --out $(OUT)

build: ## builds bin/mynalab
	$(GO) build $(TAGS) -o bin/mynalab ./sim

image: ## builds the container image mynalab (needs Docker)
	@ci/image.sh

test: ## runs every test; names parts whose programs are not installed
	@ci/test.sh "$(RACE)" "$(TAGS)"

form: ## checks formatting, modules and generated files
	@ci/form.sh

lint: form ## checks form, and the code with vet and staticcheck
	@ci/lint.sh "$(TAGS)"

deps: ## installs the optional system packages (Debian, as root)
	ci/deps.sh

soak: ## what make test only samples: every edited row meets the suite, a million random commands meet the card (about 4 minutes)
	MYNALAB_SAMPLE= $(GO) test ./sim -run '^TestMutants$$' -count=1 -timeout 30m
	$(GO) test ./virtualcard -run '^TestCardAgainstModel$$' -count=1 -v -timeout 30m -rapid.checks=10000

bench: ## measures the whole program against its limits (on an idle machine)
	ci/bench.sh "$(TAGS)"

# make run    builds Unhindered and starts the demo: three rooms on this machine, ready to click
# make test   sets up all that the tests need (as root on Debian: browser, PostgreSQL, gdb) and runs them all
# make bench  prints each budget of the design as a ratio to a named reference measured in the same run, which it installs
# make build  gives bin/unhindered, one static binary
# make lint   formatting and vet

# clobberfree makes the garbage collector overwrite what it frees: what was read or shown does not linger in memory.
# wipesMemory tells the program that it was linked so (docs/decisions/0003).
LDFLAGS = -s -w -X=runtime.godebugDefault=clobberfree=1 -X=main.wipesMemory=yes
GO_BUILD = CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)'

.PHONY: run build test bench lint setup tools

run: build
	bin/unhindered demo

build:
	$(GO_BUILD) -o bin/unhindered ./cmd/unhindered

# The stock programs that the tests check ours against: age, and the log checker of the transparency.dev project.
tools:
	GOBIN=$(CURDIR)/bin go install filippo.io/age/cmd/age@v1.3.2
	GOBIN=$(CURDIR)/bin go install github.com/transparency-dev/tessera/cmd/fsck@v1.0.4

setup:
	scripts/setup

test: setup build tools lint
	UNHINDERED_BIN=$(CURDIR)/bin/unhindered UNHINDERED_AGE=$(CURDIR)/bin/age UNHINDERED_FSCK=$(CURDIR)/bin/fsck \
	scripts/with-postgres go test -timeout 15m ./...
	cd e2e/browser && UNHINDERED_BIN=$(CURDIR)/bin/unhindered npm test

bench: build tools
	scripts/setup-bench
	UNHINDERED_BIN=$(CURDIR)/bin/unhindered UNHINDERED_AGE=$(CURDIR)/bin/age scripts/bench

lint:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...

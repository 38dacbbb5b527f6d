#!/bin/sh
# Runs vet and staticcheck, with and without the PC/SC binding. $1: build tags.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2086
go vet $1 ./...
[ -z "$1" ] || go vet ./virtualcard/pcsc ./ci # the only packages that the tag changes
# shellcheck disable=SC2086
go tool -modfile=ci/tools/go.mod staticcheck $1 ./...
(cd ci/browser && go vet ./...)
(cd ci/containers && go vet ./...)
echo "lint: clean"

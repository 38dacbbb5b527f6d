#!/bin/sh
# Runs the benchmarks of the whole program, each beside its floor, and fails where one is above its limit. $1: build tags.
# A busy machine slows work and floor alike, but not evenly: run it on an idle one.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2086
exec go test ${1:-} ./sim -run '^$' -bench . -benchtime 10x

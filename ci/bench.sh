#!/bin/sh
# Runs the benchmarks of the whole program, of the card and of the way through pcscd, each together with its floor (a baseline
# measured on the same machine), and fails if one is above its limit. $1: build tags (pcsc for the way through pcscd).
# A busy machine slows work and floor down, but not equally: run it on an idle one.
set -eu
cd "$(dirname "$0")/.."
failed=0
# measure PACKAGE BENCHMARKS TIME runs benchmarks and goes on if one is above its limit.
measure() {
    # shellcheck disable=SC2086
    go test ${tags} "$1" -run '^$' -bench "$2" -benchtime "$3" || failed=1
}
tags=${1:-}
measure ./sim . 10x
measure ./virtualcard '^Benchmark(ReadBinary|Signature)$' 2s
measure ./virtualcard '^Benchmark10000Cards$' 1x
measure ./mockservice '^BenchmarkCheck' 40x
measure ./ci . 100x
exit "$failed"

#!/bin/sh
# Prints the table of card facts against the tests that name them, closing with the number of open ones; fails on an open one.
set -eu
cd "$(dirname "$0")/.."
go test ./ci -run '^TestCardFacts$' -count=1 -v

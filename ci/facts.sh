#!/bin/sh
# Prints the tables of card and service facts, and of the service's requirements, against the tests that name them, each closing
# with the number of open ones; fails on an open one.
set -eu
cd "$(dirname "$0")/.."
go test ./ci -run '^Test(CardFacts|ServiceFacts|ServiceRequirements)$' -count=1 -v

#!/bin/sh
# Prints the facts about card and service and the requirements of the service, each with the tests that name it, and the
# number of open ones per table; fails if one is open.
set -eu
cd "$(dirname "$0")/.."
go test ./ci -run '^Test(CardFacts|ServiceFacts|ServiceRequirements)$' -count=1 -v

#!/bin/sh
# Prints the tables of card and service facts against the tests that name them, closing with the number of open ones; fails on
# an open one.
set -eu
cd "$(dirname "$0")/.."
go test ./ci -run '^Test(Card|Service)Facts$' -count=1 -v

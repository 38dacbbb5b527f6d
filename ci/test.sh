#!/bin/sh
# Runs every test of the module and closes with the number of skipped ones. $1: -race or nothing. $2: build tags.
set -eu
cd "$(dirname "$0")/.."
missing=""
[ -n "$1" ] || missing="race"
for part in $(echo "${MYNALAB_REQUIRE:-}" | tr , ' '); do
	for m in $missing; do
		[ "$part" != "$m" ] || { echo "the part \"$m\" is required and missing: install a C compiler (make deps)"; exit 1; }
	done
done
[ -n "$1" ] || echo "no race detector: install a C compiler (make deps)"
# shellcheck disable=SC2086
exec go tool -modfile=ci/tools/go.mod gotestsum --format pkgname --format-hide-empty-pkg \
	--post-run-command 'sh -c "echo tests \$TESTS_TOTAL failed \$TESTS_FAILED skipped \$TESTS_SKIPPED"' -- $1 $2 ./...

#!/bin/sh
# Runs every test of the house, then those of its page in a real browser and of its image in containers, and closes each with
# the number of skipped ones.
# $1: -race or nothing. $2: build tags. MYNALAB_REQUIRE names the parts whose absence is a failure; where it names any, no
# test may be skipped.
set -eu
cd "$(dirname "$0")/.."
case ",${MYNALAB_REQUIRE:-}," in
*,race,*) [ -n "$1" ] || { echo "the race detector is required and missing: install a C compiler (make deps)"; exit 1; } ;;
esac
[ -n "$1" ] || echo "no race detector: install a C compiler (make deps)"
tools="$PWD/ci/tools/go.mod"
# shellcheck disable=SC2016 # gotestsum sets the numbers
tally='echo "tests $TESTS_TOTAL failed $TESTS_FAILED skipped $TESTS_SKIPPED"
[ -z "${MYNALAB_REQUIRE:-}" ] || [ "$TESTS_SKIPPED" -eq 0 ] || {
	echo "MYNALAB_REQUIRE=$MYNALAB_REQUIRE lets no test be skipped: make deps installs what is missing, or run make test without it"
	exit 1
}'
suite() {
	go tool -modfile="$tools" gotestsum --format pkgname --format-hide-empty-pkg --post-run-command "sh -c '$tally'" -- -timeout 20m "$@"
}
# shellcheck disable=SC2086
suite $1 $2 ./...
# Under the race detector an edited row meets only the scenarios that should notice it, and other tests a part of the
# suite: here they meet the whole of it.
# shellcheck disable=SC2086
[ -z "$1" ] || suite $2 -run '^Test(Mutants|AServiceElsewhereGetsTheVerdictsOfTheEmbeddedOne|NeitherSlotsNorSelectionShow)$' ./sim
# The browser and the containers wait more than they work: both at once.
failed=0
(cd ci/containers && suite ./...) &
containers=$!
(cd ci/browser && suite ./...) || failed=1
wait "$containers" || failed=1
exit "$failed"

#!/bin/bash
# Runs every test, in two stages, and prints how long each part of them took:
#   1. all packages, with the race detector if there is a C compiler;
#   2. without it, and side by side since they wait more than they work: the tests that play the whole suite again and again
#      (it would make them four times slower, and plays the suite once in stage 1), the pages in a real browser, the image in containers.
# $1: -race or nothing. $2: build tags. MYNALAB_REQUIRE names the parts whose absence is a failure; if it names any, no test
# may be skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
case ",${MYNALAB_REQUIRE:-}," in
*,race,*) [ -n "$1" ] || { echo "the race detector is required and missing: install a C compiler (make deps)"; exit 1; } ;;
esac
[ -n "$1" ] || echo "no race detector: install a C compiler (make deps)"
# A program with the race detector sleeps a second before it exits unless told otherwise; the scripts start hundreds.
export GORACE="${GORACE:-atexit_sleep_ms=0}"
# The edited rows that meet the whole suite in this run, one in four (sim/selfagreement_test.go); make soak takes them all.
MYNALAB_SAMPLE=${MYNALAB_SAMPLE-$(git rev-parse HEAD 2>/dev/null || true)}
export MYNALAB_SAMPLE
tools="$PWD/ci/tools/go.mod"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
# shellcheck disable=SC2016 # gotestsum sets the numbers
tally='echo "tests $TESTS_TOTAL failed $TESTS_FAILED skipped $TESTS_SKIPPED"
[ -z "${MYNALAB_REQUIRE:-}" ] || [ "$TESTS_SKIPPED" -eq 0 ] || {
	echo "MYNALAB_REQUIRE=$MYNALAB_REQUIRE lets no test be skipped: make deps installs what is missing, or run make test without it"
	exit 1
}'
suite() { # NAME DIRECTORY ARGUMENT…: go test there, closed with the number of skipped tests and the seconds
	local name=$1 begin=$SECONDS
	cd "$2"
	shift 2
	go tool -modfile="$tools" gotestsum --format pkgname --format-hide-empty-pkg --post-run-command "sh -c '$tally'" -- -timeout 20m "$@" || return 1
	printf '%5d s  %s\n' $((SECONDS - begin)) "$name"
}
again='^Test(Mutants|UnpluggedPlanes|NullProducts|NullCards|AServiceElsewhereGetsTheVerdictsOfTheEmbeddedOne|NeitherSlotsNorSelectionShow|Citations|WorkedExamples)$|^TestScripts$/^(report|timezone)$'

# Many tests wait for other programs, so more packages than processors run at a time.
# shellcheck disable=SC2086
(suite "all packages $1" . -p 3 $1 $2 ${1:+-skip "$again"} ./...)

names=(browser containers)
(suite browser ci/browser ./...) >"$logs/browser" 2>&1 & jobs=($!)
# The image has a static program, so its tests are compiled like it.
(CGO_ENABLED=0 suite containers ci/containers ./...) >"$logs/containers" 2>&1 & jobs+=($!)
if [ -n "$1" ]; then
	names+=(again)
	# shellcheck disable=SC2086
	(suite "the suite again" . $2 -run "$again" ./sim ./ci) >"$logs/again" 2>&1 & jobs+=($!)
fi
failed=0
for i in "${!jobs[@]}"; do
	wait "${jobs[i]}" || failed=1
	cat "$logs/${names[i]}"
done
exit $failed

#!/bin/bash
# Runs every test, in two stages, and prints how long each part of them took:
#   1. with the race detector, if there is a C compiler: the packages that start goroutines or share something between them;
#   2. without it, and side by side since they wait more than they work: the other packages and the longest tests, which
#      most often play the whole suite again and again (the detector would make them several times slower, and stage 1 plays the
#      suite once), the pages in a real browser, the image in containers.
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
	go tool -modfile="$tools" gotestsum --format pkgname --format-hide-empty-pkg --post-run-command "sh -c '$tally'" -- -vet=off -timeout 20m "$@" || return 1
	printf '%5d s  %s\n' $((SECONDS - begin)) "$name"
}
again='^Test(Mutants|UnpluggedPlanes|NullProducts|NullCards|AServiceElsewhereGetsTheVerdictsOfTheEmbeddedOne|NeitherSlotsNorSelectionShow|Citations|WorkedExamples|AnySplitOfARunMergesToTheSameBytes|OutKilledAtEveryStep|NoAnswerLeavesTheContract)$|^TestScripts$/^(report|timezone)$'

all=$(go list ./...)
concurrent=$all other=
if [ -n "$1" ]; then
	# Goroutines, or what only they need. Lazy values (sync.Once…) are no reason.
	marks='^[[:space:]]+go |\.Go\(|sync\.(Mutex|RWMutex|WaitGroup|Cond|Map|Pool)|atomic\.|httptest\.New(TLS|Unstarted)?Server'
	concurrent=$(for p in $(go list -f '{{.Dir}}' ./...); do if grep -qE "$marks" "$p"/*.go; then echo "$p"; fi; done)
	concurrent=$(go list $concurrent)
	other=$(comm -23 <(sort <<<"$all") <(sort <<<"$concurrent"))
fi
# Many tests wait for other programs, so more packages than processors run at a time.
# shellcheck disable=SC2086
(suite "concurrent packages $1" . -p 3 $1 $2 ${1:+-skip "$again"} $concurrent)

names=(browser containers)
(suite browser ci/browser ./...) >"$logs/browser" 2>&1 & jobs=($!)
# The image has a static program, so its tests are compiled like it.
(CGO_ENABLED=0 suite containers ci/containers ./...) >"$logs/containers" 2>&1 & jobs+=($!)
if [ -n "$1" ]; then
	names+=(again)
	# shellcheck disable=SC2086
	(suite "long tests" . $2 -run "$again" ./sim ./ci ./reports ./mockservice && suite "other packages" . $2 $other) >"$logs/again" 2>&1 & jobs+=($!)
fi
failed=0
for i in "${!jobs[@]}"; do
	wait "${jobs[i]}" || failed=1
	cat "$logs/${names[i]}"
done
exit $failed

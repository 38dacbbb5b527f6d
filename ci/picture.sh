#!/bin/sh
# Takes the screenshot of the top of the report for the README: ci/report.png. Needs Chromium and a Japanese font (make deps).
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
go build -trimpath -o "$out/mynalab" ./sim
"$out/mynalab" run --jobs 0 --out "$out/out" >/dev/null
go run -C ci/browser . -report "$out/out/report.html" -out "$PWD/ci/report.png"

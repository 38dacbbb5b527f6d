#!/bin/sh
# Checks what takes seconds: gofmt, tidy modules, generated files.
set -eu
cd "$(dirname "$0")/.."
badly=$(gofmt -l $(git ls-files '*.go'))
[ -z "$badly" ] || { echo "not gofmt'ed: $badly"; exit 1; }
for dir in . ci/browser ci/containers ci/tools; do
	(cd "$dir" && go mod tidy -diff) || { echo "go.mod is not tidy in $dir: run go mod tidy there"; exit 1; }
done
generated() { cat $(git ls-files '*.gen.go') | cksum; }
before=$(generated)
go generate ./mockservice/...
[ "$before" = "$(generated)" ] || { echo "generated files were stale: commit what go generate ./mockservice/... made"; exit 1; }
echo "form: clean"

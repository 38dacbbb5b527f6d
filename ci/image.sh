#!/bin/sh
# Builds the container image of the mock service. $1: its name, mynalab by default. The program is static and built here, so no
# other image is needed.
set -eu
cd "$(dirname "$0")/.."
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
chmod 755 "$context"
mkdir "$context/data"
CGO_ENABLED=0 go build -trimpath -ldflags=-s -o "$context/mynalab" ./sim
docker build --quiet --file ci/Dockerfile --tag "${1:-mynalab}" "$context"

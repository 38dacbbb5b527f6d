#!/bin/sh
# Installs the optional system packages on Debian: real readers and their virtual one, foreign card programs, a compiler, a
# database server, a container engine, and for the reports a browser with a Japanese font and Cucumber's formatter.
set -eu
packages="gcc libc6-dev make pkg-config libpcsclite-dev pcscd vsmartcard-vpcd opensc opensc-pkcs11 gnutls-bin openssh-client pcsc-tools openssl libxml2-utils postgresql docker.io chromium fonts-noto-cjk"
# Debian's npm is large: it is installed only if there is no other npm.
command -v npm >/dev/null || packages="$packages nodejs npm"
for p in $packages; do
	dpkg -s "$p" >/dev/null 2>&1 || { missing=yes; break; }
done
[ -n "${missing:-}" ] || { echo "deps: everything is installed"; exit 0; }
if [ "$(id -u)" -ne 0 ]; then
	echo "make deps installs system packages: run it as root, or install these yourself: $packages"
	exit 1
fi
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages

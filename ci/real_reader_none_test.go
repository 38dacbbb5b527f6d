//go:build !(pcsc && cgo && linux)

package ci

import "testing"

func TestRealReader(t *testing.T) {
	missing(t, "pcsc", "the PC/SC library of this build", "libpcsclite-dev pkg-config, then run make test")
}

//go:build !(pcsc && cgo)

package pcsc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/pcsc"
)

func TestOpenSaysWhatToInstall(t *testing.T) {
	_, err := pcsc.Open()
	require.ErrorIs(t, err, pcsc.ErrNotBuilt)
	require.ErrorContains(t, err, "libpcsclite-dev")
}

package pcsc

import "testing"

func TestGuard(t *testing.T) {
	t.Run("CARD-110 may be sent, which proves nothing of the answer", func(t *testing.T) {})
}

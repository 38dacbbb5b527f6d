package ci

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// TestProtocols lets scriptor connect with different protocols (card reference §1.2).
func TestProtocols(t *testing.T) {
	need(t, "scriptor", "pcsc-tools")
	d := startPcscd(t)
	issued, _ := issue(t)
	contactless, err := hex.DecodeString("3b888001000005e0b381a1007f")
	require.NoError(t, err)
	const taken, refused = "Using T=1 protocol", "Card protocol mismatch"
	for _, row := range []struct {
		name string
		chip reader.Chip
		args []string
		says string
	}{
		{"CARD-044 a contact card connects as T=1", issued.Card, nil, taken},
		{"CARD-044 asked for by name", issued.Card, []string{"-p", "T=1"}, taken},
		{"CARD-047 T=0 is refused", issued.Card, []string{"-p", "T=0"}, refused},
		{"CARD-045 a contactless card is reported as T=1", withATR{issued.Card, contactless}, nil, taken},
	} {
		t.Run(row.name, func(t *testing.T) {
			defer d.plug(t, row.chip)()
			run := d.command(t, "scriptor", append([]string{"-r", readerName}, row.args...)...)
			run.Stdin = strings.NewReader("00A4040C0AD392F000260100000001\n")
			out, err := run.CombinedOutput()
			require.Equal(t, row.says == taken, err == nil, "%s", out)
			require.Contains(t, string(out), row.says)
		})
	}
}

// powerOffNotifier signals each power-off.
type powerOffNotifier struct {
	reader.Chip
	off chan struct{}
}

func (p powerOffNotifier) PowerOff() {
	p.Chip.PowerOff()
	select {
	case p.off <- struct{}{}:
	default:
	}
}

// TestStatusBetweenProcesses enters the PIN in one process and uses it in others: at once, and after pcscd has cut the
// power.
func TestStatusBetweenProcesses(t *testing.T) {
	d := startPcscd(t)
	issued, person := issue(t)
	chip := powerOffNotifier{issued.Card, make(chan struct{}, 1)}
	defer d.plug(t, chip)()
	const sign = "802A039701A500"
	const jpki = "00A4040C0AD392F000260100000001"
	verify := fmt.Sprintf("0020009804%X", person.PINs.Holder)

	t.Run("CARD-054 CARD-357 the next process finds the card verified if it follows at once", func(t *testing.T) {
		for range 5 { // on a slow machine pcscd may cut the power, which it does after a second, between the two
			drain(chip.off)
			d.must(t, "opensc-tool", sends(jpki, verify)...)
			out := d.must(t, "opensc-tool", sends(jpki, sign)...)
			if len(chip.off) == 0 {
				require.Contains(t, out, "Received (SW1=0x90, SW2=0x00):")
				return
			}
		}
		t.Fatal("pcscd has cut the power between two processes five times")
	})
	t.Run("CARD-054 CARD-359 a later process does not", func(t *testing.T) {
		d.soon(t, chip.off, "the power-off") // about a second after the last client has disconnected
		require.Contains(t, d.must(t, "opensc-tool", sends(jpki, sign)...), "SW1=0x69, SW2=0x82")
	})
}

// soon waits for a signal; a hang becomes a failure that shows pcscd's log.
func (d *daemon) soon(t testing.TB, signal <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-signal:
	case <-time.After(patience):
		d.mu.Lock()
		defer d.mu.Unlock()
		t.Fatalf("%s did not happen:\n%s", what, strings.Join(d.log, "\n"))
	}
}

func drain(c <-chan struct{}) {
	select {
	case <-c:
	default:
	}
}

package reader_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// scripted is a chip that records what is done to it and answers 9000 until it is gone.
type scripted struct {
	calls []string
	gone  bool
}

var _ reader.Chip = (*scripted)(nil)

func (s *scripted) PowerOn()    { s.calls = append(s.calls, "on") }
func (s *scripted) WarmReset()  { s.calls = append(s.calls, "reset") }
func (s *scripted) PowerOff()   { s.calls = append(s.calls, "off") }
func (s *scripted) ATR() []byte { return []byte{0x3B, 0x00} }

func (s *scripted) Transmit([]byte) []byte {
	if s.gone {
		return nil
	}
	s.calls = append(s.calls, "command")
	return []byte{0x90, 0x00}
}

var command = []byte{0x00, 0xA4, 0x04, 0x00}

func inserted(t *testing.T) (*reader.InProcess, *scripted, reader.Card) {
	t.Helper()
	slot, chip := reader.NewInProcess("slot 1"), &scripted{}
	slot.Insert(chip)
	card, err := slot.Connect(context.Background())
	require.NoError(t, err)
	return slot, chip, card
}

func TestAnEmptyReader(t *testing.T) {
	slot := reader.NewInProcess("slot 1")
	require.Equal(t, "slot 1", slot.Name())
	_, err := slot.Connect(context.Background())
	require.ErrorIs(t, err, reader.ErrNoCard)
	slot.Remove()
}

func TestAConnection(t *testing.T) {
	_, chip, card := inserted(t)
	require.Equal(t, chip.ATR(), card.ATR())
	answer, err := card.Transmit(context.Background(), command)
	require.NoError(t, err)
	require.Equal(t, []byte{0x90, 0x00}, answer)
	require.Equal(t, []string{"on", "command"}, chip.calls)
}

func TestDispositions(t *testing.T) {
	for _, row := range []struct {
		name string
		end  reader.Disposition
		want []string
	}{
		{"leave", reader.Leave, []string{"on"}},
		{"reset", reader.Reset, []string{"on", "reset"}},
		{"unpower", reader.Unpower, []string{"on", "off"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, chip, card := inserted(t)
			require.NoError(t, card.Disconnect(row.end))
			require.Equal(t, row.want, chip.calls)
		})
	}
}

func TestACardThatGoes(t *testing.T) {
	for _, row := range []struct {
		name  string
		leave func(*reader.InProcess, *scripted)
	}{
		{"removed by hand", func(slot *reader.InProcess, _ *scripted) { slot.Remove() }},
		{"exchanged for another", func(slot *reader.InProcess, _ *scripted) { slot.Insert(&scripted{}) }},
		{"taken out and put in again", func(slot *reader.InProcess, chip *scripted) { slot.Remove(); slot.Insert(chip) }},
		{"out of the field", func(_ *reader.InProcess, chip *scripted) { chip.gone = true }},
	} {
		t.Run(row.name, func(t *testing.T) {
			slot, chip, card := inserted(t)
			row.leave(slot, chip)
			for range 2 {
				_, err := card.Transmit(context.Background(), command)
				require.ErrorIs(t, err, reader.ErrRemoved)
			}
			require.Equal(t, []string{"on", "off"}, chip.calls)
			require.NoError(t, card.Disconnect(reader.Reset), "there is nothing left to reset")
			require.Equal(t, []string{"on", "off"}, chip.calls)
		})
	}
}

func TestACallerWithoutTime(t *testing.T) {
	slot, chip, card := inserted(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := slot.Connect(ctx)
	require.ErrorIs(t, err, reader.ErrTimeout)
	_, err = card.Transmit(ctx, command)
	require.ErrorIs(t, err, reader.ErrTimeout)
	require.Equal(t, []string{"on"}, chip.calls)
}

// failing is a chip that gives no answer and says why.
type failing struct {
	scripted
	why error
}

func (f *failing) Transmit([]byte) []byte { return nil }
func (f *failing) Failure() error         { return f.why }

func TestWhyAChipGivesNothing(t *testing.T) {
	for _, row := range []struct {
		name           string
		why, now, then error
	}{
		{"it left the field", reader.ErrRemoved, reader.ErrRemoved, reader.ErrNoCard},
		{"it does not say", nil, reader.ErrRemoved, reader.ErrNoCard},
		{"it is silent", reader.ErrTimeout, reader.ErrTimeout, nil},
		{"the reader is gone", reader.ErrReader, reader.ErrReader, reader.ErrNoCard},
	} {
		t.Run(row.name, func(t *testing.T) {
			slot := reader.NewInProcess("slot 1")
			slot.Insert(&failing{why: row.why})
			card, err := slot.Connect(t.Context())
			require.NoError(t, err)
			_, err = card.Transmit(t.Context(), command)
			require.ErrorIs(t, err, row.now)
			_, err = slot.Connect(t.Context())
			require.ErrorIs(t, err, row.then)
		})
	}
}

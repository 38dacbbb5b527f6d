package main

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// inserted returns an insertion with its output.
func inserted(ctx context.Context, wait waiter) (i *insertion, said *spokenText) {
	said = &spokenText{news: make(chan struct{}, 1)}
	f := cardFlags{addr: vpcd.DefaultAddr}
	return f.insertion(ctx, surroundings{stdout: said, stderr: said, lang: reports.LangEN}, wait), said
}

func untilStopped(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestCardIsTakenInTime(t *testing.T) {
	i, said := inserted(t.Context(), untilStopped)
	i.onState(vpcd.StateConnected)
	i.onState(vpcd.StateServed)
	i.onState(vpcd.StateGone)
	require.Equal(t, "card: in the reader\n", said.String())
}

// TestCardThatIsNotTakenSaysSoOnce: a card in an occupied slot connects and gets no command.
func TestCardThatIsNotTakenSaysSoOnce(t *testing.T) {
	const warning = "connected to 127.0.0.1:35963, but pcscd has not taken the card: another card is in that reader; " +
		"remove it, or name the next port with --vpcd\n"
	i, said := inserted(t.Context(), func(context.Context, time.Duration) error { return nil })
	i.onState(vpcd.StateConnected)
	said.awaits(t, warning)
	i.onState(vpcd.StateGone)
	i.onState(vpcd.StateConnected)
	i.onState(vpcd.StateServed)
	require.Equal(t, warning+"card: in the reader\n", said.String())
	i.onState(vpcd.StateGone)
	i.onState(vpcd.StateConnected)
	said.awaits(t, "card: in the reader\n"+warning)
	i.onState(vpcd.StateGone)
}

func TestCardThatIsTakenOutWhileItWaitsSaysNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	i, said := inserted(ctx, untilStopped)
	i.onState(vpcd.StateConnected)
	cancel()
	i.onState(vpcd.StateGone)
	require.Empty(t, said.String())
}

func TestCardTellsThatItIsInTheReader(t *testing.T) {
	slot, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, slot.Close()) }()
	ctx, cancel := context.WithCancel(t.Context())
	said, ended := card(ctx, t, "--vpcd", slot.Addr().String())
	conn, err := slot.Accept()
	require.NoError(t, err)
	defer func() { _ = conn.Close() }()
	_, err = conn.Write([]byte{0, 1, 4}) // vpcd asks for the ATR
	require.NoError(t, err)
	said.awaits(t, "card: in the reader")
	cancel()
	require.NoError(t, <-ended)
	require.NotContains(t, said.String(), "another card")
}

func TestWhatWasTypedWronglyEndsWith2(t *testing.T) {
	for _, args := range [][]string{
		{"--vpcd", "nonsense"}, {"--vpcd", "127.0.0.1"}, {"--tries=-7"}, {"--tries", "4"}, {"--pinless", "--tries", "3"},
		{"--pinless", "--pin", "5678"}, {"--issued", "1985-02-16"},
	} {
		said := &spokenText{news: make(chan struct{}, 1)}
		s := surroundings{stdout: said, stderr: said, lang: reports.LangEN, now: time.Now, random: strings.NewReader("")}
		require.Equal(t, exitUsage, run(append([]string{"card"}, args...), s), args)
	}
}

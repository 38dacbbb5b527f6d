package main

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/virtualcard"
)

// spokenText collects the output of a command while it runs.
type spokenText struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func (s *spokenText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.news <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *spokenText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// awaits blocks until the text was printed.
func (s *spokenText) awaits(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(s.String(), text) {
		select {
		case <-s.news:
		case <-t.Context().Done():
			require.Fail(t, "never said", "%q", text)
		}
	}
}

// card runs `card` with these arguments.
func card(ctx context.Context, t *testing.T, args ...string) (said *spokenText, ended <-chan error) {
	t.Helper()
	said = &spokenText{news: make(chan struct{}, 1)}
	root := rootCommand(surroundings{stdout: said, stderr: said, lang: reports.LangEN, now: time.Now, random: strings.NewReader("")})
	root.SetArgs(append([]string{"card"}, args...))
	end := make(chan error, 1)
	go func() { end <- root.ExecuteContext(ctx) }()
	return said, end
}

// cardAt runs `card` with a virtual reader's port on which nobody listens.
func cardAt(ctx context.Context, t *testing.T, args ...string) (said *spokenText, ended <-chan error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return card(ctx, t, append([]string{"--vpcd", l.Addr().String()}, args...)...)
}

func TestCardWaitsForPcscd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	said, ended := cardAt(ctx, t)
	said.awaits(t, "start pcscd; waiting for it")
	cancel()
	require.NoError(t, <-ended, "a signal while it waits ends it cleanly")
	require.Contains(t, said.String(), "card: removed")
}

func TestCardFileIsHeldWhileTheCardIsIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "card.state")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	said, ended := cardAt(ctx, t, "--state", path)
	said.awaits(t, "waiting for it")
	for _, args := range [][]string{{"show", path}, {"unlock", path}, {"--state", path}} {
		_, other := card(t.Context(), t, args...)
		require.ErrorContains(t, <-other, "another process holds the card; end it or choose another file")
	}
	cancel()
	require.NoError(t, <-ended)
	state, err := virtualcard.OpenState(path)
	require.NoError(t, err)
	require.NoError(t, state.Close())
}

func TestBoxCountsColumns(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "氏名": 4, "ｻﾄｳ": 3, "𠮷田": 4, "葛\U000E0100": 2, "": 0, "１－２": 6} {
		require.Equal(t, want, columns(text), text)
	}
	for line := range strings.Lines(boxed([]string{"氏名 佐藤　花子", "a"})) {
		require.Equal(t, 19, columns(strings.TrimSpace(line)), line)
	}
}

func TestCardPhrasesSayTheSameInBothLanguages(t *testing.T) {
	p, argument := cardPhrases(), regexp.MustCompile(`%\S*\[\d\][a-z]`)
	for _, one := range []bilingual.Sentence{p.plugging, p.waiting, p.takenOut, p.made, p.reset, p.makeWhere, p.madeOnce, p.nobody, p.notADay, p.noFile,
		p.inReader, p.occupied, p.notAnAddress, p.tooManyTries, p.pinlessWith, p.unborn, p.notKept, p.noUserPIN, p.noSignPIN} {
		require.NotEmpty(t, one.JA)
		require.ElementsMatch(t, argument.FindAllString(one.EN, -1), argument.FindAllString(one.JA, -1), one.EN)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/virtualcard/pcsc"
)

// healthy returns links for which every check is ok.
func healthy() links {
	return links{
		embedded: func(context.Context) (int, error) { return 46, nil },
		service:  func(context.Context, linkFlags) error { return nil },
		readers:  func() ([]string, error) { return []string{"SONY FeliCa", "Virtual PCD 00 00"}, nil },
		dial:     func(context.Context, string, string) error { return nil },
		tool:     func(string) (string, error) { return "/usr/bin/opensc-tool", nil },
	}
}

func TestDoctor(t *testing.T) {
	absent := errors.New("not there")
	cases := map[string]struct {
		change func(*links)
		card   string
		code   int
		want   []string
	}{
		"everything ok": {func(*links) {}, "virtual", exitOK, []string{"ok      embedded card, service and app: 46 scenarios", "ok      OpenSC"}},
		"any reader":    {func(*links) {}, "pcsc:", exitOK, nil},
		"reader":        {func(*links) {}, "pcsc:sony", exitOK, []string{"ok      card readers: SONY FeliCa, Virtual PCD 00 00"}},
		"reader with another name": {func(*links) {}, "pcsc:ACR", exitHarness,
			[]string{`not ok  card readers: no reader is called "ACR"; found: SONY FeliCa, Virtual PCD 00 00`, "blame: this machine", "next: plug one in"}},
		"no reader": {func(l *links) { l.readers = func() ([]string, error) { return nil, nil } }, "virtual", exitOK,
			[]string{"not ok  card readers (not needed by a default run): no reader is plugged in"}},
		"no PC/SC, not asked for": {func(l *links) {
			l.readers = func() ([]string, error) { return nil, pcsc.ErrNotBuilt }
			l.dial = func(context.Context, string, string) error { return absent }
			l.tool = func(string) (string, error) { return "", absent }
		}, "virtual", exitOK, []string{"not ok  build with PC/SC (not needed by a default run)", "not ok  pcscd", "not ok  OpenSC"}},
		"no PC/SC, asked for": {func(l *links) { l.readers = func() ([]string, error) { return nil, pcsc.ErrNotBuilt } },
			"pcsc:SONY", exitHarness, []string{"not ok  build with PC/SC: ", "next: install libpcsclite-dev"}},
		"no pcscd": {func(l *links) {
			l.readers = func() ([]string, error) { return nil, absent }
			l.dial = func(context.Context, string, string) error { return absent }
		}, "pcsc:SONY", exitHarness, []string{"ok      build with PC/SC", "next: install and start pcscd",
			"not ok  card readers: not there\n        blame: this machine\n        next: fix \"pcscd\" above first\n"}},
		"pcscd refuses": {func(l *links) { l.readers = func() ([]string, error) { return nil, absent } }, "pcsc:SONY", exitHarness,
			[]string{"ok      pcscd", "next: plug one in"}},
		"not built, and no pcscd": {func(l *links) {
			l.readers = func() ([]string, error) { return nil, pcsc.ErrNotBuilt }
			l.dial = func(context.Context, string, string) error { return absent }
		}, "pcsc:SONY", exitHarness, []string{"how this program was built\n        next: fix \"build with PC/SC\" above first\n"}},
		"broken inside": {func(l *links) { l.embedded = func(context.Context) (int, error) { return 0, absent } }, "virtual", exitHarness,
			[]string{"not ok  embedded card, service and app: not there", "blame: mynalab"}},
		"no such card": {func(*links) {}, "plastic", exitUsage, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			l := healthy()
			c.change(&l)
			s := surroundings{stdout: &out, stderr: &out, lang: reports.LangEN}
			err := examine(t.Context(), s, doctorRows(), doctorFlags{card: c.card, vpcd: "127.0.0.1:1", socket: "/none"}, l)
			require.Equal(t, c.code, exitCode(err, "mynalab doctor", s), out.String())
			for _, want := range c.want {
				require.Contains(t, out.String(), want)
			}
		})
	}
}

func TestDoctorRowsSpeakBothLanguages(t *testing.T) {
	for _, row := range doctorRows() {
		for _, text := range []string{row.name.JA, row.name.EN, row.blame.JA, row.blame.EN, row.next.JA, row.next.EN} {
			require.NotEmpty(t, strings.TrimSpace(text), row.name.EN)
		}
	}
}

func TestDoctorRowsRestOnRowsAbove(t *testing.T) {
	var above []string
	for _, row := range doctorRows() {
		require.Subset(t, above, row.rests, row.name.EN)
		above = append(above, row.name.EN)
	}
}

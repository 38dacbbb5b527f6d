package jpki_test

import (
	"crypto/rsa"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

func TestPool(t *testing.T) {
	require.Equal(t, 192, jpki.Keys())
	all := []*rsa.PrivateKey{}
	for i := range jpki.Keys() {
		all = append(all, jpki.Key(i))
	}
	for k := jpki.CVRoot; k <= jpki.CVTextSigner; k++ {
		all = append(all, k.Key())
	}
	seen := map[string]bool{}
	for _, k := range all {
		require.NoError(t, k.Validate(), "CARD-385")
		require.Equal(t, 2048, k.N.BitLen(), "CARD-385")
		require.Equal(t, 65537, k.E, "CARD-385")
		seen[k.N.String()] = true
	}
	require.Len(t, seen, 192+7)
	require.Same(t, jpki.Key(5), jpki.Key(5))
}

func TestNotAfter(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, jpki.JST)
		require.NoError(t, err)
		return d
	}
	for _, c := range []struct{ name, issue, birth, card, want string }{
		{"CARD-450 a test certificate", "2025-10-27", "1985-02-17", "", "2030-02-17"},
		{"CARD-448 SVC-309 the day before the birthday", "2025-02-16", "1985-02-17", "", "2029-02-17"},
		{"CARD-448 on the birthday, which does not count", "2025-02-17", "1985-02-17", "", "2030-02-17"},
		{"CARD-448 the card ends first", "2025-10-27", "1985-02-17", "2026-05-10", "2026-05-10"},
		{"CARD-448 the card ends later", "2025-10-27", "1985-02-17", "2035-02-17", "2030-02-17"},
		{"born on 29 February, common year", "2021-03-01", "2000-02-29", "", "2026-02-28"},
		{"born on 29 February, leap year", "2023-03-01", "2000-02-29", "", "2028-02-29"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var card time.Time
			if c.card != "" {
				card = day(c.card)
			}
			got := jpki.NotAfter(day(c.issue), day(c.birth), card)
			require.Equal(t, c.want+"T23:59:59+09:00", got.Format(time.RFC3339))
		})
	}
}

func TestNotAfterIsAFifthBirthday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		issue := begin.Add(time.Duration(rapid.Int64Range(0, 3650*24*3600).Draw(t, "issue")) * time.Second)
		born := time.Date(1940, 1, 1, 0, 0, 0, 0, jpki.JST).AddDate(0, 0, rapid.IntRange(0, 30000).Draw(t, "born"))
		got := jpki.NotAfter(issue, born, time.Time{})
		require.True(t, got.After(issue.AddDate(4, 0, -2)) && got.Before(issue.AddDate(5, 0, 2)))
		require.Equal(t, "14:59:59", got.UTC().Format(time.TimeOnly))
	})
}

func TestSerialText(t *testing.T) {
	for text, want := range map[string]string{"07AB": "7AB", "7ab": "7AB"} {
		n, err := jpki.ParseSerial(text)
		require.NoError(t, err)
		require.Equal(t, want, jpki.SerialText(n))
	}
	for _, text := range []string{"", "0", "-1", "+1", "7_A", "xyz", " 1"} {
		_, err := jpki.ParseSerial(text)
		require.Error(t, err, "%q", text)
	}
}

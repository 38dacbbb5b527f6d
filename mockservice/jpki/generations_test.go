package jpki_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/jpki"
)

func TestGenerations(t *testing.T) {
	all := jpki.Generations()
	for i, c := range []struct{ name, serial, first, last string }{
		{"SVC-305 CARD-441 first", "1", "2015-10-20", "2025-10-19"},
		{"CARD-442 second", "4D594C03", "2019-09-14", "2029-09-14"},
		{"SVC-305 CARD-443 third", "4D594C01", "2023-07-16", "2033-07-15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := all[i].Certificate()
			require.Equal(t, c.serial, jpki.SerialText(got.SerialNumber))
			require.Equal(t, c.first+"T00:00:00+09:00", got.NotBefore.In(jpki.JST).Format(time.RFC3339))
			require.Equal(t, c.last+"T23:59:59+09:00", got.NotAfter.In(jpki.JST).Format(time.RFC3339))
			require.True(t, jpki.Ours(got))
		})
	}
	t.Run("SVC-306 CARD-446 one subject, three keys", func(t *testing.T) {
		require.Len(t, all, 3)
		keys := map[string]bool{}
		for i, a := range all {
			require.Equal(t, all[0].Certificate().RawSubject, a.Certificate().RawSubject)
			keys[string(a.Certificate().SubjectKeyId)] = true
			der, err := a.IssueAuthentication(authRequest())
			require.NoError(t, err)
			for j, other := range all {
				require.Equal(t, i == j, parse(t, der).CheckSignatureFrom(other.Certificate()) == nil)
			}
		}
		require.Len(t, keys, 3)
		require.Same(t, all[2], jpki.Authentication())
	})
}

func TestWhichGenerationIssues(t *testing.T) {
	all := jpki.Generations()
	for at, want := range map[string]int{"2010-01-01": 0, "2015-10-20": 0, "2019-09-13": 0, "2019-09-14": 1, "2023-07-15": 1,
		"2023-07-16": 2, "2050-01-01": 2} {
		t.Run(at, func(t *testing.T) {
			day, err := time.ParseInLocation(time.DateOnly, at, jpki.JST)
			require.NoError(t, err)
			require.Same(t, all[want], jpki.AuthenticationAt(day))
		})
	}
}

// The authorities' certificates never change by accident: if one does, every certificate in a recording changes with it.
func TestAuthoritiesAreConstants(t *testing.T) {
	var got []string
	for _, a := range append(jpki.Generations(), jpki.Signature()) {
		sum := sha256.Sum256(a.DER())
		got = append(got, hex.EncodeToString(sum[:]))
	}
	require.Equal(t, []string{
		"c98768aef6ddbb1f7c2c27d0cbc50f8d9ca80c20b0926254d6e74f3a7f71e72c",
		"daeedd033bc41854c74db99afa165527fe64a8df761cabab1e7285c87d0630aa",
		"127f8864fb22c04c115398b0612a34e80eeef2834ea33c8c017cd1922c82f03e",
		"aaf3def08a70b372de3ad56f0dc84d09485610a58ddf3ec49b624501363bca41",
	}, got)
}

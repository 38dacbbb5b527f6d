package municipality_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/municipality"
)

func TestNamesInCertificates(t *testing.T) {
	for name, row := range map[string]struct{ name, written, flags string }{
		"CARD-422 plain":                  {"佐藤　花子", "佐藤　花子", "00000"},
		"CARD-422 髙 and 﨑 are written":    {"髙﨑　德子", "髙﨑　德子", "00000"},
		"CARD-422 beyond the basic plane": {"𠮷田　陽翔", "吉田　陽翔", "10000"},
		"CARD-422 another beyond it":      {"𩸽　一", "●　一", "100"},
		"CARD-422 a variation selector":   {"葛\U000E0100城　一", "葛城　一", "1000"},
		"CARD-422 外字 of the private area": {"\uE000田　一", "●田　一", "1000"},
		"CARD-422 a selector before all":  {"\U000E0100城", "城", "0"},
		"CARD-422 a long name":            {strings.Repeat("寿限無", 60), strings.Repeat("寿限無", 60), strings.Repeat("0", 180)},
	} {
		t.Run(name, func(t *testing.T) {
			c := issue(t, newIssuer(0), "P01", func(o *municipality.Order) { o.Person.Name = row.name })
			written, flags := otherNames(t, parse(t, c.Spec.SignCert))
			require.Equal(t, row.written, written)
			require.Equal(t, row.flags, flags)
		})
	}
}

// otherNames finds name and flags in a signature certificate by their object identifiers, 1.2.392.200149.8.5.5.1 and .2.
func otherNames(t *testing.T, c *x509.Certificate) (name, flags string) {
	t.Helper()
	for _, e := range c.Extensions {
		if e.Id.String() == "2.5.29.17" {
			return utf8After(t, e.Value, 1), utf8After(t, e.Value, 2)
		}
	}
	require.Fail(t, "no alternative name")
	return "", ""
}

func utf8After(t *testing.T, der []byte, arc byte) string {
	t.Helper()
	oid := "\x2A\x83\x08\x8C\x9B\x55\x08\x05\x05" + string(rune(arc))
	_, rest, found := strings.Cut(string(der), oid)
	require.True(t, found, "arc %d", arc)
	rest = skipHeader(rest)
	_, n := length(rest)
	rest = skipHeader(rest)
	return rest[:n]
}

// length reads a DER header and returns its own length and that of its value.
func length(der string) (header, value int) {
	switch {
	case der[1] < 0x80:
		return 2, int(der[1])
	case der[1] == 0x81:
		return 3, int(der[2])
	default:
		return 4, int(der[2])<<8 | int(der[3])
	}
}

func skipHeader(der string) string {
	header, _ := length(der)
	return der[header:]
}

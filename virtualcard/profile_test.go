package virtualcard_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

func TestEveryProfileLoads(t *testing.T) {
	names := virtualcard.ProfileNames()
	require.Contains(t, names, "contact-a1")
	for _, name := range names {
		p, err := virtualcard.LoadProfile(name)
		require.NoError(t, err)
		require.Equal(t, name, p.Name, "a profile has the name of its file")
		text, err := json.Marshal(p)
		require.NoError(t, err)
		again, err := virtualcard.ParseProfile(text)
		require.NoError(t, err)
		require.Equal(t, p, again)
	}
}

func TestContactA1(t *testing.T) {
	p, err := virtualcard.LoadProfile("contact-a1")
	require.NoError(t, err)
	t.Run("CARD-008 ATR", func(t *testing.T) {
		text, err := p.ATR.MarshalText()
		require.NoError(t, err)
		require.Equal(t, "3BDA13FF8131FB468012392F31C173C601C03B", string(text))
	})
	t.Run("CARD-613 to CARD-619 defaults", func(t *testing.T) {
		require.Equal(t, apdu.SW6984ReferenceBlocked, p.Verify.BlockedSW)
		require.Equal(t, apdu.SW63C0NoTriesLeft, p.Verify.BlockedQuerySW)
		require.Equal(t, virtualcard.BadLengthSpend, p.Verify.BadLength)
		require.True(t, p.Verify.FailClears)
		require.Equal(t, apdu.SW6B00OffsetOutside, p.Read.EOFSW)
		require.Equal(t, apdu.SW9000OK, p.Read.ShortSW)
		require.True(t, p.Reset.KeepVerify)
		require.False(t, p.Quirk.First6F00)
	})
	t.Run("CARD-633 extended length and chaining", func(t *testing.T) {
		require.True(t, p.ExtLen)
		require.True(t, p.Chaining.Supported)
	})
}

func TestBadProfiles(t *testing.T) {
	text, err := os.ReadFile("profiles/contact-a1.json")
	require.NoError(t, err)
	for _, row := range []struct{ name, old, new, want string }{
		{"no JSON", "{", "", "reading a card profile: "},
		{"something behind it", "\n}\n", "\n} {}", "something follows the JSON object"},
		{"an unknown key", `"fail_clears"`, `"fail_clear"`, `unknown field "fail_clear"`},
		{"a missing key", `"fail_clears": true`, `"bad_length": "spend"`, `reading card profile "contact-a1": key verify.fail_clears is missing`},
		{"a missing object", `"quirk": { "first_6f00": false }`, `"name": "contact-a1"`, "key quirk is missing"},
		{"null for an object", `"quirk": { "first_6f00": false }`, `"quirk": null`, "key quirk.first_6f00 is missing"},
		{"another schema", "mynalab.cardprofile/1", "mynalab.cardprofile/2", `schema is "mynalab.cardprofile/2"; write "mynalab.cardprofile/1"`},
		{"CARD-006 a wrong check byte", "C601C03B", "C601C03A", "atr has a wrong check byte: the exclusive or is 01 instead of 00"},
		{"no ATR", "3BDA13FF8131FB468012392F31C173C601C03B", "3C", "atr has 1 bytes; an ATR has 4 to 33 and starts with 3B"},
		{"half a byte", "3BDA13", "3BDA1", "decoding hex"},
		{"a status of five digits", `"eof_sw": "6B00"`, `"eof_sw": "6B000"`, "not written as four hex digits"},
		{"CARD-482 61xx", `"short_sw": "9000"`, `"short_sw": "6100"`, "read.short_sw is 6100, which this card never answers"},
		{"CARD-482 6Cxx", `"0009": "6982"`, `"0009": "6C10"`, "read.unknown_sw.0009 is 6C10"},
		{"no status", `"blocked_sw": "6984"`, `"blocked_sw": "1234"`, "verify.blocked_sw is 1234, which is not a status word"},
		{"an unknown choice", `"spend"`, `"maybe"`, `verify.bad_length is "maybe"; choose spend or refuse`},
		{"an unknown scheme", "4, 5]", "4, 6]", "sign.schemes holds 6, which is out of range (P1 is 0 to 5)"},
		{"no tag", `["6F", "84"]`, `["6F", "1F"]`, "select.fci holds 1F, which is not one BER-TLV tag"},
		{"a tag and more", `["6F", "84"]`, `["6F", "8400"]`, "select.fci holds 8400, which is not one BER-TLV tag"},
		{"a long label", "JPKIAPICCTOKEN2", strings.Repeat("A", 33), "token.label has 33 bytes, which is out of range (1 to 32)"},
		{"no serial", `"serial": "0000000000000001"`, `"serial": ""`, "token.serial has 0 bytes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bad := strings.Replace(string(text), row.old, row.new, 1)
			require.NotEqual(t, string(text), bad)
			_, err := virtualcard.ParseProfile([]byte(bad))
			require.ErrorContains(t, err, row.want)
		})
	}
	t.Run("a file of unknown structure without an answer", func(t *testing.T) {
		config := fullConfig()
		config.Spec.Own = profileWith(t, func(p *virtualcard.Profile) { delete(p.Read.UnknownSW, "0019") })
		_, err := virtualcard.New(config)
		require.ErrorContains(t, err, `card profile "contact-a1": read.unknown_sw has no entry 0019`)
	})
}

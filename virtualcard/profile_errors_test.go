package virtualcard_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
)

// TestErrorsOfAProfileTellWhere edits one line of an embedded profile: the error must name key, line and column, and the
// allowed values if the key is a choice.
func TestErrorsOfAProfileTellWhere(t *testing.T) {
	text, err := os.ReadFile("profiles/contact-a1.json")
	require.NoError(t, err)
	for _, row := range []struct{ name, old, new, at, want string }{
		{"no object", "{", "[", "[", "reading a card profile: it is not a JSON object"},
		{"broken JSON", `"schema": `, `"schema" `, `"mynalab.cardprofile/1"`, "reading a card profile: "},
		{"cut short", "\n}\n", "\n", "", "reading a card profile: it ends too early"},
		{"something behind it", "\n}\n", "\n}\n  @", "@", "something follows the JSON object"},
		{"an unknown key", `"fail_clears"`, `"fail_clear"`, `"fail_clear"`, `unknown field "fail_clear"@; known here are bad_length, blocked_query_sw, blocked_sw, fail_clears, not_a_key_sw`},
		{"a path for a key", `"quirk": { "first_6f00": false }`, `"quirk": {}, "quirk.first_6f00": true`, ": true\n}", `unknown field "quirk.first_6f00"`},
		{"a missing key", `"ext_len": true,`, ``, "{", "key ext_len is missing"},
		{"a missing key inside", `"eof_sw": "6B00",`, ``, "{\n    \n    \"short_sw\"", "key read.eof_sw is missing"},
		{"a key twice", `"ext_len": true,`, `"ext_len": true, "ext_len": false,`, `"ext_len": false`, "key ext_len appears twice"},
		{"a text for a boolean", `"ext_len": true`, `"ext_len": "yes"`, `"yes"`, `ext_len is "yes", which does not fit: write true or false`},
		{"a boolean for a number", `"sign_ms": 300`, `"sign_ms": true`, `true, "other_ms"`, "timing.sign_ms is true, which does not fit: write a whole number"},
		{"a number for a list", `"template": ["eku", "ian", "aia", "aki"]`, `"template": 1`, "1,\n    \"sign_min_age\"", "cert.template is 1, which does not fit: write a list"},
		{"a number for an object", `"quirk": { "first_6f00": false }`, `"quirk": 1`, "1\n}", "quirk is 1, which does not fit: write an object"},
		{"a list over lines", `"schemes": [0, 1, 2, 3, 4, 5]`, "\"schemes\": [0,\n 1,\n true]", "[0,\n 1", `sign.schemes is [0, 1, true], which does not fit: write a whole number`},
		{"half a byte", `"3BDA13`, `"3BDA1`, `"3BDA1F`, "which does not fit: decoding hex: encoding/hex: odd length hex string"},
		{"a status of five digits", `"eof_sw": "6B00"`, `"eof_sw": "6B000"`, `"6B000"`, `read.eof_sw is "6B000", which does not fit: status word is not written as four hex digits: "6B000"`},
		{"a choice", `"spend"`, `"maybe"`, `"maybe"`, `verify.bad_length is "maybe"; choose spend or refuse`},
		{"an algorithm", `"RSA-2048"`, `"P-384"`, `"P-384"`, `key.algorithm is "P-384"; choose RSA-2048`},
		{"an order", `["class", "instruction"`, `["class", "class"`, `["class"`, `list class, instruction and parameters in any order, each once`},
		{"CARD-612 too many tries", `"0014": { "max_tries": 10 }`, `"0014": { "max_tries": 16 }`, "16 }", "pin.text-ap.0014.max_tries is 16, which is out of range (1 to 15, the limit of 63Cx)"},
		{"CARD-612 no tries", `"0014": { "max_tries": 10 }, `, ``, `{ "0011": { "max_tries": 3 }, "0015"`, "pin.text-ap.0014 is missing; add max_tries for the 照合番号A of the text AP"},
		{"a file of no row", `"0001", "0002", "0005", "0006"`, `"0001", "0002", "0005", "0003"`, `["0001", "0002", "0005", "0003"`, `files.jpki holds "0003"; choose from 0001, 0002, 0005, 0006`},
		{"a file twice", `"jpki": ["0001", "0002"`, `"jpki": ["0001", "0001"`, `["0001", "0001"`, `files.jpki holds "0001" twice; list it once`},
		{"no certificate for users", `"000A", "000B"`, `"000B"`, `["0001", "0002", "0005", "0006"`, `files.jpki lacks "000A", which every card has; list it`},
		{"no PIN for users", `"0018", "0019"`, `"0019"`, `["0001", "0002", "0005", "0006"`, `files.jpki lacks "0018", which every card has; list it`},
		{"no key for users", `"0017", "0018"`, `"0018"`, `["0001", "0002", "0005", "0006"`, `files.jpki lacks "0017", which every card has; list it`},
		{"CARD-491 a refusal of chaining", `"6884"`, `"9000"`, `"9000"`, "chaining.refused_sw is 9000, which is not a refusal; choose from 62xx to 6Fxx"},
		{"CARD-491 another refusal of chaining", `"6884"`, `"6D00"`, `"6D00"`, `chaining.refused_sw is "6D00"; choose 6884 or 6E00`},
		{"CARD-123 CARD-124 a missing object", `"missing_sw": "6A88"`, `"missing_sw": "6A86"`, `"6A86"`, `getdata.missing_sw is "6A86"; choose 6A88 or 6A82`},
		{"a missing object that is there", `"missing_sw": "6A88"`, `"missing_sw": "9000"`, "\"9000\"\n  },\n  \"verify\"", "getdata.missing_sw is 9000, which is not a refusal"},
		{"CARD-330 no key", `"not_a_key_sw": "6981"`, `"not_a_key_sw": "6A82"`, `"6A82"`, `verify.not_a_key_sw is "6A82"; choose 6981 or 6985`},
		{"no key, and yet verified", `"not_a_key_sw": "6981"`, `"not_a_key_sw": "9000"`, "\"9000\",\n    \"fail_clears\"", "verify.not_a_key_sw is 9000, which is not a refusal"},
		{"CARD-387 a wrong length", `"bad_length_sw": "6700"`, `"bad_length_sw": "6A80"`, "\"6A80\" },\n  \"key\"", `sign.bad_length_sw is "6A80"; choose 6700 or 6985`},
		{"a wrong length, and yet signed", `"bad_length_sw": "6700"`, `"bad_length_sw": "9000"`, "\"9000\" },\n  \"key\"", "sign.bad_length_sw is 9000, which is not a refusal"},
		{"no command, and yet carried out", `"malformed_sw": "6700"`, `"malformed_sw": "9000"`, "\"9000\" },\n  \"reset\"", "sw.malformed_sw is 9000, which is not a refusal"},
		{"blocked, and yet verified", `"blocked_sw": "6984"`, `"blocked_sw": "9000"`, "\"9000\",\n    \"blocked_query_sw\"", "verify.blocked_sw is 9000, which is not a refusal"},
		{"CARD-614 blocked with tries left", `"blocked_query_sw": "63C0"`, `"blocked_query_sw": "63C5"`, `"63C5"`, "verify.blocked_query_sw is 63C5, which reports tries left; choose another"},
		{"an unknown file that is read", `"0005": "6981"`, `"0005": "9000"`, `"9000", "0009"`, "read.unknown_sw.0005 is 9000, which is not a refusal"},
		{"no class of refusals", `"malformed_sw": "6700"`, `"malformed_sw": "6001"`, `"6001"`, "sw.malformed_sw is 6001, which is not a refusal"},
		{"a proprietary end", `"eof_sw": "6B00"`, `"eof_sw": "9010"`, `"9010"`, "read.eof_sw is 9010, which is not a refusal"},
		{"no such application", `"juki-ap": ["0002"`, `"juki": ["0002"`, `["0002", "001C", "001E"]`, "files.juki is not an application with files; choose from common-ap, jpki, juki-ap, surface-ap, text-ap"},
		{"no JPKI", `"jpki": ["0001"`, `"text": ["0001"`, "{\n    \"text\"", "files has no jpki; list its files"},
		{"a size", `"0005": 256`, `"0005": 40000`, "40000", "file.size.text-ap.0005 is 40000, which is out of range (READ BINARY reaches 0 to 32767 bytes)"},
		{"a guard", `"guarded": {}`, `"guarded": { "jpki": ["000B"] }`, `["000B"]`, `read.guarded.jpki holds "000B"; only 000A of jpki can be guarded`},
		{"a tag", `"00F7"`, `"f7"`, `["0042"`, `getdata.objects holds "f7"; write tags with four upper-case hex digits`},
		{"CARD-122 another contact answer", `"contact_atr": "3BDA13FF8131FB468012392F31C173C601C03B"`, `"contact_atr": ""`, `"",`, "getdata.contact_atr differs from atr; on a contact card both must be equal"},
		{"a contact answer with a wrong check byte", `"contact_atr": "3BDA13FF8131FB468012392F31C173C601C03B"`, `"contact_atr": "3BDA13FF8131FB468012392F31C173C601C03A"`, `"3BDA13FF8131FB468012392F31C173C601C03A"`, "getdata.contact_atr has a wrong check byte"},
		{"a version", `"01030E01"`, `"0103"`, `"0103"`, "version.text has 2 bytes; write 4"},
		{"CARD-640 the production name", `"JPKI-TEST"`, `"JPKI"`, `"JPKI"`, `cert.organization is "JPKI"; choose JPKI-TEST`},
		{"CARD-416 CARD-640 the production policy", `"1.2.392.200149.8.5.1.0.20"`, `"1.2.392.200149.8.5.1.1.20"`, `"1.2.392.200149.8.5.1.1.20"`, `cert.sign_policy is "1.2.392.200149.8.5.1.1.20"; choose 1.2.392.200149.8.5.1.0.20`},
		{"CARD-624 one extension alone", `"template": ["eku", "ian", "aia", "aki"]`, `"template": ["eku"]`, `["eku"]`, `cert.template holds ["eku"]; list all of ["eku" "ian" "aia" "aki"], or leave it empty for an older card`},
		{"what a change revokes", `["sign"]`, `["all"]`, `["all"]`, `cert.change_revokes is "all"; choose sign or auth`},
		{"an age", `"sign_min_age": 15`, `"sign_min_age": -1`, "-1", "cert.sign_min_age is -1, which is out of range (0 to 150)"},
		{"a stay", `"short_stay_months": 11`, `"short_stay_months": 0`, "0\n", "cert.short_stay_months is 0, which is out of range (1 to 60)"},
		{"CARD-290 a production issuer", `"6000020"`, `"5000020"`, `"5000020"`, `cv.root is "5000020"; write seven digits that begin with 6, as a test issuer has`},
		{"a time", `"jitter_percent": 20`, `"jitter_percent": 91`, "91", "timing.jitter_percent is 91, which is out of range (0 to 90)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bad := strings.Replace(string(text), row.old, row.new, 1)
			require.NotEqual(t, string(text), bad)
			_, err := virtualcard.ParseProfile([]byte(bad))
			want, next, _ := strings.Cut(row.want, "@")
			require.ErrorContains(t, err, want)
			require.ErrorContains(t, err, where(t, bad, row.at)+next)
			require.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}

// where returns the place of a part of the text, or the end of the text.
func where(t *testing.T, text, part string) string {
	t.Helper()
	before, _, found := strings.Cut(text, part)
	require.True(t, found, part)
	if part == "" {
		before = text
	}
	lines := strings.Split(before, "\n")
	return fmt.Sprintf(" (line %d, column %d)", len(lines), len([]rune(lines[len(lines)-1]))+1)
}

func TestLoadProfileFile(t *testing.T) {
	text, err := os.ReadFile("profiles/nfc-b2.json")
	require.NoError(t, err)
	own := strings.Replace(string(text), `"name": "nfc-b2"`, `"name": "mine"`, 1)
	path := filepath.Join(t.TempDir(), "mine.json")
	require.NoError(t, os.WriteFile(path, []byte(own), 0o600))

	p, err := virtualcard.LoadProfileFile(path)
	require.NoError(t, err)
	require.Equal(t, "mine", p.Name)
	config := fullConfig()
	config.Spec.Own = &p
	talk(t, newCard(t, config), "FFCA000000 -> <4>9000", selectJPKI)

	_, err = virtualcard.LoadProfileFile(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "give the path of a profile file")
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(own, "6B00", "6C00", 1)), 0o600))
	_, err = virtualcard.LoadProfileFile(path)
	require.ErrorContains(t, err, `mine.json: reading card profile "mine": read.eof_sw is 6C00, which this card never answers; choose another (line 24, column 15)`)
}

// TestEmbeddedProfilesKeepTheirKeys checks what LoadProfile does not: an embedded profile has every key and no other.
func TestEmbeddedProfilesKeepTheirKeys(t *testing.T) {
	for _, name := range virtualcard.ProfileNames() {
		t.Run(name, func(t *testing.T) {
			p, err := virtualcard.LoadProfileFile(filepath.Join("profiles", name+".json"))
			require.NoError(t, err)
			require.Equal(t, preset(t, name), p)
		})
	}
}

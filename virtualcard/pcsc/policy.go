package pcsc

import "github.com/mynalab/mynalab/virtualcard/apdu"

// Effect is the effect of a command on a card, as far as it matters to the guard.
type Effect int

// The effects. Reads, SpendsTry and Signs need a target.
const (
	// Draws has no effect on the card: it draws random bytes.
	Draws Effect = iota
	// SelectsApplication and SelectsFile change what later commands act upon.
	SelectsApplication
	SelectsFile
	// Reads returns the content of a file.
	Reads
	// AsksTries returns the number of tries left of a PIN and changes nothing.
	AsksTries
	// SpendsTry lowers a counter if the PIN is wrong.
	SpendsTry
	// Signs uses the holder's private key.
	Signs
)

// Match is a rule for one parameter byte: its bits under Mask must equal Value.
type Match struct{ Mask, Value byte }

// Exactly returns the match for one value.
func Exactly(value byte) Match { return Match{0xFF, value} }

func (m Match) fits(b byte) bool { return b&m.Mask == m.Value }

// Rule is one form of a command that may be sent to a real card. A command that fits no rule is refused.
type Rule struct {
	Name     string
	CLA, INS byte
	P1, P2   Match
	// Case is the ISO case of the form, LcMin and LcMax are the bounds of its data in bytes.
	Case, LcMin, LcMax int
	// Extended allows the extended length form as well.
	Extended bool
	Effect   Effect
	Source   string
}

func (r Rule) fits(c apdu.Command) bool {
	return c.CLA == r.CLA && c.INS == r.INS && r.P1.fits(c.P1) && r.P2.fits(c.P2) &&
		c.Case() == r.Case && len(c.Data) >= r.LcMin && len(c.Data) <= r.LcMax && (r.Extended || !c.Extended)
}

// DefaultRules returns the table of allowed command forms. CLA is compared as a whole, so that chaining, logical channels and
// secure messaging are never allowed. CHANGE REFERENCE DATA, RESET RETRY COUNTER, GET DATA, READ RECORD, every write and the
// short-identifier forms of VERIFY and signing have no row.
func DefaultRules() []Rule {
	return []Rule{
		{"SELECT by AID", 0x00, apdu.INSSelect, Exactly(0x04), Exactly(0x0C), 3, 5, 16, false, SelectsApplication, "card §2.2, CARD-082"},
		{"SELECT by AID with FCI", 0x00, apdu.INSSelect, Exactly(0x04), Exactly(0x00), 4, 5, 16, false, SelectsApplication, "card §2.2, CARD-083"},
		{"SELECT EF", 0x00, apdu.INSSelect, Exactly(0x02), Exactly(0x0C), 3, 2, 2, false, SelectsFile, "card §2.2, CARD-088"},
		{"READ BINARY", 0x00, apdu.INSReadBinary, Match{0x80, 0x00}, Match{}, 2, 0, 0, true, Reads, "card §3.2, CARD-186"},
		{"READ BINARY by SFI", 0x00, apdu.INSReadBinary, Match{0xE0, 0x80}, Match{}, 2, 0, 0, true, Reads, "card §3.2, CARD-193"},
		{"VERIFY query", 0x00, apdu.INSVerify, Exactly(0x00), Exactly(0x80), 1, 0, 0, false, AsksTries, "card §5.1, §5.2"},
		{"VERIFY", 0x00, apdu.INSVerify, Exactly(0x00), Exactly(0x80), 3, 1, 16, false, SpendsTry, "card §5.1, CARD-308"},
		{"GET CHALLENGE", 0x00, apdu.INSGetChallenge, Exactly(0x00), Exactly(0x00), 2, 0, 0, false, Draws, "card §2.4, CARD-127"},
		{"sign", 0x80, apdu.INSSign, Exactly(0x00), Exactly(0x80), 4, 1, 245, false, Signs, "card §6, CARD-369"},
	}
}

// jpki is the AID of the public personal authentication application (card §2.1).
const jpki = "\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01"

// Target is an elementary file that a command with this effect may act upon: a file to read, a PIN to verify, a key to sign
// with. FID 0000 means no file and is never a target.
type Target struct {
	AID    string
	FID    uint16
	Effect Effect
	Name   string
	Source string
}

// FreeTargets returns the files that a holder need not protect. It contains no PIN and no key, so that a card that is not
// ours receives neither a VERIFY with data nor a hash to sign.
func FreeTargets() []Target {
	return []Target{
		{jpki, 0x0002, Reads, "signature CA certificate", "card §3"},
		{jpki, 0x0006, Reads, "token information", "card §3.1"},
		{jpki, 0x0008, Reads, "certificate availability", "card §3"},
		{jpki, 0x000A, Reads, "user authentication certificate", "card §3"},
		{jpki, 0x000B, Reads, "user authentication CA certificate", "card §3"},
	}
}

// HolderTargets returns what only the holder may use: PINs and keys, and the signature certificate, which contains name,
// address, birth date and sex. Only TEST cards get these rows.
func HolderTargets() []Target {
	return []Target{
		{jpki, 0x0018, SpendsTry, "user authentication PIN", "card §5.3"},
		{jpki, 0x0017, Signs, "user authentication key", "card §6"},
		{jpki, 0x0001, Reads, "signature certificate", "card §3"},
		{jpki, 0x001B, SpendsTry, "signature password", "card §5.3"},
		{jpki, 0x001A, Signs, "signature key", "card §6"},
	}
}

// Policy says what may be sent to a real card. The last try of a PIN is never spent, whatever a policy lists.
type Policy struct {
	Rules   []Rule
	Targets []Target
}

// ForForeignCard returns the policy for a card that is not ours: reads of free files, and nothing that uses a retry counter
// or a key.
func ForForeignCard() Policy { return Policy{Rules: DefaultRules(), Targets: FreeTargets()} }

// ForTestCard returns the policy for TEST cards: any try of a PIN except the last may be spent, both keys may be used, and
// the signature certificate may be read.
func ForTestCard() Policy {
	return Policy{Rules: DefaultRules(), Targets: append(FreeTargets(), HolderTargets()...)}
}

// rule returns the first row that a command fits.
func (p Policy) rule(c apdu.Command) (Rule, bool) {
	for _, r := range p.Rules {
		if r.fits(c) {
			return r, true
		}
	}
	return Rule{}, false
}

// allows reports whether a command with this effect may act on the file.
func (p Policy) allows(e Effect, f file) bool {
	for _, t := range p.Targets {
		if t.Effect == e && t.AID == f.aid && t.FID == f.fid && f.fid != 0 {
			return true
		}
	}
	return false
}

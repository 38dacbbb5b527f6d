package trace

import (
	"maps"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
)

const (
	claimCheck = "check"
	claimArg   = "arg."
)

// Claim is what a ならば step states: a check of the judge's table and its arguments. It is data; nothing is decided
// where it is stated.
type Claim struct {
	Check string            `json:"check"`
	Args  map[string]string `json:"args,omitempty"`
	// Needs are observations that the world makes just before it writes the claim down.
	Needs []Need `json:"-"`
}

// Need is an observation that a claim rests on and that nobody makes unasked.
type Need string

// The needs: a KindCounter event of the user PIN, a KindInventory event of the service's accounts and counts, and a
// KindMailbox event of the mail box of the person at the portal.
const (
	NeedTries     Need = "tries"
	NeedInventory Need = "inventory"
	NeedMailbox   Need = "mailbox"
	// NeedQuiet is a KindQuiet event: whether the product had come to rest.
	NeedQuiet Need = "quiet"
)

// Fields is the claim as fields of a KindClaim event.
func (c Claim) Fields() Fields {
	f := Fields{claimCheck: c.Check}
	for _, name := range slices.Sorted(maps.Keys(c.Args)) {
		f[claimArg+name] = c.Args[name]
	}
	return f
}

// ClaimOf reads a claim back from an event.
func ClaimOf(e Event) Claim {
	c := Claim{Check: e.Fields[claimCheck], Args: map[string]string{}}
	for name, value := range e.Fields {
		if arg, ok := strings.CutPrefix(name, claimArg); ok {
			c.Args[arg] = value
		}
	}
	return c
}

// Sentence is one text in the two languages of the reports.
type Sentence = bilingual.Sentence

// Basis is what a check stands on. Certificates count the three apart.
type Basis string

// The bases: a source document, public evidence, or mynalab's own contract.
const (
	BasisSource   Basis = "source"
	BasisEvidence Basis = "evidence"
	BasisOurs     Basis = "ours"
)

// Blame is who has to act on a failure.
type Blame string

// The blames.
const (
	BlameConfiguration Blame = "configuration"
	BlameHarness       Blame = "harness"
	BlameEnvironment   Blame = "environment"
	BlameProduct       Blame = "product"
	BlameSpecification Blame = "specification"
)

// Finding is what the judge found on one claim.
type Finding struct {
	OK       bool     `json:"ok"`
	Expected Sentence `json:"expected"`
	Got      Sentence `json:"got"`
	// Blame is empty where OK.
	Blame Blame `json:"blame,omitempty"`
	// Evidence are the seqs of the events that the finding rests on.
	Evidence []int `json:"evidence"`
}

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

// Claim is what a ならば step states: a check of the judge's table and its arguments. It is only data; the judge decides on
// it later.
type Claim struct {
	// Check is the name of the check, Args are its arguments by name.
	Check string            `json:"check"`
	Args  map[string]string `json:"args,omitempty"`
	// Needs are observations that the world makes just before it records the claim.
	Needs []Need `json:"-"`
}

// Need is an observation that a claim needs and that the world makes only when asked.
type Need string

// The needs. Each is an event: KindCounter of the user PIN, KindInventory of the service's accounts and counts, KindMailbox
// of the mail box of the person at the portal.
const (
	NeedTries     Need = "tries"
	NeedInventory Need = "inventory"
	NeedMailbox   Need = "mailbox"
	// NeedQuiet is a KindQuiet event: whether the product had come to rest.
	NeedQuiet Need = "quiet"
)

// Fields returns the claim as fields of a KindClaim event.
func (c Claim) Fields() Fields {
	f := Fields{claimCheck: c.Check}
	for _, name := range slices.Sorted(maps.Keys(c.Args)) {
		f[claimArg+name] = c.Args[name]
	}
	return f
}

// ClaimOf returns the claim that a KindClaim event states.
func ClaimOf(e Event) Claim {
	c := Claim{Check: e.Fields[claimCheck], Args: map[string]string{}}
	for name, value := range e.Fields {
		if arg, ok := strings.CutPrefix(name, claimArg); ok {
			c.Args[arg] = value
		}
	}
	return c
}

// Sentence is a text in the two languages of the reports.
type Sentence = bilingual.Sentence

// Basis is what a check is based on. Reports show it with each finding.
type Basis string

// The bases: a source document, public evidence, or mynalab's own contract.
const (
	BasisSource   Basis = "source"
	BasisEvidence Basis = "evidence"
	BasisOurs     Basis = "ours"
)

// Blame says who has to act on a failure.
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
	OK bool `json:"ok"`
	// Expected is what the claim wants, Got what the record shows.
	Expected Sentence `json:"expected"`
	Got      Sentence `json:"got"`
	// Blame is empty if OK.
	Blame Blame `json:"blame,omitempty"`
	// Evidence are the Seqs of the events that the finding is based on.
	Evidence []int `json:"evidence"`
}

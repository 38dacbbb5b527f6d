package trace

import (
	"fmt"
	"slices"
)

// Verdict is the result of a scenario or of a run. The order is that of badness: merging only worsens.
type Verdict int

// The verdicts, from good to bad.
const (
	Pass Verdict = iota
	KnownFail
	Unsupported
	NotRun
	UnexpectedPass
	Fail
	Error
)

// verdictNames are the verdicts as results.json writes them, by their number.
func verdictNames() []string {
	return []string{"pass", "known-fail", "unsupported", "not-run", "unexpected-pass", "fail", "error"}
}

// Worse is the worse of the two.
func (v Verdict) Worse(other Verdict) Verdict { return max(v, other) }

// String is the verdict's name.
func (v Verdict) String() string {
	if v < 0 || int(v) >= len(verdictNames()) {
		return fmt.Sprintf("verdict(%d)", int(v))
	}
	return verdictNames()[v]
}

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the verdict's name.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdictNames(), string(text))
	if i < 0 {
		return fmt.Errorf("unknown verdict %q", text)
	}
	*v = Verdict(i)
	return nil
}

// Verdicts are all of them, from good to bad.
func Verdicts() []Verdict {
	return []Verdict{Pass, KnownFail, Unsupported, NotRun, UnexpectedPass, Fail, Error}
}

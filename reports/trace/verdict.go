package trace

import (
	"fmt"
	"slices"
)

// Verdict is the result of a scenario or of a run. Verdicts are ordered from good to bad, so the worst of several decides.
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

// verdictNames returns the names in results.json, in the order of the constants.
func verdictNames() []string {
	return []string{"pass", "known-fail", "unsupported", "not-run", "unexpected-pass", "fail", "error"}
}

// Worse returns the worse of the two verdicts.
func (v Verdict) Worse(other Verdict) Verdict { return max(v, other) }

// String returns the verdict's name.
func (v Verdict) String() string {
	if v < 0 || int(v) >= len(verdictNames()) {
		return fmt.Sprintf("verdict(%d)", int(v))
	}
	return verdictNames()[v]
}

// MarshalText returns the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText sets the verdict by its name.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdictNames(), string(text))
	if i < 0 {
		return fmt.Errorf("unknown verdict %q", text)
	}
	*v = Verdict(i)
	return nil
}

// Verdicts returns all verdicts, from good to bad.
func Verdicts() []Verdict {
	return []Verdict{Pass, KnownFail, Unsupported, NotRun, UnexpectedPass, Fail, Error}
}

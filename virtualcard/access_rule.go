package virtualcard

import "slices"

// Rule says what must have happened before a file may be read or used, for example a verified PIN. A Rule is only data: what
// has happened is stored in the card's volatile status, and method holds alone compares the two. The zero Rule never holds.
type Rule struct {
	need  need
	pin   uint16
	anyOf []Rule
}

type need int

const (
	needImpossible need = iota
	needNothing
	needPIN
	needInstitution
	needAny
)

// Never returns the rule that nothing satisfies.
func Never() Rule { return Rule{} }

// Always returns the rule that holds from power-on.
func Always() Rule { return Rule{need: needNothing} }

// Verified returns the rule that holds after a successful VERIFY of the PIN in file fid of the same application.
func Verified(fid uint16) Rule { return Rule{need: needPIN, pin: fid} }

// Institution returns the rule that holds after our stand-in for 特定機関認証 succeeded (SVC-288: it is a status of its own,
// separate from any PIN).
func Institution() Rule { return Rule{need: needInstitution} }

// Any returns the rule that holds if at least one of the given rules holds.
func Any(rules ...Rule) Rule { return Rule{need: needAny, anyOf: rules} }

// holds compares the rule with what has happened. It is the only place that does so.
func (r Rule) holds(s *status) bool {
	switch r.need {
	case needNothing:
		return true
	case needPIN:
		return slices.Contains(s.verified, r.pin)
	case needInstitution:
		return s.institution
	case needAny:
		return slices.ContainsFunc(r.anyOf, func(r Rule) bool { return r.holds(s) })
	default:
		return false
	}
}

// pins returns the file identifiers of the PINs that the rule refers to.
func (r Rule) pins() []uint16 {
	if r.need == needPIN {
		return []uint16{r.pin}
	}
	var fids []uint16
	for _, inner := range r.anyOf {
		fids = append(fids, inner.pins()...)
	}
	return fids
}

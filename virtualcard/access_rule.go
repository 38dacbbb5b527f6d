package virtualcard

import "slices"

// Rule is what must have happened before a file may be read or used. It is data: what has happened is held apart, in the
// card's volatile status, and the two meet in one place. The zero Rule never holds.
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

// Never is the rule that nothing satisfies.
func Never() Rule { return Rule{} }

// Always is the rule that holds from power-on.
func Always() Rule { return Rule{need: needNothing} }

// Verified holds after a successful VERIFY of the PIN in file fid of the same application.
func Verified(fid uint16) Rule { return Rule{need: needPIN, pin: fid} }

// Institution holds after our stand-in for 特定機関認証 (SVC-288: a status of its own, apart from any PIN).
func Institution() Rule { return Rule{need: needInstitution} }

// Any holds when one of the rules does.
func Any(rules ...Rule) Rule { return Rule{need: needAny, anyOf: rules} }

// holds is the only place where what is required meets what has happened.
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

// pins are the PIN files that the rule names.
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

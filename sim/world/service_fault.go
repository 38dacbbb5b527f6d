package world

import (
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// ServiceFault is something that the service itself suffers from, other than what lies behind it.
type ServiceFault string

// The ailments, by the deed that the record gives them.
const (
	BreaksOff        ServiceFault = "service-breaks-off"        // it breaks the connection of a check
	AnswersHalf      ServiceFault = "service-answers-half"      // the connection breaks in the middle of the answer
	AnswersMalformed ServiceFault = "service-answers-malformed" // the answer is whole, but half of it is missing
	Fails            ServiceFault = "service-fails"             // 500
	FailsTwice       ServiceFault = "service-fails-twice"       // 500, for two checks
	Closed           ServiceFault = "service-closed"            // 503, come again later
	Throttles        ServiceFault = "service-throttles"         // 429, come again later
	RevocationForged ServiceFault = "revocation-forged"         // what it hears of revocations is signed by somebody else
	OtherName        ServiceFault = "service-other-name"        // its certificate names another host
	Expired          ServiceFault = "service-expired"           // its certificate is over
	Fast             ServiceFault = "service-fast"              // its clock runs ahead by more than a challenge lives
	Late             ServiceFault = "service-late"              // each answer to a check takes a minute
)

// serviceFault is one row of the table of ailments.
type serviceFault struct {
	fault  control.Fault
	source string
}

// later is what the service says when to come again, in seconds; late how long an answer takes, fast how far its clock is off.
const (
	later = 30
	late  = 60
	fast  = 6 * 60
)

// serviceFaults is the table of ailments. All but those of the handshake strike checks alone.
func serviceFaults() map[ServiceFault]serviceFault {
	const unstable = "eligibility §7 F14"
	of := func(kind control.FaultKind, seconds int, source string) serviceFault {
		return serviceFault{control.Fault{Kind: kind, Path: wire.PathCheck, Seconds: seconds}, source}
	}
	twice := of(control.Failing, 0, unstable)
	twice.fault.Count = 2
	return map[ServiceFault]serviceFault{
		BreaksOff:        of(control.ConnectionReset, 0, unstable),
		AnswersHalf:      of(control.Truncated, 0, unstable),
		AnswersMalformed: of(control.Malformed, 0, unstable),
		Fails:            of(control.Failing, 0, unstable),
		FailsTwice:       twice,
		Closed:           of(control.Unavailable, later, unstable),
		Throttles:        of(control.RateLimited, later, "ours: RFC 6585 §4"),
		RevocationForged: of(control.WronglySigned, 0, "SVC-301, CARD-432"),
		OtherName:        of(control.OtherName, 0, "CHK-18, ours"),
		Expired:          of(control.Expired, 0, "CHK-18, ours"),
		Fast:             of(control.Skewed, fast, "SVC-290"),
		Late:             of(control.Delay, late, "SVC-301"),
	}
}

// Suffers lets the service suffer from something until it recovers.
func (s *Service) Suffers(a ServiceFault) error {
	row, ok := serviceFaults()[a]
	if !ok {
		return slot.Harness("letting the service suffer", fmt.Errorf("the table has no ailment %q", a))
	}
	if slices.Contains([]ServiceFault{OtherName, Expired}, a) { // the port that the product reaches is ours, whoever answers
		s.world.slot.Link().SetHandshakeFault(row.fault.Kind)
		s.notes(string(a))
		return nil
	}
	return s.suffers(control.Faults{List: []control.Fault{row.fault}}, string(a))
}

// Recovers heals the service from whatever it suffered from.
func (s *Service) Recovers() error {
	s.world.slot.Link().SetHandshakeFault("")
	return s.suffers(control.Faults{}, "service-recovered")
}

func (s *Service) notes(deed string) {
	s.world.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindPerson, trace.Fields{"deed": deed})
}

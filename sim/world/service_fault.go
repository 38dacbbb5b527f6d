package world

import (
	"fmt"
	"slices"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/sim/slot"
)

// ServiceFault is a fault of the service itself, not of the responders behind it.
type ServiceFault string

// The faults. Each value is the event that the record gives the fault.
const (
	BreaksOff        ServiceFault = "service-breaks-off"        // it breaks the connection of a check
	AnswersHalf      ServiceFault = "service-answers-half"      // the connection breaks in the middle of the answer
	AnswersMalformed ServiceFault = "service-answers-malformed" // the answer arrives completely, but its content is cut in half
	Fails            ServiceFault = "service-fails"             // 500
	FailsTwice       ServiceFault = "service-fails-twice"       // 500, for two checks
	Closed           ServiceFault = "service-closed"            // 503, with a time to try again
	Throttles        ServiceFault = "service-throttles"         // 429, with a time to try again
	RevocationForged ServiceFault = "revocation-forged"         // the revocation information that it receives is signed by another party
	OtherName        ServiceFault = "service-other-name"        // its certificate has another host's name
	Expired          ServiceFault = "service-expired"           // its certificate has expired
	Fast             ServiceFault = "service-fast"              // its clock is ahead by more than the lifetime of a challenge
	Late             ServiceFault = "service-late"              // each answer to a check takes a minute
)

// serviceFault is one row of the table of service faults.
type serviceFault struct {
	fault  control.Fault
	source string
}

// Seconds of the faults: later is the time after which the service says to try again, late is how long an answer takes, fast
// is how far its clock is ahead. fast is more than the five minutes that a challenge is valid; the others are our
// choice.
const (
	later = 30
	late  = 60
	fast  = 6 * 60
)

// serviceFaults returns the table of service faults. All except those of the TLS handshake affect only checks.
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

// Suffers gives the service a fault until it recovers.
func (s *Service) Suffers(a ServiceFault) error {
	row, ok := serviceFaults()[a]
	if !ok {
		return slot.Harness("setting a fault of the service", fmt.Errorf("the table has no fault %q", a))
	}
	if slices.Contains([]ServiceFault{OtherName, Expired}, a) { // the product connects to a port of ours, whichever service answers
		s.world.slot.Link().SetHandshakeFault(row.fault.Kind)
		s.recordEvent(string(a))
		return nil
	}
	return s.setFaults(control.Faults{List: []control.Fault{row.fault}}, string(a))
}

// Recovers removes all faults of the service.
func (s *Service) Recovers() error {
	s.world.slot.Link().SetHandshakeFault("")
	return s.setFaults(control.Faults{}, "service-recovered")
}

func (s *Service) recordEvent(deed string) {
	s.world.record.Add(trace.World, trace.Harness, trace.Stimulus, trace.KindPerson, trace.Fields{"deed": deed})
}

package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/slot"
)

// Service is the qualification service as its operators see it, and what fails in it or behind it.
type Service struct {
	world *World
}

// LosesRevocation: the JPKI's responder for revocations stops answering (SVC-301).
func (s *Service) LosesRevocation() error {
	return s.setFaults(control.Faults{RevocationDown: true}, "revocation-down")
}

// SlowsRevocation: the responder takes the given number of seconds of world time for an answer (SVC-301).
func (s *Service) SlowsRevocation(seconds int) error {
	return s.setFaults(control.Faults{RevocationDelay: seconds}, "revocation-slow")
}

// HasStaleRevocation: the responder's answers are out of date and don't contain what happened since (SVC-301).
func (s *Service) HasStaleRevocation() error {
	return s.setFaults(control.Faults{RevocationStale: true}, "revocation-stale")
}

// RegainsRevocation removes the faults of the responder.
func (s *Service) RegainsRevocation() error { return s.setFaults(control.Faults{}, "revocation-up") }

func (s *Service) setFaults(f control.Faults, deed string) error {
	w := s.world
	s.recordEvent(deed)
	if err := w.control.SetFaults(w.ctx, f); err != nil {
		return slot.Environment("setting the service's faults", err)
	}
	return nil
}

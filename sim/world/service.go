package world

import (
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/slot"
)

// Service is the qualification service as its operators see it: what fails behind it.
type Service struct {
	world *World
}

// LosesRevocation: the JPKI's responder for revocations stops answering (SVC-301).
func (s *Service) LosesRevocation() error {
	return s.suffers(control.Faults{RevocationDown: true}, "revocation-down")
}

// SlowsRevocation: that responder takes so many seconds of world time for an answer (SVC-301).
func (s *Service) SlowsRevocation(seconds int) error {
	return s.suffers(control.Faults{RevocationDelay: seconds}, "revocation-slow")
}

// HasStaleRevocation: that responder's answers are past their time and know nothing of what happened since (SVC-301).
func (s *Service) HasStaleRevocation() error {
	return s.suffers(control.Faults{RevocationStale: true}, "revocation-stale")
}

// RegainsRevocation heals the service.
func (s *Service) RegainsRevocation() error { return s.suffers(control.Faults{}, "revocation-up") }

func (s *Service) suffers(f control.Faults, deed string) error {
	w := s.world
	s.notes(deed)
	if err := w.control.SetFaults(w.ctx, f); err != nil {
		return slot.Environment("setting the service's faults", err)
	}
	return nil
}

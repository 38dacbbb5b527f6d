package mockservice

import (
	"net/http"

	"github.com/mynalab/mynalab/mockservice/control"
)

// Patterns are the operations that the two handlers have.
func (s *Service) Patterns() (public, control []string) {
	return s.newPublic().patterns, s.newControl().patterns
}

// Fits is how patterns of faults fit.
func Fits(pattern, text string) bool { return fits(pattern, text) }

// Awkward is one handler with the quirks of a mode.
func (s *Service) Awkward(m control.Mode, next http.Handler) http.Handler { return s.awkward(m, next) }

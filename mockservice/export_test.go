package mockservice

import (
	"net/http"

	"github.com/mynalab/mynalab/mockservice/control"
)

// Patterns returns the operations that the two handlers serve.
func (s *Service) Patterns() (public, control []string) {
	return s.newPublic().patterns, s.newControl().patterns
}

// Fits exports the matching of patterns in faults.
func Fits(pattern, text string) bool { return fits(pattern, text) }

// Awkward exports the wrapping of one handler in the quirks of a mode.
func (s *Service) Awkward(m control.Mode, next http.Handler) http.Handler { return s.awkward(m, next) }

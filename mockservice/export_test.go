package mockservice

// Patterns are the operations that the two handlers have.
func (s *Service) Patterns() (public, control []string) {
	return s.newPublic().patterns, s.newControl().patterns
}

// Fits is how patterns of faults fit.
func Fits(pattern, text string) bool { return fits(pattern, text) }

package mockservice

// Patterns are the operations that the two handlers have.
func (s *Service) Patterns() (public, control []string) {
	return s.newPublic().patterns, s.newControl().patterns
}

//go:build !(pcsc && cgo)

package pcsc

// binding replaces the real binding in a build without PC/SC: it returns ErrNotBuilt.
type binding struct{}

func (binding) establish() (session, error) { return nil, ErrNotBuilt }

//go:build !(pcsc && cgo)

package pcsc

// binding is what a build without PC/SC has in its place: it answers ErrNotBuilt.
type binding struct{}

func (binding) establish() (session, error) { return nil, ErrNotBuilt }

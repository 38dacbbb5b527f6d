// Package pcsc gives access to real readers and cards over PC/SC, and guards real cards against commands that must never be
// sent to them. Start with [Open], [Service.Reader], [Guard] and [Policy].
//
// The binding to the system's PC/SC is compiled in with the build tag pcsc and cgo; without them everything compiles and Open
// returns an error that says what to install. The package interprets answers only as far as the guard needs, and never
// repeats a command.
package pcsc

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// ErrNotBuilt is wrapped by Open's error in a build without PC/SC.
var ErrNotBuilt = errors.New("this build has no PC/SC: install libpcsclite-dev and pkg-config, then run make build")

// Service is the connection to the system's PC/SC service. Close it after use.
type Service struct {
	stack stack
	list  session

	mu      sync.Mutex
	readers map[string]*Reader
}

// Open connects to the PC/SC service (pcscd on Linux). It returns ErrNotBuilt in a build without PC/SC, and reader.ErrReader
// if no service answers.
func Open() (*Service, error) { return open(binding{}) }

func open(s stack) (*Service, error) {
	list, err := s.establish()
	if err != nil {
		return nil, fmt.Errorf("connecting to PC/SC: %w", err)
	}
	return &Service{stack: s, list: list, readers: map[string]*Reader{}}, nil
}

// Readers lists the names of the readers that are plugged in now, in the order of PC/SC. No readers are not an error. If the
// PC/SC service was restarted, Readers connects to it again.
func (s *Service) Readers() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.list.readers()
	if err != nil && !errors.Is(err, codeNoReaders) && s.renew() {
		names, err = s.list.readers()
	}
	if errors.Is(err, codeNoReaders) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing the PC/SC readers: %w", err)
	}
	return names, nil
}

// renew connects again to a PC/SC service that was restarted; it returns false if there is none.
func (s *Service) renew() bool {
	list, err := s.stack.establish()
	if err != nil {
		return false
	}
	_ = s.list.release() // it belongs to a service that is gone
	s.list = list
	return true
}

// Reader finds one reader by its name, by the beginning of its name, or by a part of it, in this order and ignoring case. An
// empty name finds the only reader. The result is a *Reader, and the same one for the same name.
func (s *Service) Reader(name string) (reader.Reader, error) {
	names, err := s.Readers()
	if err != nil {
		return nil, err
	}
	full, err := find(names, name)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.readers[full]
	if !ok {
		r = &Reader{name: full, stack: s.stack, turn: make(chan struct{}, 1)}
		s.readers[full] = r
	}
	return r, nil
}

// Close ends the connection to the service. If the service is gone, that is not an error. Connections to cards stay open
// until they are closed themselves.
func (s *Service) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.list.release()
	if errors.Is(err, codeInvalidHandle) || errors.Is(err, codeNoService) || errors.Is(err, codeServiceStopped) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("closing PC/SC: %w", err)
	}
	return nil
}

// find returns the one name that wanted means. It tries three ways of matching; the first one that fits any reader decides.
func find(names []string, wanted string) (string, error) {
	if len(names) == 0 {
		return "", fmt.Errorf("%w: no reader is plugged in; plug one in and try again", reader.ErrReader)
	}
	fold := strings.ToLower(wanted)
	for _, fits := range []func(name, part string) bool{
		func(name, part string) bool { return name == part },
		strings.HasPrefix,
		strings.Contains,
	} {
		var found []string
		for _, name := range names {
			if fits(strings.ToLower(name), fold) {
				found = append(found, name)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return "", fmt.Errorf("%w: %q fits several readers (%s); write more of the name", reader.ErrReader, wanted, quoted(found))
		}
	}
	return "", fmt.Errorf("%w: no reader is called %q; choose one of %s", reader.ErrReader, wanted, quoted(names))
}

func quoted(names []string) string {
	return `"` + strings.Join(names, `", "`) + `"`
}

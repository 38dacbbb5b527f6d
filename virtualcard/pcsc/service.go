// Package pcsc reaches real readers and cards over PC/SC, and guards real cards against what must never be sent to them.
//
// The binding to the system's PC/SC is built in with the tag pcsc and cgo; without them everything compiles and Open says
// what to install. The package interprets no answer beyond what its guard needs and never retries a command.
package pcsc

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// ErrNotBuilt is the answer of Open in a build without PC/SC.
var ErrNotBuilt = errors.New("this build has no PC/SC: install libpcsclite-dev and pkg-config, then run make build")

// Service is the connection to the system's PC/SC service. Close it after use.
type Service struct {
	stack stack
	list  session

	mu      sync.Mutex
	readers map[string]*Reader
}

// Open connects to the PC/SC service (pcscd on Linux); ErrNotBuilt in a build without it, reader.ErrReader where none
// answers.
func Open() (*Service, error) { return open(binding{}) }

func open(s stack) (*Service, error) {
	list, err := s.establish()
	if err != nil {
		return nil, fmt.Errorf("connecting to PC/SC: %w", err)
	}
	return &Service{stack: s, list: list, readers: map[string]*Reader{}}, nil
}

// Readers lists the names of the readers that are plugged in now, in the order of PC/SC; none is no error. A PC/SC service
// that was started again is found again.
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

// renew connects to a PC/SC service that was started again since; false where there is none.
func (s *Service) renew() bool {
	list, err := s.stack.establish()
	if err != nil {
		return false
	}
	_ = s.list.release() // it belongs to a service that is gone
	s.list = list
	return true
}

// Reader finds one reader by its name, by the beginning of its name, or by a part of it, in this order and without
// regard to case. An empty name finds the only reader. The result is a *Reader and the same one for the same name.
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

// Close ends the connection to the service; to one that is gone there is none. Connections to cards live on until they are
// given back.
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

// find gives the one name that wanted means: the first way of matching that fits any reader decides.
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
			return "", fmt.Errorf("%w: %q fits several readers (%s); give more of the name", reader.ErrReader, wanted, quoted(found))
		}
	}
	return "", fmt.Errorf("%w: no reader is called %q; there is %s", reader.ErrReader, wanted, quoted(names))
}

func quoted(names []string) string {
	return `"` + strings.Join(names, `", "`) + `"`
}

package virtualcard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Names beside the state file: the lock outlives every replacement of the file, the partial one is never read.
const (
	lockSuffix    = ".lock"
	partialSuffix = ".partial"
	stateMode     = 0o600
)

// errHeld is given by lockFile where another process has the lock.
var errHeld = errors.New("another process holds the card; end it or choose another file")

// State is the file of a card that outlives a process: what it was made of and what it keeps without power. While it is
// open no other process can open it.
type State struct {
	path string
	lock *os.File
	disk disk

	mu sync.Mutex
	// text is written again with each Memory; nil until Create or Read.
	text *stateText
}

// OpenState takes the card's file for this process alone; the file itself need not exist yet.
func OpenState(path string) (*State, error) {
	lock, err := os.OpenFile(path+lockSuffix, os.O_RDWR|os.O_CREATE, stateMode)
	if err != nil {
		return nil, fmt.Errorf("opening card state %s: %w", path, err)
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("opening card state %s: %w", path, err), lock.Close())
	}
	return &State{path: path, lock: lock, disk: realDisk()}, nil
}

// Close gives the file to others.
func (s *State) Close() error {
	if err := s.lock.Close(); err != nil {
		return fmt.Errorf("closing card state %s: %w", s.path, err)
	}
	return nil
}

// Create writes the file of a new card, for which it asks for all that the card can hold. An existing one is never
// replaced.
func (s *State) Create(spec Spec, memory Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch _, err := os.Lstat(s.path); {
	case err == nil:
		return fmt.Errorf("creating card state %s: %w; choose another name", s.path, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("creating card state %s: %w", s.path, err)
	}
	text, err := textOf(spec)
	if err != nil {
		return fmt.Errorf("creating card state %s: %w", s.path, err)
	}
	if err := s.write(text, memory); err != nil {
		return fmt.Errorf("creating card state %s: %w", s.path, err)
	}
	s.text = &text
	return nil
}

// Read gives what the file holds. A missing one is fs.ErrNotExist, a damaged one an error that says what is wrong.
func (s *State) Read() (Spec, Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	written, err := os.ReadFile(s.path)
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state: %w", err)
	}
	text, err := parseState(written)
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", s.path, err)
	}
	spec, memory, err := text.card()
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", s.path, err)
	}
	s.text = &text
	return spec, memory, nil
}

// Keep replaces the memory in the file; when it returns nil the new one is on disk. It is meant for Config.Keep.
func (s *State) Keep(memory Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text == nil {
		return fmt.Errorf("keeping card state %s: it was neither created nor read before", s.path)
	}
	if err := s.write(*s.text, memory); err != nil {
		return fmt.Errorf("keeping card state %s: %w", s.path, err)
	}
	return nil
}

// write replaces the file as a whole.
func (s *State) write(text stateText, memory Memory) error {
	written, err := text.with(memory).encode()
	if err != nil {
		return err
	}
	return s.disk.replace(s.path, filepath.Dir(s.path), written)
}

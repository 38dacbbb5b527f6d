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

	mu sync.Mutex
	// spec is written again with each Memory; nil until Create or Read.
	spec *Spec
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
	return &State{path: path, lock: lock}, nil
}

// Close gives the file to others.
func (s *State) Close() error {
	if err := s.lock.Close(); err != nil {
		return fmt.Errorf("closing card state %s: %w", s.path, err)
	}
	return nil
}

// Create writes the file of a new card. An existing one is never replaced.
func (s *State) Create(spec Spec, memory Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch _, err := os.Lstat(s.path); {
	case err == nil:
		return fmt.Errorf("creating card state %s: %w; choose another name", s.path, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("creating card state %s: %w", s.path, err)
	}
	if err := s.write(spec, memory); err != nil {
		return fmt.Errorf("creating card state %s: %w", s.path, err)
	}
	s.spec = &spec
	return nil
}

// Read gives what the file holds. A missing one is fs.ErrNotExist, a damaged one an error that says what is wrong.
func (s *State) Read() (Spec, Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := os.ReadFile(s.path)
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state: %w", err)
	}
	spec, memory, err := decodeState(text)
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", s.path, err)
	}
	s.spec = &spec
	return spec, memory, nil
}

// Keep replaces the memory in the file; when it returns nil the new one is on disk. It is meant for Config.Keep.
func (s *State) Keep(memory Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spec == nil {
		return fmt.Errorf("keeping card state %s: it was neither created nor read before", s.path)
	}
	if err := s.write(*s.spec, memory); err != nil {
		return fmt.Errorf("keeping card state %s: %w", s.path, err)
	}
	return nil
}

// write replaces the file as a whole: a crash leaves the old one or the new one.
func (s *State) write(spec Spec, memory Memory) error {
	text, err := encodeState(spec, memory)
	if err != nil {
		return err
	}
	partial := s.path + partialSuffix
	if err := writeSynced(partial, text); err != nil {
		return err
	}
	if err := os.Rename(partial, s.path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(s.path))
}

func writeSynced(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, stateMode)
	if err != nil {
		return err
	}
	if _, err = file.Write(text); err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

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

// OpenState takes the card's file for this process alone, by its one name whatever links lead there. The file itself need
// not exist yet; one that does must be a card's, so that nothing is written beside a stranger's file.
func OpenState(path string) (*State, error) {
	path, err := openable(path)
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(path+lockSuffix, os.O_RDWR|os.O_CREATE, stateMode)
	if err != nil {
		return nil, fmt.Errorf("opening card state %s: %w", path, nextMove(err))
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("opening card state %s: %w", path, err), lock.Close())
	}
	return &State{path: path, lock: lock, disk: realDisk()}, nil
}

// openable is the one name of a file that is a card's or is not there yet.
func openable(path string) (string, error) {
	one, err := settled(path)
	if err != nil {
		return "", fmt.Errorf("opening card state %s: %w", path, err)
	}
	if _, err := readText(one); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return one, nil
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
	text, err := readText(s.path)
	if err != nil {
		return Spec{}, Memory{}, err
	}
	spec, memory, err := text.card()
	if err != nil {
		return Spec{}, Memory{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", s.path, err)
	}
	s.text = &text
	return spec, memory, nil
}

// readText reads a file that is whole; whether a card can be made of it shows later.
func readText(path string) (stateText, error) {
	written, err := os.ReadFile(path)
	if err != nil {
		return stateText{}, fmt.Errorf("reading card state: %w; name a file of mynalab card --state that you may read", err)
	}
	text, err := parseState(written)
	if err != nil {
		return stateText{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", path, err)
	}
	return text, nil
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

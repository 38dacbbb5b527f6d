package virtualcard

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// ErrNotKept and ErrInDoubt are wrapped by the error for a change that could not be stored in the card's file. The machine
// failed then, not the client that talks to the card.
var (
	ErrNotKept = errors.New("not stored")
	// ErrInDoubt is an ErrNotKept after which either the former memory or the new one may remain after a crash.
	ErrInDoubt = fmt.Errorf("%w with certainty", ErrNotKept)
)

// State is the file of a card that outlives a process: the card's specification and what it keeps without power. While it is
// open no other process can open it. What it promises about the file is described in statefile_disk.go.
type State struct {
	path string
	disk disk

	mu sync.Mutex
	// lock is nil after Close.
	lock io.Closer
	// text is written again with each Memory; nil until Create or Read.
	text *stateText
}

// OpenState locks the card's file for this process. Links are resolved first, so that every process uses the same name for
// it. The file need not exist yet; if it exists it must be a card's state file, so that no lock file is written beside an
// unrelated file.
func OpenState(path string) (*State, error) { return openOn(path, realDisk{}) }

func openOn(path string, d disk) (*State, error) {
	path, err := openable(path, d)
	if err != nil {
		return nil, err
	}
	lock, err := d.Lock(path + lockSuffix)
	if err != nil {
		return nil, fmt.Errorf("opening card state %s: %w", path, err)
	}
	return &State{path: path, lock: lock, disk: d}, nil
}

// openable returns the resolved name of a file that is a card's state file or does not exist yet.
func openable(path string, d disk) (string, error) {
	one, err := resolvePath(path)
	if err != nil {
		return "", fmt.Errorf("opening card state %s: %w", path, err)
	}
	if _, err := readText(one, d); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return one, nil
}

// Close releases the file for other processes; a Keep after that is refused. A second Close does nothing.
func (s *State) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock == nil {
		return nil
	}
	err := s.lock.Close()
	s.lock = nil
	if err != nil {
		return fmt.Errorf("closing card state %s: %w", s.path, err)
	}
	return nil
}

// Create writes the file of a new card. To do so it calls all functions of the Spec. It never replaces an existing file.
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

// Read returns the contents of the file. If the file is missing the error is fs.ErrNotExist; if it is damaged the error says
// what is wrong.
func (s *State) Read() (Spec, Memory, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, err := readText(s.path, s.disk)
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

// readText reads and parses a file; whether a card can be made of it is checked later.
func readText(path string, d disk) (stateText, error) {
	written, err := d.Read(path)
	if err != nil {
		return stateText{}, fmt.Errorf("reading card state: %w; name a readable file that mynalab card --state wrote", err)
	}
	text, err := parseState(written)
	if err != nil {
		return stateText{}, fmt.Errorf("reading card state %s: %w; restore a copy or make a new card", path, err)
	}
	return text, nil
}

// Keep replaces the memory in the file. When it returns nil the new memory is on the disk. It is meant for Config.Keep.
func (s *State) Keep(memory Memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text == nil {
		return fmt.Errorf("storing card state %s: %w: it was neither created nor read before", s.path, ErrNotKept)
	}
	if err := s.write(*s.text, memory); err != nil {
		return fmt.Errorf("storing card state %s: %w", s.path, err)
	}
	return nil
}

// write replaces the whole file, as long as this process has its lock.
func (s *State) write(text stateText, memory Memory) error {
	if s.lock == nil {
		return fmt.Errorf("%w: the file was closed and another process may use it", ErrNotKept)
	}
	written, err := text.with(memory).encode()
	if err != nil {
		return err
	}
	if err := replace(s.disk, s.path, written); err != nil {
		return fmt.Errorf("%w; make room for it, or make its directory writable", err)
	}
	return nil
}

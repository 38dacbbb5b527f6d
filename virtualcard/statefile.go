package virtualcard

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// What the errors of a change wrap that is not in the card's file: it is the machine that failed, and nobody who talks to
// the card.
var (
	ErrNotKept = errors.New("not kept")
	// ErrInDoubt is an ErrNotKept after which a crash may leave the former memory or the new one.
	ErrInDoubt = fmt.Errorf("%w for sure", ErrNotKept)
)

// State is the file of a card that outlives a process: what it was made of and what it keeps without power. While it is
// open no other process can open it. What it promises of the file stands in statefile_disk.go.
type State struct {
	path string
	disk disk

	mu sync.Mutex
	// lock is nil once the file belongs to others again.
	lock io.Closer
	// text is written again with each Memory; nil until Create or Read.
	text *stateText
}

// OpenState takes the card's file for this process alone, by its one name whatever links lead there. The file itself need
// not exist yet; one that does must be a card's, so that nothing is written beside a stranger's file.
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

// openable is the one name of a file that is a card's or is not there yet.
func openable(path string, d disk) (string, error) {
	one, err := settled(path)
	if err != nil {
		return "", fmt.Errorf("opening card state %s: %w", path, err)
	}
	if _, err := readText(one, d); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return one, nil
}

// Close gives the file to others; what the card would keep after that is refused. A second time does nothing.
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

// readText reads a file that is whole; whether a card can be made of it shows later.
func readText(path string, d disk) (stateText, error) {
	written, err := d.Read(path)
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
		return fmt.Errorf("keeping card state %s: %w: it was neither created nor read before", s.path, ErrNotKept)
	}
	if err := s.write(*s.text, memory); err != nil {
		return fmt.Errorf("keeping card state %s: %w", s.path, err)
	}
	return nil
}

// write replaces the file as a whole, as long as it is ours alone.
func (s *State) write(text stateText, memory Memory) error {
	if s.lock == nil {
		return fmt.Errorf("%w: the file was closed and may be another process's by now", ErrNotKept)
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

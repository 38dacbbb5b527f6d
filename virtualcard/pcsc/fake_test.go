package pcsc

import (
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// fake is a PC/SC made of functions. It counts open contexts, so that a test notices one that was not released.
type fake struct {
	names    []string
	listErr  error
	downErr  error
	change   func(known state, cancelled <-chan struct{}) (state, error)
	connect  func() (link, error)
	mu       sync.Mutex
	open     int
	released chan struct{}
	// starts counts how often the service was started; contexts from before a start are invalid.
	starts int
}

// restart ends the service and starts it again.
func (f *fake) restart() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.starts++
}

var _ stack = (*fake)(nil)

func (f *fake) establish() (session, error) {
	if f.downErr != nil {
		return nil, f.downErr
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open++
	return &fakeSession{fake: f, start: f.starts, cancelled: make(chan struct{})}, nil
}

func (f *fake) contexts() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

type fakeSession struct {
	*fake
	start     int
	once      sync.Once
	cancelled chan struct{}
}

func (s *fakeSession) readers() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.start != s.starts {
		return nil, codeInvalidHandle
	}
	return s.names, s.listErr
}

func (s *fakeSession) change(_ string, known state) (state, error) {
	return s.fake.change(known, s.cancelled)
}
func (s *fakeSession) connect(string) (link, error) { return s.fake.connect() }

func (s *fakeSession) cancel() error {
	s.once.Do(func() { close(s.cancelled) })
	return nil
}

func (s *fakeSession) release() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	if s.start != s.starts {
		return codeInvalidHandle
	}
	if s.released != nil {
		s.released <- struct{}{}
	}
	return nil
}

// fakeLink is a card handle.
type fakeLink struct {
	atrErr, disconnectErr error
	answer                func(command []byte) ([]byte, error)
	ended                 []reader.Disposition
}

func (l *fakeLink) atr() ([]byte, error)                    { return []byte{0x3B, 0x00}, l.atrErr }
func (l *fakeLink) transmit(command []byte) ([]byte, error) { return l.answer(command) }
func (l *fakeLink) disconnect(d reader.Disposition) error {
	l.ended = append(l.ended, d)
	return l.disconnectErr
}

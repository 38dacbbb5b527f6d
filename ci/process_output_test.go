package ci

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// processOutput collects the output of a process while it runs.
type processOutput struct {
	mu   sync.Mutex
	text strings.Builder
	// news is closed at the next write; nil while nobody waits.
	news chan struct{}
}

func (o *processOutput) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.news != nil {
		close(o.news)
		o.news = nil
	}
	return o.text.Write(p)
}

func (o *processOutput) String() string {
	said, _ := o.soFar()
	return said
}

// soFar returns the output so far, and a channel that is closed when there is more.
func (o *processOutput) soFar() (said string, more <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.news == nil {
		o.news = make(chan struct{})
	}
	return o.text.String(), o.news
}

// await waits until the output contains the text.
func (o *processOutput) await(t *testing.T, text string) {
	t.Helper()
	late := time.After(patience)
	for {
		said, more := o.soFar()
		if strings.Contains(said, text) {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("the card has not printed %q:\n%s", text, said)
		}
	}
}

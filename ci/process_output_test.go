package ci

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// overheard is what a process says, while it says it.
type overheard struct {
	mu   sync.Mutex
	text strings.Builder
	// news is closed at the next word; nil while nobody waits.
	news chan struct{}
}

func (o *overheard) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.news != nil {
		close(o.news)
		o.news = nil
	}
	return o.text.Write(p)
}

func (o *overheard) String() string {
	said, _ := o.sofar()
	return said
}

// sofar is what was said, and what tells that there is more.
func (o *overheard) sofar() (said string, more <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.news == nil {
		o.news = make(chan struct{})
	}
	return o.text.String(), o.news
}

// await waits until the text was said.
func (o *overheard) await(t *testing.T, text string) {
	t.Helper()
	late := time.After(patience)
	for {
		said, more := o.sofar()
		if strings.Contains(said, text) {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("the card has not said %q:\n%s", text, said)
		}
	}
}

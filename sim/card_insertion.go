package main

import (
	"context"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// occupiedAfter is how long a card waits in silence for pcscd, which asks a reader with a card every 400 ms.
const occupiedAfter = 3 * time.Second

// insertion tells a person whether pcscd has taken the card. vpcd lets a second card connect to an occupied slot and never
// says a word to it, so that only the time that passes shows it.
type insertion struct {
	ctx  context.Context
	s    surroundings
	addr string
	wait waiter

	// quiet ends the wait for pcscd's first word and returns once nothing is said of it any more.
	quiet func()
	// warned: once is enough until the card is taken, however often it connects.
	warned bool
}

func (f cardFlags) insertion(ctx context.Context, s surroundings, wait waiter) *insertion {
	return &insertion{ctx: ctx, s: s, addr: f.addr, wait: wait, quiet: func() {}}
}

// onState is what vpcd.Config.OnState takes; Plug calls it from one goroutine.
func (i *insertion) onState(state vpcd.ConnectionState) {
	i.quiet()
	i.quiet = func() {}
	switch state {
	case vpcd.StateConnected:
		if !i.warned {
			i.watch()
		}
	case vpcd.StateServed:
		i.warned = false
		fmt.Fprintln(i.s.stdout, cardPhrases().inReader.In(i.s.lang))
	}
}

// watch warns when the wait is over before pcscd's first word.
func (i *insertion) watch() {
	ctx, cancel := context.WithCancel(i.ctx)
	over := make(chan struct{})
	i.quiet = func() {
		cancel()
		<-over
	}
	go func() {
		defer close(over)
		if i.wait(ctx, occupiedAfter) == nil {
			i.warned = true
			fmt.Fprintln(i.s.stderr, cardPhrases().occupied.With(i.addr).In(i.s.lang))
		}
	}()
}

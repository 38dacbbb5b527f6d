package main

import (
	"context"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/virtualcard/vpcd"
)

// occupiedAfter is how long a card waits for pcscd's first command before the user is warned. pcscd polls a reader with a
// card every 400 ms; three seconds are our choice and leave room for a busy machine.
const occupiedAfter = 3 * time.Second

// insertion tells the user whether pcscd has taken the card. vpcd lets a second card connect to an occupied slot and never
// sends it anything, so only elapsed time shows the problem.
type insertion struct {
	ctx  context.Context
	s    surroundings
	addr string
	wait waiter

	// quiet ends the wait for pcscd's first command and returns when no warning can follow any more.
	quiet func()
	// warned: the warning was printed; it is not repeated until pcscd takes the card, however often the card connects.
	warned bool
}

func (f cardFlags) insertion(ctx context.Context, s surroundings, wait waiter) *insertion {
	return &insertion{ctx: ctx, s: s, addr: f.addr, wait: wait, quiet: func() {}}
}

// onState is the hook for vpcd.Config.OnState; Plug calls it from one goroutine.
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

// watch warns if the wait is over before pcscd's first command.
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

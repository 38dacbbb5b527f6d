package pcsc

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// errGaveUp is the answer of within when ctx ended first.
var errGaveUp = fmt.Errorf("%w: the call is given up", reader.ErrTimeout)

// within makes a call that cannot be interrupted. When ctx ends first it gives up with errGaveUp, and late receives what
// the call gives in the end, however long that takes.
func within[T any](ctx context.Context, call func() (T, error), late func(T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	var none T
	if ctx.Err() != nil {
		return none, reader.ErrTimeout
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := call()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		go func() {
			o := <-done
			late(o.value, o.err)
		}()
		return none, errGaveUp
	}
}

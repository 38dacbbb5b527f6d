package pcsc

import (
	"context"
	"fmt"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// errAbandoned is what within returns if ctx ended first.
var errAbandoned = fmt.Errorf("%w: the call was abandoned", reader.ErrTimeout)

// within makes a call that cannot be interrupted. If ctx ends first, it stops waiting and returns errGaveUp. When the call
// ends later, however long that takes, late receives its result.
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
		return none, errAbandoned
	}
}

//go:build pcsc && cgo

package pcsc

import (
	"errors"
	"time"

	"github.com/ebfe/scard"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// changeLimit is the longest wait for a change of state. If a cancellation comes just before the wait starts, PC/SC misses
// it; the wait then notices it after at most this time. Two seconds is our choice: rarely needed, and short for a person.
const changeLimit = 2 * time.Second

// binding is the system's PC/SC.
type binding struct{}

func (binding) establish() (session, error) {
	ctx, err := scard.EstablishContext()
	if err != nil {
		return nil, coded(err)
	}
	return &scardContext{ctx}, nil
}

type scardContext struct{ ctx *scard.Context }

func (c *scardContext) readers() ([]string, error) {
	names, err := c.ctx.ListReaders()
	return names, coded(err)
}

func (c *scardContext) change(name string, known state) (state, error) {
	states := []scard.ReaderState{{Reader: name, CurrentState: scard.StateFlag(known)}}
	err := c.ctx.GetStatusChange(states, changeLimit)
	return state(states[0].EventState), coded(err)
}

func (c *scardContext) connect(name string) (link, error) {
	handle, err := c.ctx.Connect(name, scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		return nil, coded(err)
	}
	return &scardLink{handle}, nil
}

func (c *scardContext) cancel() error  { return coded(c.ctx.Cancel()) }
func (c *scardContext) release() error { return coded(c.ctx.Release()) }

type scardLink struct{ handle *scard.Card }

func (l *scardLink) atr() ([]byte, error) {
	status, err := l.handle.Status()
	if err != nil {
		return nil, coded(err)
	}
	return status.Atr, nil
}

func (l *scardLink) transmit(command []byte) ([]byte, error) {
	answer, err := l.handle.Transmit(command)
	return answer, coded(err)
}

func (l *scardLink) disconnect(d reader.Disposition) error {
	return coded(l.handle.Disconnect(dispositions()[d]))
}

func dispositions() map[reader.Disposition]scard.Disposition {
	return map[reader.Disposition]scard.Disposition{
		reader.Leave:   scard.LeaveCard,
		reader.Reset:   scard.ResetCard,
		reader.Unpower: scard.UnpowerCard,
	}
}

// coded returns the library's error as a code.
func coded(err error) error {
	var e scard.Error
	if errors.As(err, &e) {
		return code(e)
	}
	return err
}

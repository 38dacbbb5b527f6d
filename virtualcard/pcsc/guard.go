package pcsc

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// fewestTries is the number of tries that must be left before one is spent, so that a wrong PIN still leaves one. It is not
// part of a policy: the holder of a locked card must go to the municipality.
const fewestTries = 2

// Guard returns a reader whose cards receive only commands that the policy allows. Any other command is answered with a
// *Refused, and the card does not receive it. The guard sends each command once. All connections to a card share one
// selection, so the guard allows one open connection at a time: a second Connect returns a *Refused. The guard does not
// notice what another program does to the card, so no other program may use the reader.
func Guard(r reader.Reader, p Policy) reader.Reader { return &guardedReader{Reader: r, policy: p} }

// Recognise reports whether a card is the one that was enrolled. The card passed to it is guarded by ForForeignCard. It
// returns an error if the card does not answer.
type Recognise func(context.Context, reader.Card) (bool, error)

// GuardKnown is Guard for one particular card. Each Connect checks with known that it is that card before anything else is
// sent, because a person may have put another card into the reader. For another card Connect returns a *Refused.
func GuardKnown(r reader.Reader, p Policy, known Recognise) reader.Reader {
	return &guardedReader{Reader: r, policy: p, known: known}
}

type guardedReader struct {
	reader.Reader
	policy Policy
	// known is nil if any card is accepted.
	known Recognise

	mu sync.Mutex
	// live is the open connection, or nil.
	live *guardedCard
}

// Connect connects through the reader underneath. The guard starts with an unknown selection, whatever the card has selected.
func (g *guardedReader) Connect(ctx context.Context) (reader.Card, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.live != nil {
		return nil, &Refused{"a second connection", "one is open already, and the card has one selection for both", "close the first one"}
	}
	c, err := g.Reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := g.recognise(ctx, c); err != nil {
		return nil, errors.Join(err, c.Disconnect(reader.Leave))
	}
	g.live = &guardedCard{Card: c, policy: g.policy, reader: g}
	return g.live, nil
}

// recognise refuses a card that is not the one that the policy was chosen for.
func (g *guardedReader) recognise(ctx context.Context, c reader.Card) error {
	if g.known == nil {
		return nil
	}
	same, err := g.known(ctx, &guardedCard{Card: c, policy: ForForeignCard()})
	switch {
	case err != nil:
		return fmt.Errorf("recognising the card in %s: %w", g.Name(), err)
	case !same:
		return &Refused{"the card in " + g.Name(), "it is not the card that was there at the start of the run", "put the first card back, or start again"}
	}
	return nil
}

// closed records that a connection was closed.
func (g *guardedReader) closed(c *guardedCard) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.live == c {
		g.live = nil
	}
}

type guardedCard struct {
	reader.Card
	policy Policy
	// reader is nil while the card is being recognised.
	reader *guardedReader

	mu        sync.Mutex
	selection selection
	// over is true after Disconnect.
	over bool
}

// Transmit sends the command if the policy allows it.
func (g *guardedCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over {
		return nil, &Refused{"a command", "its connection was closed", "connect again"}
	}
	c, err := apdu.Parse(command)
	if err != nil { // quoting the bytes could reveal a secret that they were meant to carry
		return nil, &Refused{fmt.Sprintf("%d bytes", len(command)), "they are not a command APDU", "send a well-formed one"}
	}
	rule, ok := g.policy.rule(c)
	if !ok {
		return nil, &Refused{named("a command", c), "its form is not on the list of safe ones", "use a virtual card for it"}
	}
	if err := g.admit(ctx, rule, c); err != nil {
		return nil, err
	}
	answer, err := g.send(ctx, command)
	if err != nil {
		return nil, err
	}
	g.selection.follow(rule, c, succeeded(answer))
	return answer, nil
}

// Disconnect ends the connection through the card underneath.
func (g *guardedCard) Disconnect(d reader.Disposition) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.selection.forget()
	g.over = true
	if g.reader != nil {
		defer g.reader.closed(g)
	}
	return g.Card.Disconnect(d)
}

// admit returns an error if a command of a listed form must not be sent now.
func (g *guardedCard) admit(ctx context.Context, r Rule, c apdu.Command) error {
	switch r.Effect {
	case Reads:
		return g.onTarget(r, c, g.selection.addressed(c))
	case SpendsTry, Signs:
		if err := g.onTarget(r, c, g.selection.current); err != nil || r.Effect == Signs {
			return err
		}
		return g.sparesLastTry(ctx, r, c)
	default:
		return nil
	}
}

func (g *guardedCard) onTarget(r Rule, c apdu.Command, f file) error {
	switch {
	case g.policy.allows(r.Effect, f):
		return nil
	case f.aid == "" || f.fid == 0:
		return &Refused{named(r.Name, c), "the file that it acts upon is not certain", "select application and file first, by full AID and FID"}
	default:
		return &Refused{named(r.Name, c), fmt.Sprintf("file %04X of application %X is not on the list", f.fid, f.aid), "use a virtual card for it"}
	}
}

// sparesLastTry reads the retry counter of the selected PIN. It refuses the command unless the counter shows for certain that
// the last try is not spent.
func (g *guardedCard) sparesLastTry(ctx context.Context, r Rule, c apdu.Command) error {
	answer, err := g.send(ctx, apdu.Command{INS: c.INS, P2: c.P2}.Bytes())
	if err != nil {
		return fmt.Errorf("asking for the tries left: %w", err)
	}
	response, err := apdu.ParseResponse(answer)
	if err != nil {
		return fmt.Errorf("asking for the tries left: %w: %w", err, reader.ErrReader)
	}
	left, ok := response.SW.Tries()
	switch {
	case !ok:
		return &Refused{named(r.Name, c), "the card does not report how many tries are left (" + response.SW.String() + ")", "use another card"}
	case left < fewestTries:
		return &Refused{named(r.Name, c), fmt.Sprintf("only %d of its tries left, and the last is never spent", left), "have the PIN reset at the municipality, or use another card"}
	default:
		return nil
	}
}

// send passes bytes on. If the card does not answer, the selection is unknown afterwards.
func (g *guardedCard) send(ctx context.Context, command []byte) ([]byte, error) {
	answer, err := g.Card.Transmit(ctx, command)
	if err != nil {
		g.selection.forget()
	}
	return answer, err
}

func succeeded(answer []byte) bool {
	r, err := apdu.ParseResponse(answer)
	return err == nil && r.SW == apdu.SW9000OK
}

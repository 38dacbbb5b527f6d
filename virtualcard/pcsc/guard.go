package pcsc

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// fewestTries is the number of tries that must be left before one is spent, so that a wrong PIN leaves one. It is no part
// of a policy: a locked card means a walk to the municipality for its holder.
const fewestTries = 2

// Guard is a reader whose cards answer only to what the policy lets pass; anything else gets a *Refused, and the card
// does not see it. The guard sends each command once. A card has one selection for all its connections, so the guard lets
// one live at a time: a second Connect is a *Refused. What another program does to the card meanwhile is not noticed, so
// take the reader alone.
func Guard(r reader.Reader, p Policy) reader.Reader { return &guardedReader{Reader: r, policy: p} }

// Recognise tells whether a card is the one that was enrolled. It is handed the card under the rules for a stranger's; an
// error is for a card that does not answer.
type Recognise func(context.Context, reader.Card) (bool, error)

// GuardKnown is Guard for one card: each Connect has it recognised before anything else is sent, since somebody may have
// put another card into the reader. What is not recognised is a *Refused.
func GuardKnown(r reader.Reader, p Policy, known Recognise) reader.Reader {
	return &guardedReader{Reader: r, policy: p, known: known}
}

type guardedReader struct {
	reader.Reader
	policy Policy
	// known is nil where any card will do.
	known Recognise

	mu sync.Mutex
	// live is the one connection that was not given back yet.
	live *guardedCard
}

// Connect connects as the reader underneath does. The guard knows nothing selected then, whatever the card has.
func (g *guardedReader) Connect(ctx context.Context) (reader.Card, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.live != nil {
		return nil, &Refused{"a second connection", "one is open already, and the card has one selection for both", "disconnect the first"}
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
		return &Refused{"the card in " + g.Name(), "another card lies in the reader than at the start of the run", "put the first one back, or start again"}
	}
	return nil
}

// letGo forgets a connection that was given back.
func (g *guardedReader) letGo(c *guardedCard) {
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
	// over: it was given back, and the next connection may live.
	over bool
}

// Transmit sends the command if the policy lets it pass.
func (g *guardedCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over {
		return nil, &Refused{"a command", "its connection was given back", "connect again"}
	}
	c, err := apdu.Parse(command)
	if err != nil { // quoting it could tell what it was meant to carry
		return nil, &Refused{fmt.Sprintf("%d bytes", len(command)), "they are no command APDU", "send a well-formed one"}
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

// Disconnect ends the connection as the card underneath does.
func (g *guardedCard) Disconnect(d reader.Disposition) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.selection.forget()
	g.over = true
	if g.reader != nil {
		defer g.reader.letGo(g)
	}
	return g.Card.Disconnect(d)
}

// admit tells whether a command of a listed form may be sent now.
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
		return &Refused{named(r.Name, c), "it is not certain which file it acts upon", "select application and file first, by full AID and FID"}
	default:
		return &Refused{named(r.Name, c), fmt.Sprintf("file %04X of application %X is not on the list", f.fid, f.aid), "use a virtual card for it"}
	}
}

// sparesLastTry asks the card for the counter of the PIN that is selected, and refuses what it cannot be sure of.
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
		return &Refused{named(r.Name, c), "the card does not tell how many tries are left (" + response.SW.String() + ")", "take another card"}
	case left < fewestTries:
		return &Refused{named(r.Name, c), fmt.Sprintf("only %d of its tries left, and the last is never spent", left), "have the PIN reset at the municipality, or take another card"}
	default:
		return nil
	}
}

// send passes bytes on, and forgets the selection when the card did not answer.
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

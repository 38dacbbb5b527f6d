package pcsc

import (
	"context"
	"fmt"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// fewestTries is the number of tries that must be left before one is spent, so that a wrong PIN leaves one. It is no part
// of a policy: a locked card means a walk to the municipality for its holder.
const fewestTries = 2

// Guard is a reader whose cards answer only to what the policy lets pass; anything else gets a *Refused, and the card
// does not see it. The guard sends each command once. It sees this connection alone: another program that moves the
// selection meanwhile is not noticed, so take the reader alone.
func Guard(r reader.Reader, p Policy) reader.Reader { return guardedReader{r, p} }

type guardedReader struct {
	reader.Reader
	policy Policy
}

// Connect connects as the reader underneath does. The guard knows nothing selected then, whatever the card has.
func (g guardedReader) Connect(ctx context.Context) (reader.Card, error) {
	c, err := g.Reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &guardedCard{Card: c, policy: g.policy}, nil
}

type guardedCard struct {
	reader.Card
	policy Policy

	mu        sync.Mutex
	selection selection
}

// Transmit sends the command if the policy lets it pass.
func (g *guardedCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
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
	return g.Card.Disconnect(d)
}

// admit tells whether a command of a listed form may be sent now.
func (g *guardedCard) admit(ctx context.Context, r Rule, c apdu.Command) error {
	switch r.Effect {
	case Reads:
		return g.onTarget(r, c, g.selection.addressed(c))
	case SpendsTry, Signs:
		if !g.policy.MaySpend {
			return &Refused{named(r.Name, c), "nothing of the holder may be spent", "allow it for this card, or use one of our TEST cards"}
		}
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

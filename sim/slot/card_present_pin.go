package slot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// spendable is how many tries a card must have left before scenarios may spend one: one to spend, one that is never
// touched.
const spendable = 2

// proofLimit is how long a card may take to prove its PIN before a scenario begins.
const proofLimit = 5 * time.Second

// errPINClosed is why a VERIFY with data does not reach the card.
var errPINClosed = errors.New("VERIFY is kept from the card, whose PIN is not known for sure: " +
	"reset it (mynalab card unlock FILE), or take another card")

// presentPIN watches over the PIN of a card that lies in a real reader. A card that was given another PIN since it was made
// cannot be told from its certificate, and a scenario that types a wrong PIN and then the right one would cost it two
// tries; so the right one is tried once in a run before anything else is, and no other after it was refused. The product may
// use the reader from a goroutine of its own at any time.
type presentPIN struct {
	reader reader.Reader
	// right is the PIN that the scenarios' patient types.
	right string

	mu sync.Mutex
	// open: the scenario that is staged may send VERIFY with data.
	open bool
	// proved: the card took the right PIN in this run; refused: it refused it, or a try is gone that nobody should have
	// spent. A run never forgets the latter.
	proved, refused bool
	// tries is the highest counter seen: each scenario leaves it as it found it.
	tries int
	// silent is why the card could not be asked; the scenario that needs it is stopped with that.
	silent error
}

// shut keeps VERIFY with data from the card until runs opens the way again.
func (p *presentPIN) shut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open, p.silent = false, nil
}

// silence is why the card could not be asked; nil where it was, or need not be.
func (p *presentPIN) silence() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.silent
}

// mayVerify tells whether VERIFY with data may reach the card.
func (p *presentPIN) mayVerify() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open && !p.refused
}

// refuses notes that the card refused the PIN that should be its own.
func (p *presentPIN) refuses() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = true
}

// runs tells whether a scenario may spend tries, and opens the way for it.
func (p *presentPIN) runs() (trace.Sentence, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), proofLimit) // the runner asks between two scenarios
	defer cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	why, ok, err := p.prove(ctx)
	p.silent = err
	p.open = ok && err == nil
	return why, ok || err != nil
}

// prove and what it calls need the lock.
func (p *presentPIN) prove(ctx context.Context) (why trace.Sentence, ok bool, err error) {
	if why, ok, err = p.counts(ctx); p.proved || !ok || err != nil {
		return why, ok, err
	}
	answer, err := p.ask(ctx, apdu.Command{INS: apdu.INSVerify, P2: 0x80, Data: []byte(p.right)})
	if err != nil {
		return why, false, err
	}
	p.proved = answer.SW == apdu.SW9000OK
	p.refused = !p.proved
	return p.counts(ctx)
}

// counts asks for the tries left, which costs none.
func (p *presentPIN) counts(ctx context.Context) (trace.Sentence, bool, error) {
	if p.refused {
		return refusedPIN(), false, nil
	}
	answer, err := p.ask(ctx, QueryTries())
	if err != nil {
		return trace.Sentence{}, false, err
	}
	left, told := answer.SW.Tries()
	if p.refused = !told || left < p.tries; p.refused {
		return refusedPIN(), false, nil
	}
	if p.tries = left; left < spendable {
		return fewTries(left), false, nil
	}
	return trace.Sentence{}, true, nil
}

// ask puts one command to the user PIN in a connection of its own.
func (p *presentPIN) ask(ctx context.Context, c apdu.Command) (apdu.Response, error) {
	card, err := p.reader.Connect(ctx)
	if err != nil {
		return apdu.Response{}, err
	}
	answer, err := converse(ctx, card, SelectJPKI(), SelectAuthPIN(), c)
	return answer, errors.Join(err, card.Disconnect(reader.Unpower))
}

func refusedPIN() trace.Sentence {
	return trace.Sentence{JA: "カードがこの実行中に正しいはずの暗証番号を断ったか、残り回数が減った。暗証番号を初期化するか、別のカードを使う",
		EN: "the card refused the PIN that should be its own in this run, or a try is gone: reset its PIN, or take another card"}
}

func fewTries(left int) trace.Sentence {
	return trace.Sentence{JA: fmt.Sprintf("暗証番号の残りが%d回しかない（最後の1回は使わない）", left),
		EN: fmt.Sprintf("only %d tries of the PIN are left (the last one is never spent)", left)}
}

// Name is the reader's.
func (p *presentPIN) Name() string { return p.reader.Name() }

// Connect gives the card to product and inspector.
func (p *presentPIN) Connect(ctx context.Context) (reader.Card, error) {
	card, err := p.reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &watchedPIN{Card: card, pin: p}, nil
}

// watchedPIN is the card with an eye on what is sent to its PINs.
type watchedPIN struct {
	reader.Card
	pin *presentPIN
}

// Transmit keeps VERIFY with data back unless it may be sent, and notes when the right PIN is refused.
func (w *watchedPIN) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	c, err := apdu.Parse(command)
	if err != nil || c.INS != apdu.INSVerify || len(c.Data) == 0 {
		return w.Card.Transmit(ctx, command)
	}
	if !w.pin.mayVerify() {
		return nil, errPINClosed
	}
	raw, err := w.Card.Transmit(ctx, command)
	if err == nil && string(c.Data) == w.pin.right {
		if answer, malformed := apdu.ParseResponse(raw); malformed != nil || answer.SW != apdu.SW9000OK {
			w.pin.refuses()
		}
	}
	return raw, err
}

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

// spendable is how many tries a card must have left before scenarios may spend one: one to spend and the last one, which is
// never spent.
const spendable = 2

// proofLimit bounds how long a card may take for the proof of its PIN before a scenario begins. Our choice: far longer than a
// VERIFY takes, and short for a person who waits because the card does not answer.
const proofLimit = 5 * time.Second

// errPINClosed is why a VERIFY with data is not sent to the card.
var errPINClosed = errors.New("VERIFY is not sent to the card, because its PIN is not known for certain: " +
	"reset it (mynalab card unlock FILE), or use another card")

// presentPIN protects the PIN of a card in a real reader. The certificate does not show whether the card was given another
// PIN since it was made, and a scenario that types a wrong PIN and then the supposedly right one would cost it two tries. So
// the right PIN is tried once in a run before any other, and none is tried after the card refused it. The product may use the
// reader from a goroutine of its own at any time.
type presentPIN struct {
	reader reader.Reader
	// right is the PIN that the scenarios' patient types.
	right string

	mu sync.Mutex
	// open: the current scenario may send VERIFY with data.
	open bool
	// proved: the card accepted the right PIN in this run. refused: the card refused it, or a try is gone that no scenario
	// should have spent; this is kept until the end of the run.
	proved, refused bool
	// tries is the highest retry counter seen. Each scenario leaves the counter as it found it, so a lower one means a lost
	// try.
	tries int
	// unanswered is why the card did not answer; it stops the scenario that needs the card.
	unanswered error
}

// shut stops VERIFY with data until runs allows it again.
func (p *presentPIN) shut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open, p.unanswered = false, nil
}

// unansweredReason returns why the card did not answer; nil if it did or if it was not asked.
func (p *presentPIN) unansweredReason() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unanswered
}

// mayVerify reports whether VERIFY with data may be sent to the card.
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

// runs reports whether a scenario may spend tries, and allows VERIFY with data if so.
func (p *presentPIN) runs() (trace.Sentence, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), proofLimit) // the runner calls this between two scenarios, without a context
	defer cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	why, ok, err := p.prove(ctx)
	p.unanswered = err
	p.open = ok && err == nil
	return why, ok || err != nil
}

// prove tries the right PIN once in a run, if the retry counter permits. Callers of it and of what it calls hold the lock.
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

// counts reads the retry counter, which costs no try, and compares it with the highest one seen.
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

// ask sends one command to the user PIN over a connection of its own.
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
		EN: "in this run the card refused the PIN that should be its own, or it lost a try: reset its PIN, or use another card"}
}

func fewTries(left int) trace.Sentence {
	return trace.Sentence{JA: fmt.Sprintf("暗証番号の残りが%d回しかない（最後の1回は使わない）", left),
		EN: fmt.Sprintf("only %d tries of the PIN are left (the last one is never spent)", left)}
}

// Name returns the reader's name.
func (p *presentPIN) Name() string { return p.reader.Name() }

// Connect gives the card to the product or the harness.
func (p *presentPIN) Connect(ctx context.Context) (reader.Card, error) {
	card, err := p.reader.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &watchedPIN{Card: card, pin: p}, nil
}

// watchedPIN is the card with a check on every VERIFY that is sent to it.
type watchedPIN struct {
	reader.Card
	pin *presentPIN
}

// Transmit refuses VERIFY with data unless it may be sent, and notes when the card refuses the right PIN.
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

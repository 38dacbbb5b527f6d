package capture

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Reader is inner with every exchange recorded on the card plane. by tells who is using the reader just then: the product
// or the harness.
func Reader(rec *Recorder, inner reader.Reader, by func() trace.Actor) reader.Reader {
	return &recordedReader{Reader: inner, rec: rec, by: by}
}

type recordedReader struct {
	reader.Reader
	rec *Recorder
	by  func() trace.Actor
}

// Connect powers the card up, so each connection begins where power-on leaves a card.
func (r *recordedReader) Connect(ctx context.Context) (reader.Card, error) {
	card, err := r.Reader.Connect(ctx)
	if err != nil {
		failed(r.rec, trace.DoingConnect, err)
		return nil, err
	}
	r.rec.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindPowered, trace.Fields{"atr": upperHex(card.ATR())})
	return &recordedCard{Card: card, rec: r.rec, by: r.by, follow: newFollower(r.rec.config.Names)}, nil
}

type recordedCard struct {
	reader.Card
	rec    *Recorder
	by     func() trace.Actor
	follow *follower
}

func (c *recordedCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	actor := c.by()
	c.rec.Add(trace.Card, actor, direction(actor), trace.KindCommand, c.follow.command(command))
	answer, err := c.Card.Transmit(ctx, command)
	if err != nil {
		failed(c.rec, trace.DoingTransmit, err)
		return nil, err
	}
	fields, err := c.follow.response(answer)
	if err != nil {
		failed(c.rec, trace.DoingTransmit, err)
		return answer, nil
	}
	c.rec.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindResponse, fields)
	return answer, nil
}

func (c *recordedCard) Disconnect(d reader.Disposition) error {
	err := c.Card.Disconnect(d)
	if err != nil {
		failed(c.rec, trace.DoingDisconnect, err)
	}
	return err
}

// direction: what the harness sends is put in, what a product sends is seen.
func direction(by trace.Actor) trace.Dir {
	if by == trace.Harness {
		return trace.Stimulus
	}
	return trace.Observation
}

// failed records an answer that did not come.
func failed(rec *Recorder, doing trace.Doing, err error) {
	rec.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindFailure,
		trace.Fields{"doing": string(doing), "error": string(readerError(err))})
}

// readerError is the name of an error of the reader seam; the error's own text may differ from run to run.
func readerError(err error) trace.Failure {
	switch {
	case errors.Is(err, reader.ErrNoCard):
		return trace.FailureNoCard
	case errors.Is(err, reader.ErrRemoved):
		return trace.FailureRemoved
	case errors.Is(err, reader.ErrReset):
		return trace.FailureReset
	case errors.Is(err, reader.ErrTimeout):
		return trace.FailureTimeout
	default:
		return trace.FailureReader
	}
}

package capture

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Reader returns inner with every exchange recorded on the card plane. into returns the record of the current scenario and
// is called at each exchange, because a connection may outlive the scenario in which it was opened. by is who uses the
// reader: the product or the harness.
func Reader(into func() *Recorder, inner reader.Reader, by trace.Actor) reader.Reader {
	return &recordedReader{Reader: inner, into: into, by: by}
}

type recordedReader struct {
	reader.Reader
	into func() *Recorder
	by   trace.Actor
}

// Connect powers the card up, so each connection begins in the state after power-on.
func (r *recordedReader) Connect(ctx context.Context) (reader.Card, error) {
	card, err := r.Reader.Connect(ctx)
	if err != nil {
		failed(r.into(), trace.DoingConnect, err)
		return nil, err
	}
	r.into().Add(trace.Card, trace.CardItself, trace.Observation, trace.KindPowered, trace.Fields{"atr": upperHex(card.ATR())})
	return &recordedCard{Card: card, into: r.into, by: r.by, follow: newFollower(r.into().config.Names)}, nil
}

type recordedCard struct {
	reader.Card
	into   func() *Recorder
	by     trace.Actor
	follow *follower
}

func (c *recordedCard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	c.into().Add(trace.Card, c.by, direction(c.by), trace.KindCommand, c.follow.command(command))
	answer, err := c.Card.Transmit(ctx, command)
	if err != nil {
		failed(c.into(), trace.DoingTransmit, err)
		return nil, err
	}
	fields, err := c.follow.response(answer)
	if err != nil {
		failed(c.into(), trace.DoingTransmit, err)
		return answer, nil
	}
	c.into().Add(trace.Card, trace.CardItself, trace.Observation, trace.KindResponse, fields)
	return answer, nil
}

func (c *recordedCard) Disconnect(d reader.Disposition) error {
	err := c.Card.Disconnect(d)
	if err != nil {
		failed(c.into(), trace.DoingDisconnect, err)
	}
	return err
}

// direction: a command of the harness is a stimulus, one of a product is an observation.
func direction(by trace.Actor) trace.Dir {
	if by == trace.Harness {
		return trace.Stimulus
	}
	return trace.Observation
}

// failed records that there was no answer.
func failed(rec *Recorder, doing trace.Doing, err error) {
	rec.Add(trace.Card, trace.CardItself, trace.Observation, trace.KindFailure,
		trace.Fields{"doing": string(doing), "error": string(readerError(err))})
}

// readerError returns the name of an error of the reader; the text of the error may differ from run to run.
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

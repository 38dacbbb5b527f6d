package mockservice

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/mynalab/mynalab/mockservice/store"
)

// draw is n bytes of chance for a purpose. In a staged scenario they follow from seed, scenario, purpose and the number
// of the draw alone, so that a run can be repeated to the byte; else they are true.
func (s *Service) draw(ctx context.Context, purpose string, n int) ([]byte, error) {
	setup, err := s.setup(ctx)
	if err != nil {
		return nil, fmt.Errorf("drawing a %s: %w", purpose, err)
	}
	if setup.Scenario == "" {
		out := make([]byte, n)
		if _, err := io.ReadFull(s.cfg.Random, out); err != nil {
			return nil, fmt.Errorf("drawing a %s: %w", purpose, err)
		}
		return out, nil
	}
	number, err := s.cfg.Store.CountDraw(ctx, purpose)
	if err != nil {
		return nil, fmt.Errorf("drawing a %s: %w", purpose, err)
	}
	return stream(setup, purpose, number, n), nil
}

// stream is the first n bytes of HMAC-SHA256 under seed and scenario over purpose, number and a block counter. Lengths
// stand before texts, so that no two draws share an input.
func stream(setup store.Setup, purpose string, number uint64, n int) []byte {
	key := binary.BigEndian.AppendUint64(nil, setup.Seed)
	key = append(key, setup.Scenario...)
	var out []byte
	for block := uint64(0); len(out) < n; block++ {
		mac := hmac.New(sha256.New, key)
		input := binary.BigEndian.AppendUint64(nil, uint64(len(purpose)))
		input = append(input, purpose...)
		input = binary.BigEndian.AppendUint64(input, number)
		mac.Write(binary.BigEndian.AppendUint64(input, block))
		out = mac.Sum(out)
	}
	return out[:n]
}

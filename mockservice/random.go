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

// draw returns n random bytes for a purpose. In a scenario they follow only from seed, scenario, purpose and the number of the
// draw, so that a run can be repeated byte by byte. Otherwise they come from Config.Random.
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

// stream returns the first n bytes of the blocks HMAC-SHA256(key, input): the key is seed and scenario, the input of a block is
// purpose, number and the block's number. The length of purpose precedes it, so that no two draws have the same input.
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

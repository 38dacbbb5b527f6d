package runner

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/mynalab/mynalab/features"
)

// shard is part index (counted from 1) of several parts. The part of a scenario depends on its id alone, so the parts of
// one selection don't overlap and none is missing, on whatever machines they run, and a new scenario moves no other.
type shard struct{ index, of int }

// parseShard reads I/N, e.g. "2/4".
func parseShard(text string) (shard, error) {
	var s shard
	if n, err := fmt.Sscanf(text, "%d/%d", &s.index, &s.of); err != nil || n != 2 || text != s.String() || s.index < 1 || s.index > s.of {
		return shard{}, usagef("分割 %q を読み取れません。1/4 から 4/4 のように I/N で指定してください",
			"shard %q cannot be read; write I/N, e.g. 1/4 to 4/4", text)
	}
	return s, nil
}

// String is I/N.
func (s shard) String() string { return fmt.Sprintf("%d/%d", s.index, s.of) }

// part returns the scenarios of the named part, in their order.
func part(scenarios []features.Scenario, named string) ([]features.Scenario, error) {
	s, err := parseShard(named)
	if err != nil {
		return nil, err
	}
	held := keep(scenarios, func(sc features.Scenario) bool { return s.holds(sc.ID) })
	if len(held) == 0 {
		return nil, usagef("分割 %v には、選ばれた %d 件のシナリオが一つもありません。分割の数を減らしてください",
			"shard %v contains none of the %d selected scenarios; ask for fewer shards", s, len(scenarios))
	}
	return held, nil
}

func (s shard) holds(id string) bool {
	sum := sha256.Sum256([]byte("shard" + id))
	return binary.BigEndian.Uint64(sum[:])%uint64(s.of) == uint64(s.index-1)
}

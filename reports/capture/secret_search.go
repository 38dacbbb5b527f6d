package capture

import (
	"slices"
	"strings"
)

// needleStart is how many bytes of a needle the search goes by: as many as fit into a uint32. No needle is shorter (longSecret).
const needleStart = 4

// needles are strings that are searched for together: the search reads each text once, however many needles there are.
type needles struct {
	byStart map[uint32][]string
	// seen is a filter with a bit for each hashed beginning of a needle, 65536 bits in all. At most places of a text the
	// bit is not set and no lookup is needed.
	seen [1 << 10]uint64
}

func (n *needles) add(needle string) {
	var start uint32
	for i := range needleStart {
		start = start<<8 | uint32(needle[i])
	}
	if slices.Contains(n.byStart[start], needle) {
		return
	}
	n.byStart[start] = append(n.byStart[start], needle)
	word, bit := mixed(start)
	n.seen[word] |= bit
}

// in reports whether one of the needles occurs in text.
func (n *needles) in(text string) bool {
	var start uint32
	for i := range len(text) {
		start = start<<8 | uint32(text[i])
		if word, bit := mixed(start); i < needleStart-1 || n.seen[word]&bit == 0 {
			continue
		}
		rest := text[i-needleStart+1:]
		if slices.ContainsFunc(n.byStart[start], func(needle string) bool { return strings.HasPrefix(rest, needle) }) {
			return true
		}
	}
	return false
}

// mixed hashes a beginning to a bit of needles.seen (Fibonacci hashing).
func mixed(start uint32) (word int, bit uint64) {
	hash := start * 2654435769 >> 16
	return int(hash >> 6), 1 << (hash & 63)
}

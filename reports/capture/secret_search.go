package capture

import (
	"slices"
	"strings"
)

// needleStart is how many bytes of a needle the search goes by; no needle is shorter (longSecret).
const needleStart = 4

// needles are strings that are looked for together: each text is gone through once, however many they are.
type needles struct {
	byStart map[uint32][]string
	// seen has a bit for each value that the mixed beginning of a needle has: most places of a text meet none.
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

// in tells whether one of the needles lies anywhere in text.
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

// mixed spreads beginnings over the bits of needles.seen (Fibonacci hashing).
func mixed(start uint32) (word int, bit uint64) {
	hash := start * 2654435769 >> 16
	return int(hash >> 6), 1 << (hash & 63)
}

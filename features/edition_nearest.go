package features

import (
	"slices"
	"strings"
)

const (
	// maxExtraLines is how many more lines a passage may have in a new edition than in the pinned one. It allows for a long line
	// that is now wrapped. Without it, quotes that are far apart would enclose unrelated text.
	maxExtraLines = 10
	// minSimilarity is the lowest similarity at which a text is taken for the changed text of a pin: it has half of the pin's
	// bigrams, so it has more in common with the pin than a few everyday words.
	minSimilarity = 0.5
	// maxSentences is how many consecutive sentences can together be the changed text of a pin. Pins are for sentences, not for
	// pages, so more are seldom needed.
	maxSentences = 3
)

// mostSimilar returns the passage inside gap that most likely replaced the text of a pin: the passage from the pin's first to its
// last words or, if there isn't one, the sentences with the most bigrams of these words. It ignores unchanged copies of the text,
// which belong to other pins.
func (e Edition) mostSimilar(pin Pin, gap span) (best span, found bool) {
	quoted := slices.Concat(bigrams(foldedText(pin.First)), bigrams(foldedText(pin.Last)))
	same := e.copies(pin)
	other := func(all []span) []span {
		return slices.DeleteFunc(within(gap, all), func(s span) bool { return slices.ContainsFunc(same, s.overlaps) })
	}
	best, highest := e.best(pin, other(e.betweenQuotes(pin)), func(string) float64 { return 1 })
	for n := 1; n <= maxSentences && highest < 1; n++ {
		s, value := e.best(pin, other(e.sentences(n)), func(text string) float64 { return similarity(quoted, text) })
		if value > highest {
			best, highest = s, value
		}
	}
	return best, highest > 0
}

// best returns the passage with the highest similarity, as rate computes it, and that similarity. Of several such passages it returns
// the one nearest to the pin's place. The similarity is 0 if no passage reaches minSimilarity.
func (e Edition) best(pin Pin, all []span, rate func(string) float64) (best span, highest float64) {
	for _, s := range all {
		value := rate(e.folded[s.from:s.to])
		nearer := value == highest && highest > 0 && e.distance(pin, s) < e.distance(pin, best)
		if value > highest && value >= minSimilarity || nearer {
			best, highest = s, value
		}
	}
	return best, highest
}

// betweenQuotes returns the passages from a pin's first to its last words, without those that are too long to be its changed
// text.
func (e Edition) betweenQuotes(pin Pin) []span {
	return slices.DeleteFunc(e.passages(pin.First, pin.Last), func(s span) bool {
		at := e.place(s, pin.Place.Question)
		return at.To-at.From > pin.Place.To-pin.Place.From+maxExtra(at)
	})
}

// maxExtra returns how many more lines or questions than before a passage may extend over: maxExtraLines lines, but not a further
// question.
func maxExtra(at Place) int {
	if at.Question {
		return 0
	}
	return maxExtraLines
}

// distance returns how many lines or questions a passage begins from the pin's place.
func (e Edition) distance(pin Pin, s span) int {
	return pin.Place.distance(e.place(s, pin.Place.Question))
}

// bullets are the characters that mark the items of a list.
const bullets = "-・•■"

// sentences returns each run of n consecutive sentences, without leading bullets. A sentence ends with 。 or with its line; a 。 before
// 」 does not end it.
func (e Edition) sentences(n int) (all []span) {
	ends := []int{0}
	for i, r := range e.folded {
		if i > 0 && (e.line[i] != e.line[i-1] || strings.HasSuffix(e.folded[:i], "。") && r != '」') {
			ends = append(ends, i)
		}
	}
	ends = append(ends, len(e.folded))
	for i := range len(ends) - n {
		text := e.folded[ends[i]:ends[i+n]]
		if bare := strings.TrimLeft(text, bullets); bare != "" {
			all = append(all, span{ends[i+n] - len(bare), ends[i+n]})
		}
	}
	return all
}

// bigrams returns each two consecutive characters of a text.
func bigrams(text string) (all []string) {
	letters := []rune(text)
	for i := 1; i < len(letters); i++ {
		all = append(all, string(letters[i-1:i+1]))
	}
	return all
}

// similarity returns the share of the quoted bigrams that a text contains, from 0 to 1.
func similarity(quoted []string, text string) float64 {
	if len(quoted) == 0 {
		return 0
	}
	contained := 0
	for _, bigram := range quoted {
		if strings.Contains(text, bigram) {
			contained++
		}
	}
	return float64(contained) / float64(len(quoted))
}

// repin returns the pin with the place, digest and count of the passage. It keeps the quotes if they still find the passage; else it
// quotes the first and last 12 characters of the passage, or 6 more at a time, up to maxQuote, until they find it.
func (e Edition) repin(pin Pin, s span) Pin {
	pin.Place, pin.Digest, pin.Times = e.place(s, pin.Place.Question), e.digest(s), e.occurrences(s)
	letters := []rune(e.folded[s.from:s.to])
	const fewest, step = 12, 6 // quotes stay short: 12 characters seldom repeat within a place
	for n := fewest; !e.Finds(pin) && n <= maxQuote; n += step {
		n := min(n, len(letters))
		pin.First, pin.Last = string(letters[:n]), string(letters[len(letters)-n:])
	}
	return pin
}

// Finds reports whether the quotes of a pin find exactly one passage in its place and this passage has the pin's digest.
func (e Edition) Finds(pin Pin) bool {
	inPlace := slices.DeleteFunc(e.passages(pin.First, pin.Last), func(s span) bool {
		return !pin.Place.contains(e.place(s, pin.Place.Question))
	})
	return len(inPlace) == 1 && e.digest(inPlace[0]) == pin.Digest
}

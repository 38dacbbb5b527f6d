package features

import (
	"slices"
	"strings"
)

const (
	// wrapped is how many lines more a passage may have in another edition, where a long line is wrapped.
	wrapped = 10
	// alike is the share of a pin's pairs of letters that sentences must have to be taken for what has become of it.
	alike = 0.5
	// together is how many sentences are looked at as one.
	together = 3
)

// nearest is what the words of a pin have most likely become: what stands between its first and last words now, else the
// sentences that are most like both. It lies in the room that the pins around leave; the words themselves, where they stand
// for another pin, are no change.
func (e Edition) nearest(pin Pin, room span) (best span, found bool) {
	wanted := slices.Concat(pairs(foldedText(pin.First)), pairs(foldedText(pin.Last)))
	same := e.allOf(pin)
	other := func(all []span) []span {
		return slices.DeleteFunc(inside(room, all), func(s span) bool { return slices.ContainsFunc(same, s.overlaps) })
	}
	best, most := e.likest(pin, other(e.between(pin)), func(string) float64 { return 1 })
	for n := 1; n <= together && most < 1; n++ {
		s, likeness := e.likest(pin, other(e.sentences(n)), func(text string) float64 { return share(wanted, text) })
		if likeness > most {
			best, most = s, likeness
		}
	}
	return best, most > 0
}

// likest is the passage that is most like the pin's, the nearest of several, with its likeness; 0 where none is.
func (e Edition) likest(pin Pin, all []span, like func(string) float64) (best span, most float64) {
	for _, s := range all {
		likeness := like(e.folded[s.from:s.to])
		if likeness > most && likeness >= alike || likeness == most && most > 0 && e.away(pin, s) < e.away(pin, best) {
			best, most = s, likeness
		}
	}
	return best, most
}

// between are the passages from a pin's first to its last words that run over no more than it may.
func (e Edition) between(pin Pin) []span {
	return slices.DeleteFunc(e.passages(pin.First, pin.Last), func(s span) bool {
		at := e.place(s, pin.Place.Question)
		return at.To-at.From > pin.Place.To-pin.Place.From+reach(at)
	})
}

// reach is how much more than before a passage may run over: some lines, but no further question.
func reach(at Place) int {
	if at.Question {
		return 0
	}
	return wrapped
}

func (e Edition) away(pin Pin, s span) int { return pin.Place.away(e.place(s, pin.Place.Question)) }

// bullets mark the items of a list.
const bullets = "-・•■"

// sentences are what stands between ends of sentences and of lines, n of them together.
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

// pairs are the neighbouring letters of a text.
func pairs(text string) (all []string) {
	letters := []rune(text)
	for i := 1; i < len(letters); i++ {
		all = append(all, string(letters[i-1:i+1]))
	}
	return all
}

// share is how much of what is wanted a text has, from 0 to 1.
func share(wanted []string, text string) float64 {
	if len(wanted) == 0 {
		return 0
	}
	has := 0
	for _, pair := range wanted {
		if strings.Contains(text, pair) {
			has++
		}
	}
	return float64(has) / float64(len(wanted))
}

// repinned is a pin for a passage, with its quotes where they still find it, else with new ones.
func (e Edition) repinned(pin Pin, s span) Pin {
	pin.Place, pin.Digest, pin.Times = e.place(s, pin.Place.Question), e.digest(s), e.times(s)
	letters := []rune(e.folded[s.from:s.to])
	const fewest, step = 12, 6
	for n := fewest; !e.Finds(pin) && n <= longestQuote; n += step {
		n := min(n, len(letters))
		pin.First, pin.Last = string(letters[:n]), string(letters[len(letters)-n:])
	}
	return pin
}

// Finds says that the quotes of a pin find one passage in its place, and that this is the pinned one.
func (e Edition) Finds(pin Pin) bool {
	inPlace := slices.DeleteFunc(e.passages(pin.First, pin.Last), func(s span) bool {
		return !pin.Place.holds(e.place(s, pin.Place.Question))
	})
	return len(inPlace) == 1 && e.digest(inPlace[0]) == pin.Digest
}

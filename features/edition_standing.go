package features

import (
	"cmp"
	"slices"
	"strings"
)

// locate finds the pins whose text is unchanged in the edition and returns their passages by the index of the pin. It first locates
// the text that occurs only once, in the pinned edition and in this one. These passages then limit where text that occurs
// several times is looked for.
func (e Edition) locate(pins []Pin) map[int]span {
	groups := map[string][]int{}
	for i, pin := range pins {
		groups[pin.Digest] = append(groups[pin.Digest], i)
	}
	once := map[int]span{}
	for digest, group := range groups {
		if all := e.copies(pins[group[0]]); len(all) == 1 && pins[group[0]].Times == 1 {
			for _, i := range group {
				once[i] = all[0]
			}
			delete(groups, digest)
		}
	}
	located := map[int]span{}
	for _, group := range groups {
		for i, s := range e.assign(pins, group, once) {
			located[i] = s
		}
	}
	for i, s := range once {
		located[i] = s
	}
	return located
}

// copies returns all passages with the text of a pin, in any place.
func (e Edition) copies(pin Pin) (all []span) {
	for _, s := range e.passages(pin.First, pin.Last) {
		if e.digest(s) == pin.Digest {
			all = append(all, s)
		}
	}
	return all
}

// occurrences returns how often the text of a passage occurs in the edition.
func (e Edition) occurrences(s span) (n int) {
	words := e.folded[s.from:s.to]
	for at := 0; ; at++ {
		i := strings.Index(e.folded[at:], words)
		if i < 0 {
			return n
		}
		at += i
		n++
	}
}

// pinnedPlace is one place of a text that occurs several times: the indexes of the pins of that place, and the part of the edition in
// which to look for the text.
type pinnedPlace struct {
	place Place
	pins  []int
	gap   span
}

// assign gives each pinned place of a group, i.e. of pins with the same text, its own copy of the text. If the text occurs fewer times
// than before, at least one of the places lost it. Places with the same gap can't be told apart if that gap has fewer copies
// than places, so none of them gets a copy.
func (e Edition) assign(pins []Pin, group []int, once map[int]span) map[int]span {
	all := e.copies(pins[group[0]])
	lost := len(all) < pins[group[0]].Times
	places := e.pinnedPlaces(pins, group, once)
	located, free := map[int]span{}, slices.Clone(all)
	for _, p := range places {
		sameGap := slices.DeleteFunc(slices.Clone(places), func(other pinnedPlace) bool { return other.gap != p.gap })
		if lost && len(within(p.gap, all)) < len(sameGap) {
			continue
		}
		choice := within(p.gap, free)
		if len(choice) == 0 && !lost {
			choice = free
		}
		if len(choice) == 0 {
			continue
		}
		taken := e.preferPlace(p.place, choice)
		free = slices.DeleteFunc(free, func(s span) bool { return s == taken })
		for _, i := range p.pins {
			located[i] = taken
		}
	}
	return located
}

// within returns the passages that are inside gap.
func within(gap span, all []span) (some []span) {
	for _, s := range all {
		if s.from >= gap.from && s.to <= gap.to {
			some = append(some, s)
		}
	}
	return some
}

// pinnedPlaces returns the places of a group in the order of the document. Overlapping places are one place, because they contain
// the same copy of the text.
func (e Edition) pinnedPlaces(pins []Pin, group []int, once map[int]span) (all []pinnedPlace) {
	slices.SortStableFunc(group, func(a, b int) int { return cmp.Compare(pins[a].Place.From, pins[b].Place.From) })
	for _, i := range group {
		at := slices.IndexFunc(all, func(p pinnedPlace) bool { return p.place.overlaps(pins[i].Place) })
		if at < 0 {
			all = append(all, pinnedPlace{pins[i].Place, []int{i}, e.gap(pins[i], pins, once)})
			continue
		}
		all[at].pins = append(all[at].pins, i)
	}
	return all
}

// preferPlace returns the passage that is in place, or the first passage if none is.
func (e Edition) preferPlace(place Place, all []span) span {
	at := slices.IndexFunc(all, func(s span) bool { return place.contains(e.place(s, place.Question)) })
	return all[max(at, 0)]
}

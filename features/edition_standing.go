package features

import (
	"cmp"
	"slices"
	"strings"
)

// standing are the passages of those pins whose words stand in the edition, by the pin's place in the list: first of words
// that stand once, before and now, then, between those, of words that stand several times.
func (e Edition) standing(pins []Pin) map[int]span {
	groups := map[string][]int{}
	for i, pin := range pins {
		groups[pin.Digest] = append(groups[pin.Digest], i)
	}
	once := map[int]span{}
	for digest, group := range groups {
		if all := e.allOf(pins[group[0]]); len(all) == 1 && pins[group[0]].Times == 1 {
			for _, i := range group {
				once[i] = all[0]
			}
			delete(groups, digest)
		}
	}
	standing := map[int]span{}
	for _, group := range groups {
		for i, s := range e.shared(pins, group, once) {
			standing[i] = s
		}
	}
	for i, s := range once {
		standing[i] = s
	}
	return standing
}

// allOf are all passages with the words of a pin, wherever they stand.
func (e Edition) allOf(pin Pin) (all []span) {
	for _, s := range e.passages(pin.First, pin.Last) {
		if e.digest(s) == pin.Digest {
			all = append(all, s)
		}
	}
	return all
}

// times is how often the words of a passage stand in the text.
func (e Edition) times(s span) (n int) {
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

// contender is a place and the pins of a group that are into it, with the room that its words have in the edition.
type contender struct {
	place Place
	pins  []int
	room  span
}

// shared gives each contender of a group one of the passages with its words. Where the words stand fewer times than before,
// one of the places has lost them: contenders for one room that has too few cannot be told apart and get none.
func (e Edition) shared(pins []Pin, group []int, once map[int]span) map[int]span {
	all := e.allOf(pins[group[0]])
	lost := len(all) < pins[group[0]].Times
	contenders := e.contenders(pins, group, once)
	standing, free := map[int]span{}, slices.Clone(all)
	for _, c := range contenders {
		rivals := slices.DeleteFunc(slices.Clone(contenders), func(other contender) bool { return other.room != c.room })
		if lost && len(inside(c.room, all)) < len(rivals) {
			continue
		}
		choice := inside(c.room, free)
		if len(choice) == 0 && !lost {
			choice = free
		}
		if len(choice) == 0 {
			continue
		}
		taken := e.inPlace(c.place, choice)
		free = slices.DeleteFunc(free, func(s span) bool { return s == taken })
		for _, i := range c.pins {
			standing[i] = taken
		}
	}
	return standing
}

// inside are the passages in a room.
func inside(room span, all []span) (some []span) {
	for _, s := range all {
		if s.from >= room.from && s.to <= room.to {
			some = append(some, s)
		}
	}
	return some
}

// contenders are the places of a group in their order; places that overlap share their words and are one.
func (e Edition) contenders(pins []Pin, group []int, once map[int]span) (all []contender) {
	slices.SortStableFunc(group, func(a, b int) int { return cmp.Compare(pins[a].Place.From, pins[b].Place.From) })
	for _, i := range group {
		at := slices.IndexFunc(all, func(c contender) bool { return c.place.overlaps(pins[i].Place) })
		if at < 0 {
			all = append(all, contender{pins[i].Place, []int{i}, e.room(pins[i], pins, once)})
			continue
		}
		all[at].pins = append(all[at].pins, i)
	}
	return all
}

// inPlace is the passage that stands in the place, else the first of all.
func (e Edition) inPlace(place Place, all []span) span {
	at := slices.IndexFunc(all, func(s span) bool { return place.holds(e.place(s, place.Question)) })
	return all[max(at, 0)]
}

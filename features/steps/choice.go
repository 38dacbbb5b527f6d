package steps

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// choice is what a step lets choose from: words in their order, each with what it stands for. The alternatives of a pattern
// and what becomes of them are made of the same rows, so no word is in one and not in the other.
type choice[T any] []option[T]

type option[T any] struct {
	word string
	is   T
}

// chooser is a choice, whatever its words stand for.
type chooser interface {
	// words are those to choose from.
	words() []string
	// of is what a word stands for.
	of(word string) reflect.Value
}

func (c choice[T]) words() []string {
	var all []string
	for _, o := range c {
		all = append(all, o.word)
	}
	return all
}

func (c choice[T]) of(word string) reflect.Value {
	at := slices.IndexFunc(c, func(o option[T]) bool { return o.word == word })
	if at < 0 {
		return reflect.Zero(reflect.TypeFor[T]())
	}
	return reflect.ValueOf(c[at].is)
}

// itself is a choice of words that stand for themselves.
func itself[T ~string](words ...T) choice[T] {
	var all choice[T]
	for _, w := range words {
		all = append(all, option[T]{string(w), w})
	}
	return all
}

// named is a choice of terms by the Japanese names that a list has for them.
func named(list []trace.Term, terms ...string) choice[string] {
	var all choice[string]
	for _, term := range terms {
		var name string // stays empty for a term that the list lacks, which the tests refuse
		for _, w := range list {
			if w.Term == term {
				name = w.Says.JA
			}
		}
		all = append(all, option[string]{name, term})
	}
	return all
}

// composed is a pattern with a choice in the place of each %s, and the choices by the arguments that they give.
func composed(pattern string, choices []chooser) (*regexp.Regexp, map[int]chooser) {
	arguments := map[int]chooser{}
	for _, c := range choices {
		before, after, _ := strings.Cut(pattern, "%s")
		arguments[regexp.MustCompile(before).NumSubexp()] = c
		pattern = before + "(" + strings.Join(c.words(), "|") + ")" + after
	}
	return whole(pattern), arguments
}

// looking is a function that takes words where the inner one takes what they stand for.
func looking(f any, choices map[int]chooser) any {
	inner := reflect.ValueOf(f)
	takes := slices.Collect(inner.Type().Ins())
	for i := range choices {
		takes[i] = reflect.TypeFor[string]()
	}
	return function(takes, func(said []reflect.Value) []reflect.Value {
		for i, c := range choices {
			said[i] = c.of(said[i].String())
		}
		return inner.Call(said)
	})
}

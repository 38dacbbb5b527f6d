package steps

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// choice is a list of the words that a step accepts at one place, each with the value that it stands for. The alternatives
// in the pattern and the lookup of the value both come from these rows, so a word can't be in one and missing in the other.
type choice[T any] []option[T]

type option[T any] struct {
	word string
	is   T
}

// chooser is a choice with values of any type.
type chooser interface {
	// words returns the words in the order of the rows.
	words() []string
	// of returns the value that a word stands for; the zero value if the word is not in the choice.
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

// itself makes a choice of words that stand for themselves.
func itself[T ~string](words ...T) choice[T] {
	var all choice[T]
	for _, w := range words {
		all = append(all, option[T]{string(w), w})
	}
	return all
}

// named makes a choice of terms of the record, with their Japanese names from the list as words.
func named(list []trace.Term, terms ...string) choice[string] {
	var all choice[string]
	for _, term := range terms {
		var name string // stays empty for a term that is not in the list; the tests refuse that
		for _, w := range list {
			if w.Term == term {
				name = w.Says.JA
			}
		}
		all = append(all, option[string]{name, term})
	}
	return all
}

// composed returns the pattern with each %s replaced by the words of a choice, and the choices by index of the argument
// that they are for.
func composed(pattern string, choices []chooser) (*regexp.Regexp, map[int]chooser) {
	arguments := map[int]chooser{}
	for _, c := range choices {
		before, after, _ := strings.Cut(pattern, "%s")
		arguments[regexp.MustCompile(before).NumSubexp()] = c
		pattern = before + "(" + strings.Join(c.words(), "|") + ")" + after
	}
	return whole(pattern), arguments
}

// choosing turns a function into one that takes words in place of the values that they stand for.
func choosing(f any, choices map[int]chooser) any {
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

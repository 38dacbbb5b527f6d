package steps

import (
	"reflect"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// constructor is a function of the judge that makes a claim of a step's arguments.
type constructor interface {
	func() trace.Claim | func(string) trace.Claim | func(int) trace.Claim | func(string, string) trace.Claim |
		func(string, int) trace.Claim | func(string, string, string) trace.Claim
}

// claim makes a step that states the claim which makes returns for the step's arguments. Each %s of its pattern is replaced
// by a choice.
func claim[C constructor](pattern string, makes C, choices ...chooser) Step {
	s := verb(pattern, func(w *world.World) any { return stating(w, makes) }, choices...)
	s.Claims, s.check = true, checkOf(makes)
	return s
}

// fact is an argument that the world knows, so that the sentence of the step need not say it.
type fact func(*world.Clinic) string

// of fills the first arguments of the step's claim with facts of the clinic.
func (s Step) of(facts ...fact) Step {
	bind := s.bind
	s.bind = func(w *world.World) any { return knowing(bind(w), w.Clinic(), facts) }
	return s
}

// described returns the rows with Does of each claim set to the sentence of its check.
func described(rows []Step, checks []judge.Check) []Step {
	for i, row := range rows {
		at := slices.IndexFunc(checks, func(c judge.Check) bool { return c.Name == row.check })
		if row.Claims && at >= 0 {
			rows[i].Does = checks[at].Looks
		}
	}
	return rows
}

// checkOf returns the name of the check that a constructor's claims are of. It is the same for all arguments, so zero
// values will do.
func checkOf(makes any) string {
	maker := reflect.ValueOf(makes)
	var blank []reflect.Value
	for argument := range maker.Type().Ins() {
		blank = append(blank, reflect.Zero(argument))
	}
	return made(maker, blank).Check
}

func made(maker reflect.Value, args []reflect.Value) trace.Claim {
	return maker.Call(args)[0].Interface().(trace.Claim)
}

// stating turns a constructor into a function that makes the claim and states it to the world.
func stating(w *world.World, makes any) any {
	maker := reflect.ValueOf(makes)
	return function(slices.Collect(maker.Type().Ins()), func(args []reflect.Value) []reflect.Value {
		err := w.Claim(made(maker, args))
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	})
}

// knowing turns a function into one without its first arguments, for which it passes the facts.
func knowing(f any, c *world.Clinic, facts []fact) any {
	inner := reflect.ValueOf(f)
	return function(slices.Collect(inner.Type().Ins())[len(facts):], func(said []reflect.Value) []reflect.Value {
		var known []reflect.Value
		for _, f := range facts {
			known = append(known, reflect.ValueOf(f(c)))
		}
		return inner.Call(append(known, said...))
	})
}

// function makes a function for the step engine: it takes arguments of these types and returns an error.
func function(takes []reflect.Type, body func([]reflect.Value) []reflect.Value) any {
	return reflect.MakeFunc(reflect.FuncOf(takes, []reflect.Type{reflect.TypeFor[error]()}, false), body).Interface()
}

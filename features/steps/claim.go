package steps

import (
	"reflect"
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner/judge"
	"github.com/mynalab/mynalab/sim/world"
)

// constructor makes a claim of what a step says.
type constructor interface {
	func() trace.Claim | func(string) trace.Claim | func(int) trace.Claim | func(string, string) trace.Claim |
		func(string, int) trace.Claim | func(string, string, string) trace.Claim
}

// claim is a step that states something about what came back: the claim that makes gives for the step's arguments. Each %s
// of its pattern is a choice.
func claim[C constructor](pattern string, makes C, choices ...chooser) Step {
	s := verb(pattern, func(w *world.World) any { return stating(w, makes) }, choices...)
	s.Claims, s.check = true, checkOf(makes)
	return s
}

// fact is something that the world knows and no step needs to say.
type fact func(*world.Clinic) string

// of gives the step's claim its first arguments, which are facts of the clinic.
func (s Step) of(facts ...fact) Step {
	bind := s.bind
	s.bind = func(w *world.World) any { return knowing(bind(w), w.Clinic(), facts) }
	return s
}

// described gives each claim its sentence in the manual, that of its check.
func described(rows []Step, checks []judge.Check) []Step {
	for i, row := range rows {
		at := slices.IndexFunc(checks, func(c judge.Check) bool { return c.Name == row.check })
		if row.Claims && at >= 0 {
			rows[i].Does = checks[at].Looks
		}
	}
	return rows
}

// checkOf is the check that a constructor's claims are of, whatever their arguments.
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

// stating is a constructor as a function that states its claim.
func stating(w *world.World, makes any) any {
	maker := reflect.ValueOf(makes)
	return function(slices.Collect(maker.Type().Ins()), func(args []reflect.Value) []reflect.Value {
		err := w.Claim(made(maker, args))
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	})
}

// knowing is a function without its first arguments, which are facts.
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

// function is one that the step engine can call: it takes arguments of these types and gives an error.
func function(takes []reflect.Type, body func([]reflect.Value) []reflect.Value) any {
	return reflect.MakeFunc(reflect.FuncOf(takes, []reflect.Type{reflect.TypeFor[error]()}, false), body).Interface()
}

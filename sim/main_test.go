package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets this binary be the program itself: a script's `mynalab` is the real main in a process of its own. The other
// two are what BenchmarkFirstVerdict compares.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mynalab": main, "first-verdict": firstVerdict, "parse-bare": parseBare})
}

// TestScripts stages what people type: each script in testdata is one session at a prompt. `exits CODE PROGRAM ARG…` is
// exec with the exit code that it must have.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true,
		// The race detector's own settings (ci/test.sh) hold for the program, too.
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits CODE PROGRAM ARG…")
	}
	got := 0
	var exited *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exited) {
		got = exited.ExitCode()
	} else if err != nil {
		ts.Fatalf("running %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, not %d", args[1], got, want)
	}
}

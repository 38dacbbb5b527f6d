// Command mynalab is a simulator and conformance harness for Japan's online eligibility check by My Number card, limited
// type (オンライン資格確認・資格確認限定型).
//
// This package parses, wires, prints and exits; it holds no rule.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes (design §3).
const (
	exitOK      = 0
	exitFail    = 1
	exitUsage   = 2
	exitHarness = 3
)

// surroundings are what the program has of the outside: only main takes them from the process.
type surroundings struct {
	stdout, stderr io.Writer
	// terminal: somebody looks at stderr.
	terminal bool
	now      func() time.Time
	random   io.Reader
	version  string
}

// exitError ends the program with a code. A nil err says nothing more.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage is for what the user typed or handed in.
func usage(err error) error { return &exitError{exitUsage, err} }

// broken is for what is our own fault or the machine's.
func broken(err error) error { return &exitError{exitHarness, err} }

func main() { os.Exit(run(os.Args[1:])) }

// run is main with its exit code.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := surroundings{stdout: os.Stdout, stderr: os.Stderr, terminal: isTerminal(os.Stderr), now: time.Now,
		random: rand.Reader, version: version()}
	root := rootCommand(s)
	root.SetArgs(args)
	return exitCode(root.ExecuteContext(ctx), s.stderr)
}

// exitCode prints an error as one line and turns it into a code. What cobra refuses was typed wrongly.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{exitUsage, fmt.Errorf("%w: see mynalab --help", err)}
	}
	if e.err != nil {
		fmt.Fprintln(stderr, "mynalab:", e.err)
	}
	return e.code
}

// rootCommand is the table of subcommands.
func rootCommand(s surroundings) *cobra.Command {
	root := &cobra.Command{
		Use:   "mynalab",
		Short: "simulator and conformance harness for the online eligibility check by My Number card",
		Long: `mynalab は、オンライン資格確認（資格確認限定型）のシミュレーター兼適合性試験ツールです。
仮想マイナンバーカード、模擬サービス、参照アプリを組み合わせ、日本語のシナリオを実行して判定します。

mynalab stages Japanese Gherkin scenarios with a virtual My Number card, a mock qualification service and a reference
app, records every exchange, and judges the record.`,
		Example: `  mynalab run                          # the whole suite, all planes embedded
  mynalab run --card pcsc:"Virtual"    # scenarios for the card that lies in a real reader
  mynalab card --state sato.state      # a virtual card in pcscd's virtual reader`,
		Version:       s.version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetOut(s.stdout)
	root.SetErr(s.stderr)
	root.AddCommand(runCommand(s), cardCommand(s))
	return root
}

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}

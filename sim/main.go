// Command mynalab is a simulator and conformance harness for Japan's online eligibility check by My Number card, limited type
// (オンライン資格確認・資格確認限定型).
//
// This package parses flags, connects the parts, prints and exits; the rules are in the packages that it calls. Start reading
// at [main] and [rootCommand], the table of subcommands; each subcommand has a file of its own (run.go, list.go, report.go,
// doctor.go, card.go, serve.go). [planSlots] makes slots from the flags, and [sentences] and [cardPhrases] hold what the
// commands say in Japanese and English.
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

	"github.com/mynalab/mynalab/reports"
)

// The exit codes (design §3).
const (
	exitOK      = 0
	exitFail    = 1
	exitUsage   = 2
	exitHarness = 3
)

// suggestionDistance is how many letters a mistyped subcommand may differ from the one that is suggested. Two is our choice:
// it covers a typo or swapped letters without suggesting unrelated commands.
const suggestionDistance = 2

// surroundings are what the program takes from its environment: only main reads them from the process.
type surroundings struct {
	stdout, stderr io.Writer
	// terminal: stderr is a terminal.
	terminal bool
	// lang is the language of the output.
	lang reports.Lang
	// ci is the CI server that shows annotations: github, gitlab or none.
	ci      ciServer
	now     func() time.Time
	random  io.Reader
	version string
}

// exitError ends the program with this exit code. If err is nil, nothing more is printed.
type exitError struct {
	code int
	err  error
}

// Error returns the text of err, or the exit code if there is no err.
func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

// Unwrap returns err.
func (e *exitError) Unwrap() error { return e.err }

// usage marks an error in what the user typed or handed in.
func usage(err error) error { return &exitError{exitUsage, err} }

// broken marks an error that is mynalab's own fault or the machine's.
func broken(err error) error { return &exitError{exitHarness, err} }

// gcPercent lets the heap grow further between garbage collections than Go's default of 100, and memoryLimit bounds that in
// bytes. Both are our choice: a run takes seconds and needs some tens of megabytes, so fewer collections save time. They are
// not set if the user sets GOGC.
const (
	gcPercent   = 400
	memoryLimit = 160 << 20
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	args := os.Args[1:]
	os.Exit(run(args, surroundings{stdout: os.Stdout, stderr: os.Stderr, terminal: isTerminal(os.Stderr),
		lang: language(args, os.Getenv("LANG")), ci: ciServerOf(os.Getenv), now: time.Now, random: rand.Reader, version: version()}))
}

// run is main without the exit. The first Ctrl-C ends the command in good order, a second one at once. A panic is a defect of
// mynalab: it is reported as one and exits with 3, since Go's own code for a panic, 2, means a usage error here.
func run(args []string, s surroundings) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(s.stderr, "mynalab: %s\n%s", sentenceText(msgPanic, s.lang, p), debug.Stack())
			code = exitHarness
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root := rootCommand(s)
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = unknownSubcommand(c)
	}
	return exitCode(err, c.CommandPath(), s)
}

// exitCode prints an error, one problem per line, and returns its exit code. An error that comes from cobra is a usage error.
func exitCode(err error, command string, s surroundings) int {
	if err == nil {
		return exitOK
	}
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{exitUsage, errorOf(msgArguments, err, command)}
	}
	if e.err != nil {
		for _, line := range errorLines(e.err, s.lang) {
			fmt.Fprintln(s.stderr, "mynalab:", maskMyNumber(line, s.lang))
		}
	}
	return e.code
}

// rootCommand returns the mynalab command with all subcommands.
func rootCommand(s surroundings) *cobra.Command {
	root := &cobra.Command{
		Use:   "mynalab",
		Short: "simulator and conformance harness for the online eligibility check by My Number card",
		Long: `mynalab は、オンライン資格確認（資格確認限定型）のシミュレーター兼適合性試験ツールです。
仮想マイナンバーカード、模擬サービス、参照アプリを組み合わせ、日本語のシナリオを実行して判定します。

mynalab runs Japanese Gherkin scenarios with a virtual My Number card, a mock qualification service and a reference
app, records every exchange, and judges the record.`,
		Example: `  mynalab run                          # the whole suite, all planes embedded
  mynalab run --card pcsc:"SONY"       # the scenarios that the card in a real reader allows
  mynalab list --steps                 # the steps that a feature file may use
  mynalab doctor                       # what this machine lacks
  mynalab serve                        # mock service and portals on a port
  mynalab card --state sato.state      # a virtual card in pcscd's virtual reader`,
		Version:                    s.version,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: suggestionDistance,
		SilenceUsage:               true,
		Args:                       knownCommand,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetOut(s.stdout)
	root.SetErr(s.stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usage(errorOf(msgFlag, err, c.CommandPath())) })
	root.PersistentFlags().String("lang", "", "language of the output, ja or en (default: from LANG, else ja)")
	root.PersistentPreRunE = checkFlags
	root.AddCommand(runCommand(s), listCommand(s), reportCommand(s), doctorCommand(s), cardCommand(s), serveCommand(s), completionCommand(s))
	root.SetHelpCommand(helpCommand())
	refuseUnknownHelp(root)
	complete(root)
	return root
}

// knownCommand refuses an unknown subcommand and suggests one with a similar name.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return usage(errorOf(msgUnknownNear, args[0], near[0]))
	}
	return usage(errorOf(msgUnknown, args[0]))
}

// version returns the version from the build information.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}

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

	"github.com/mynalab/mynalab/reports"
)

// The exit codes (design §3).
const (
	exitOK      = 0
	exitFail    = 1
	exitUsage   = 2
	exitHarness = 3
)

// suggestionDistance is how many letters a subcommand may be away from the one that is suggested.
const suggestionDistance = 2

// surroundings are what the program has of the outside: only main takes them from the process.
type surroundings struct {
	stdout, stderr io.Writer
	// terminal: somebody looks at stderr.
	terminal bool
	// lang is the language of what the program says.
	lang reports.Lang
	// ci is the CI server that takes annotations: github, gitlab or none.
	ci      ciServer
	now     func() time.Time
	random  io.Reader
	version string
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

// gcPercent lets the heap grow further between collections than Go's own 100, up to memoryLimit bytes: a run lives for
// seconds and holds some tens of megabytes. Who sets GOGC wants something else.
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

// run is main with its exit code. The first Ctrl-C ends the command in good order, a second one at once. A panic is a defect of
// ours and told as one, and not with the code of a mistyped flag, which is Go's own for a panic.
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

// exitCode prints an error, a line each, and turns it into a code. What cobra refuses was typed wrongly.
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
  mynalab run --card pcsc:"SONY"       # scenarios for the card that lies in a real reader
  mynalab list --steps                 # what a feature file may say
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
	root.PersistentFlags().String("lang", "", "ja or en, of all that is said (default: by LANG, else ja)")
	root.PersistentPreRunE = checkLang
	root.AddCommand(runCommand(s), listCommand(s), reportCommand(s), doctorCommand(s), cardCommand(s), serveCommand(s), completionCommand(s))
	root.SetHelpCommand(helpCommand())
	refuseUnknownHelp(root)
	complete(root)
	return root
}

// knownCommand refuses a subcommand that there is not, naming one that is spelled like it.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return usage(errorOf(msgUnknownNear, args[0], near[0]))
	}
	return usage(errorOf(msgUnknown, args[0]))
}

// checkLang refuses a language that is not spoken; language has chosen one to say so in.
func checkLang(c *cobra.Command, _ []string) error {
	flag := c.Flags().Lookup("lang")
	if v := flag.Value.String(); flag.Changed && v != string(reports.LangJA) && v != string(reports.LangEN) {
		return usage(errorOf(msgBadLang, v))
	}
	return nil
}

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}

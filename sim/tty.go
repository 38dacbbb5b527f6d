package main

import (
	"os"

	"github.com/mattn/go-isatty"
)

// isTerminal tells whether a person looks at f.
func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }

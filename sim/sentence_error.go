package main

import (
	"errors"
	"strings"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/bilingual"
)

// sentenceError is a sentence of the table as an error. Its text is English, since programs read errors, too; exitCode prints
// it in the language that the user chose.
type sentenceError struct {
	word sentenceKey
	args []any
}

// errorOf returns a sentence with its arguments as an error; errors among args are wrapped.
func errorOf(w sentenceKey, args ...any) error { return &sentenceError{w, args} }

// Error returns the English sentence.
func (s *sentenceError) Error() string { return s.in(reports.LangEN) }

func (s *sentenceError) in(lang reports.Lang) string {
	args := make([]any, len(s.args))
	for i, arg := range s.args {
		args[i] = arg
		if err, ok := arg.(error); ok {
			args[i] = errorLine(err, lang)
		}
	}
	return sentenceText(s.word, lang, args...)
}

// Unwrap returns the errors among the arguments.
func (s *sentenceError) Unwrap() []error {
	var errs []error
	for _, arg := range s.args {
		if err, ok := arg.(error); ok {
			errs = append(errs, err)
		}
	}
	return errs
}

// sentenceText returns a sentence of the table in one language.
func sentenceText(w sentenceKey, lang reports.Lang, args ...any) string {
	return sentences()[w].With(args...).In(lang)
}

// errorLine returns an error as one line for the user: in lang if the error has a text in both languages, else in English.
func errorLine(err error, lang reports.Lang) string {
	var own *sentenceError
	var both interface{ Sentence() bilingual.Sentence }
	switch {
	case errors.As(err, &own):
		return own.in(lang)
	case errors.As(err, &both):
		return both.Sentence().In(lang)
	default:
		return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' }), "; ")
	}
}

// errorLines returns an error as lines for the user: one line, or one for each problem in a feature file.
func errorLines(err error, lang reports.Lang) []string {
	var problems features.Problems
	if !errors.As(err, &problems) {
		return []string{errorLine(err, lang)}
	}
	if lang == reports.LangEN {
		return strings.Split(problems.Error(), "\n")
	}
	return strings.Split(problems.JA(), "\n")
}

// language returns the language that --lang names; without the flag that of the environment's LANG, else Japanese. It does
// not use the parsed flags, since an error in the flags must be reported in it, too.
func language(args []string, lang string) reports.Lang {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			lang = value
		} else if arg == "--lang" && i+1 < len(args) {
			lang = args[i+1]
		}
	}
	if strings.HasPrefix(lang, "en") {
		return reports.LangEN
	}
	return reports.LangJA
}

package reports

import (
	"errors"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// MismatchError says that record, results and feature files do not belong to the same complete run, or have a schema that
// this version can't read, and what to do about it.
type MismatchError struct {
	// Dir is the output directory; empty if it is not known.
	Dir string
	// Why says what does not match, Move what to do.
	Why, Move trace.Sentence
}

// mismatch makes the error for an output directory that was changed after the run.
func mismatch(ja, en string, args ...any) *MismatchError {
	return &MismatchError{Why: filled(ja, en, args...), Move: trace.Sentence{
		JA: "mynalab run が残したままの出力先を指定するか、もう一度実行してください",
		EN: "name an unchanged output directory of mynalab run, or run again",
	}}
}

// otherSchema makes the error for a schema that this version can't read.
func otherSchema(schema string, readable ...string) *MismatchError {
	return &MismatchError{Why: filled("形式 %[1]q は、この mynalab が読める %[2]s ではありません", "schema %[1]q is not one of %[2]s, which this mynalab reads",
		schema, strings.Join(readable, ", ")), Move: trace.Sentence{JA: "書き出した mynalab を使ってください", EN: "use the mynalab version that wrote it"}}
}

// otherSuite makes the error for feature files that are not those of the run.
func otherSuite(id string) *MismatchError {
	return &MismatchError{Why: filled("%[1]s が手元のフィーチャーファイルと合いません", "%[1]s differs from the current feature files", id),
		Move: trace.Sentence{JA: "実行したときの mynalab と --features を使ってください", EN: "use the mynalab version and the --features of the run"}}
}

func filled(ja, en string, args ...any) trace.Sentence {
	return bilingual.Of(ja, en).With(args...)
}

// inDir sets the directory of a MismatchError.
func inDir(dir string, err error) error {
	if m := (*MismatchError)(nil); errors.As(err, &m) {
		m.Dir = dir
	}
	return err
}

// Error returns the English sentence.
func (m *MismatchError) Error() string { return m.Sentence().EN }

// Sentence returns the whole error in both languages.
func (m *MismatchError) Sentence() trace.Sentence {
	var in trace.Sentence
	if m.Dir != "" {
		in = trace.Sentence{JA: m.Dir + ": ", EN: "reading the output in " + m.Dir + ": "}
	}
	return trace.Sentence{JA: in.JA + m.Why.JA + "。" + m.Move.JA, EN: in.EN + m.Why.EN + "; " + m.Move.EN}
}

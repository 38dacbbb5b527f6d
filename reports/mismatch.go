package reports

import (
	"errors"
	"strings"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/reports/trace"
)

// MismatchError says that record, results and feature files are not those of one whole run, or of a version that can be read, and
// what to do about it.
type MismatchError struct {
	// Dir is the output directory; empty where it is not known.
	Dir string
	// Why is what does not fit, Move the next move.
	Why, Move trace.Sentence
}

// mismatch is one of an output directory that is not as a run has left it.
func mismatch(ja, en string, args ...any) *MismatchError {
	return &MismatchError{Why: filled(ja, en, args...), Move: trace.Sentence{
		JA: "mynalab run が残したままの出力先を指定するか、もう一度実行してください",
		EN: "name a directory that is as mynalab run has left it, or run again",
	}}
}

// otherSchema is one of a version that is not among those that can be read.
func otherSchema(schema string, readable ...string) *MismatchError {
	return &MismatchError{Why: filled("形式 %[1]q は、この mynalab が読める %[2]s ではありません", "the schema %[1]q is not one of %[2]s, which this mynalab reads",
		schema, strings.Join(readable, ", ")), Move: trace.Sentence{JA: "書き出した mynalab を使ってください", EN: "use the mynalab that wrote it"}}
}

// otherSuite is one of feature files that are not those of the run.
func otherSuite(id string) *MismatchError {
	return &MismatchError{Why: filled("%[1]s が手元のフィーチャーファイルと合いません", "%[1]s is not as in the feature files at hand", id),
		Move: trace.Sentence{JA: "実行したときの mynalab と --features を使ってください", EN: "use the mynalab and the --features of the run"}}
}

func filled(ja, en string, args ...any) trace.Sentence {
	return bilingual.Of(ja, en).With(args...)
}

// inDir adds the directory to a MismatchError.
func inDir(dir string, err error) error {
	if m := (*MismatchError)(nil); errors.As(err, &m) {
		m.Dir = dir
	}
	return err
}

// Error is the English sentence.
func (m *MismatchError) Error() string { return m.Sentence().EN }

// Sentence is the whole of it in both languages.
func (m *MismatchError) Sentence() trace.Sentence {
	var in trace.Sentence
	if m.Dir != "" {
		in = trace.Sentence{JA: m.Dir + ": ", EN: "reading the output in " + m.Dir + ": "}
	}
	return trace.Sentence{JA: in.JA + m.Why.JA + "。" + m.Move.JA, EN: in.EN + m.Why.EN + "; " + m.Move.EN}
}

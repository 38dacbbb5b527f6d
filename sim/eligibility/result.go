package eligibility

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// Confirmation says when a result counts as confirmed: all fields must be equal (SVC-053).
type Confirmation struct {
	SegmentOfResult        string
	ProcessingResultStatus string
	QualificationValidity  string
	Results                int
	Source                 string
}

// DefaultConfirmation returns the rule of the sources.
func DefaultConfirmation() Confirmation {
	return Confirmation{wire.SegmentNormal, wire.StatusNormal, wire.ValidityValid, 1, "SVC-053"}
}

// Several says what is shown if the service sends several results (複数該当).
type Several string

// The possibilities.
const (
	AgreedOnly Several = ""      // only values that are equal in all results
	FirstOnly  Several = "first" // the values of the first result: wrong, because the choice is arbitrary
)

func (c Confirmation) holds(m wire.Message) bool {
	return m.MessageHeader.SegmentOfResult == c.SegmentOfResult &&
		m.MessageBody.ProcessingResultStatus == c.ProcessingResultStatus &&
		m.MessageBody.QualificationValidity == c.QualificationValidity &&
		len(m.MessageBody.ResultList) == c.Results
}

// result returns the screen 資格確認結果. It contains nothing that was not received.
func (t Tables) result(m wire.Message) driver.Screen {
	s := driver.Screen{Outcome: driver.OutcomeNotConfirmed, Text: m.MessageBody.ProcessingResultMessage}
	if t.Confirmation.holds(m) {
		s.Outcome = driver.OutcomeConfirmed
	}
	if s.Text == "" {
		s.Text = m.MessageHeader.ErrorMessage
	}
	for _, label := range t.Labels {
		if value := t.value(label, m); value != "" {
			s.Fields = append(s.Fields, driver.Field{Label: label.Label, Value: value})
		}
	}
	s.HandOver = handOver(s.Fields)
	s.Files = t.files(m)
	return s
}

// value returns the value for a label. If the service sends several results (複数該当), only values that are equal in all of them
// are shown: a receipt computer that takes one line for each label must not store one of them by chance.
func (t Tables) value(label Label, m wire.Message) string {
	if len(m.MessageBody.ResultList) == 0 {
		return t.form(label, label.Of(m, wire.Result{}))
	}
	var values []string
	for _, item := range m.MessageBody.ResultList {
		values = append(values, label.Of(m, item.ResultOfQualificationConfirmation))
	}
	if t.Several == AgreedOnly && len(slices.Compact(values)) > 1 {
		return ""
	}
	return t.form(label, values[0])
}

// form returns the value as it is shown. A value that does not fit its form is shown as received.
func (t Tables) form(label Label, received string) string {
	shown := received
	switch label.Form {
	case AsDate:
		shown = t.japaneseDate(received)
	case AsCode:
		for _, c := range label.Codes {
			if c.Code == received {
				shown = c.Name
			}
		}
	case AsReceived:
	}
	return strings.Map(oneLine, shown)
}

// oneLine replaces control characters with blanks, so that a received value cannot forge a line or a column of the hand-over.
func oneLine(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// handOver returns the result as the receipt computer gets it: one line for each field, label and value separated by a tab
// (eligibility §2.3).
func handOver(fields []driver.Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.Label + "\t" + f.Value + "\n")
	}
	return b.String()
}

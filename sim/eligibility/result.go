package eligibility

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// Confirmation is when a result counts as confirmed: all four at once (SVC-053).
type Confirmation struct {
	SegmentOfResult        string
	ProcessingResultStatus string
	QualificationValidity  string
	Results                int
	Source                 string
}

// DefaultConfirmation is the rule of the sources.
func DefaultConfirmation() Confirmation {
	return Confirmation{wire.SegmentNormal, wire.StatusNormal, wire.ValidityValid, 1, "SVC-053"}
}

// Several is what is shown where the service sends several results (複数該当).
type Several string

// The ways.
const (
	AgreedOnly Several = ""      // what all results agree in
	FirstOnly  Several = "first" // what the first result gives, which is a choice that nobody made
)

func (c Confirmation) holds(m wire.Message) bool {
	return m.MessageHeader.SegmentOfResult == c.SegmentOfResult &&
		m.MessageBody.ProcessingResultStatus == c.ProcessingResultStatus &&
		m.MessageBody.QualificationValidity == c.QualificationValidity &&
		len(m.MessageBody.ResultList) == c.Results
}

// result is the screen 資格確認結果 with nothing on it that was not received.
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

// value is what stands behind a label. Where the service sends several results (複数該当) only that is shown in which
// all agree: a receipt computer that takes one line of each label must not book one of them by chance.
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

// form turns a received value into the shown one. What does not fit its form is shown as received.
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

// oneLine keeps a received value from forging a line or a column of the hand-over.
func oneLine(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// handOver is the result as the receipt computer gets it: a line a field, label and value with a tab between
// (eligibility §2.3).
func handOver(fields []driver.Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.Label + "\t" + f.Value + "\n")
	}
	return b.String()
}

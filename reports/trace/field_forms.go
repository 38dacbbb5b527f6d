package trace

import "strconv"

// Form is the type of a field's value. All fields are text in the record; the form says how to read it.
type Form string

// The forms.
const (
	FormText       Form = "text"
	FormNumber     Form = "number"
	FormHex        Form = "hex"
	FormStatusWord Form = "statusWord"
	FormStatus     Form = "status"
	FormTime       Form = "time"
	FormBool       Form = "bool"
	FormJSON       Form = "json"
	FormScreen     Form = "screen"
	FormOutcome    Form = "outcome"

	FormVerb    Form = "verb"
	FormLine    Form = "lineState"
	FormFailure Form = "failure"
	FormDoing   Form = "doing"
	FormEnding  Form = "ending"
	FormAuth    Form = "auth"
	FormOn      Form = "on"
	FormQuiet   Form = "quiet"
)

// FormRow is one row of the table of forms.
type FormRow struct {
	Form Form
	// Says describes the form for readers of the schema; empty if the name is enough.
	Says string
	// Pattern is a regular expression that a value must match; empty if any text is allowed.
	Pattern string
	// Terms are the only allowed values if the harness alone writes them.
	Terms []string
	// Go is the Go type of the accessors; empty for a string. A bool is true for the first term.
	Go string
}

// Forms returns the table of forms.
func Forms() []FormRow {
	return []FormRow{
		{Form: FormText},
		{Form: FormNumber, Pattern: `^[0-9]+$`, Go: "Number"},
		{Form: FormHex, Says: "Upper-case hex. A masked secret is written as asterisks, personal data of real people as a token."},
		{Form: FormStatusWord, Says: "The status word of a card.", Pattern: `^[0-9A-F]{4}$`},
		{Form: FormStatus, Says: "The status of an HTTP answer.", Pattern: `^[1-5][0-9]{2}$`},
		{Form: FormTime, Says: "World time (JST), to the second.",
			Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+09:00$`},
		{Form: FormBool, Terms: []string{"true", "false"}, Go: "bool"},
		{Form: FormJSON, Says: `A JSON message, compact and with sorted members; {"bytes":N} stands for N bytes that are not JSON.`},
		{Form: FormScreen, Says: "An id of the published list of screens, or what the product reports instead.", Go: "Screen"},
		{Form: FormOutcome, Says: "An id of the published list of outcomes, or what the product reports instead; empty for none.", Go: "Outcome"},

		{Form: FormVerb, Terms: termsOf(Verbs()), Go: "Verb"},
		{Form: FormLine, Go: "LineState", Terms: texts(LineCut, LineAstray, LineRestored, LineDelayed, LineAnswersLost, LineRubbish,
			LineUnavailable, LineCutAfterChallenge)},
		{Form: FormFailure, Go: "Failure", Terms: texts(FailureNoCard, FailureRemoved, FailureReset, FailureTimeout, FailureReader,
			FailureNoAnswer, FailureAborted, FailureUnsupported, FailureCancelled, FailureCall)},
		{Form: FormDoing, Go: "Doing", Terms: texts(DoingConnect, DoingTransmit, DoingDisconnect)},
		{Form: FormEnding, Go: "Ending", Terms: texts(EndingPassed, EndingFailed, EndingUndefined, EndingPending, EndingAmbiguous,
			EndingSkipped, EndingPanicked)},
		{Form: FormAuth, Go: "Auth", Terms: texts(AuthNone, AuthBearer, AuthOther)},
		{Form: FormOn, Says: "Present if it is true, else absent.", Terms: []string{"on"}, Go: "bool"},
		{Form: FormQuiet, Go: "Quiet", Terms: texts(QuietReached, QuietBusy)},
	}
}

// Number is a number in the record, in digits; empty if the event has none.
type Number string

// Int returns the number; ok is false if there isn't one.
func (n Number) Int() (value int, ok bool) {
	value, err := strconv.Atoi(string(n))
	return value, err == nil
}

// texts returns terms as strings.
func texts[T ~string](terms ...T) []string {
	list := make([]string, 0, len(terms))
	for _, t := range terms {
		list = append(list, string(t))
	}
	return list
}

// termsOf returns the terms of a list, without their words.
func termsOf(list []Term) []string {
	terms := make([]string, 0, len(list))
	for _, w := range list {
		terms = append(terms, w.Term)
	}
	return terms
}

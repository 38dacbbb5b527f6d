package trace

import "strconv"

// Form is the type of a field's value. Fields are texts in the record; the form says how to read one.
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
	// Says is for readers of the schema; empty where the name says it all.
	Says string
	// Pattern is what a value must match; empty where any text will do.
	Pattern string
	// Terms are the only values that there are, where the list is closed on our side.
	Terms []string
	// Go is the type by which Go reads it; empty for a string. A bool is true for the first term.
	Go string
}

// Forms is the table of forms.
func Forms() []FormRow {
	return []FormRow{
		{Form: FormText},
		{Form: FormNumber, Pattern: `^[0-9]+$`, Go: "Number"},
		{Form: FormHex, Says: "Upper-case hex; a masked secret is written in asterisks, and what is personal as a token where people are real."},
		{Form: FormStatusWord, Says: "The status word of a card.", Pattern: `^[0-9A-F]{4}$`},
		{Form: FormStatus, Says: "The status of an HTTP answer.", Pattern: `^[1-5][0-9]{2}$`},
		{Form: FormTime, Says: "World time (JST), to the second.",
			Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+09:00$`},
		{Form: FormBool, Terms: []string{"true", "false"}, Go: "bool"},
		{Form: FormJSON, Says: `A JSON message, compact and with sorted members; {"bytes":N} stands for N bytes that are none.`},
		{Form: FormScreen, Says: "An id of the published list of screens, or what the product says instead.", Go: "Screen"},
		{Form: FormOutcome, Says: "An id of the published list of outcomes, or what the product says instead; empty for none.", Go: "Outcome"},

		{Form: FormVerb, Terms: termsOf(Verbs()), Go: "Verb"},
		{Form: FormLine, Go: "LineState", Terms: texts(LineCut, LineAstray, LineRestored, LineDelayed, LineAnswersLost, LineRubbish,
			LineUnavailable, LineCutAfterChallenge)},
		{Form: FormFailure, Go: "Failure", Terms: texts(FailureNoCard, FailureRemoved, FailureReset, FailureTimeout, FailureReader,
			FailureNoAnswer, FailureAborted, FailureUnsupported, FailureCancelled, FailureCall)},
		{Form: FormDoing, Go: "Doing", Terms: texts(DoingConnect, DoingTransmit, DoingDisconnect)},
		{Form: FormEnding, Go: "Ending", Terms: texts(EndingPassed, EndingFailed, EndingUndefined, EndingPending, EndingAmbiguous,
			EndingSkipped, EndingPanicked)},
		{Form: FormAuth, Go: "Auth", Terms: texts(AuthNone, AuthBearer, AuthOther)},
		{Form: FormOn, Says: "Noted where it holds, else absent.", Terms: []string{"on"}, Go: "bool"},
		{Form: FormQuiet, Go: "Quiet", Terms: texts(QuietReached, QuietBusy)},
	}
}

// Number is a number as the record writes it, in digits; empty where the event gives none.
type Number string

// Int is the number; ok is false where there is none.
func (n Number) Int() (value int, ok bool) {
	value, err := strconv.Atoi(string(n))
	return value, err == nil
}

// texts are terms as they are written.
func texts[T ~string](terms ...T) []string {
	list := make([]string, 0, len(terms))
	for _, t := range terms {
		list = append(list, string(t))
	}
	return list
}

// termsOf are the terms of a list of words.
func termsOf(list []Term) []string {
	terms := make([]string, 0, len(list))
	for _, w := range list {
		terms = append(terms, w.Term)
	}
	return terms
}

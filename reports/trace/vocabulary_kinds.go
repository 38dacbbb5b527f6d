package trace

import "slices"

// Vocabulary returns the table of the kinds of events, with their planes and fields.
func Vocabulary() []KindRow {
	return slices.Concat(worldKinds(), controlKinds(), cardKinds(), serviceKinds(), []KindRow{
		{KindFailure, []Plane{Card, Service, Control}, "There was no answer to a command, request or call.", []Field{
			{Name: "doing", Form: FormDoing, Go: "Doing"},
			{Name: "verb", Form: FormVerb, Go: "Verb"},
			{Name: "exchange", Form: FormText, Go: "Exchange"},
			{Name: "method", Form: FormText, Go: "Method"},
			{Name: "path", Form: FormText, Go: "Path"},
			{Name: "error", Form: FormFailure, Required: true, Go: "Failure"},
		}},
	})
}

// CommonFields returns the fields that any event may have: the places of unexpected secrets (Leak), and the replacement of
// a field name that contained a secret (Masked).
func CommonFields() []Field {
	return []Field{{Name: Leak, Form: FormText, Go: "Leaked"}, {Name: Masked, Form: FormText}}
}

func worldKinds() []KindRow {
	on := []Plane{World}
	return []KindRow{
		{KindStep, on, "A step begins.", []Field{
			{Name: "keyword", Form: FormText, Required: true, Go: "Keyword"},
			{Name: "text", Form: FormText, Required: true, Go: "Text"},
		}},
		{KindOutcome, on, "The status that the step engine reports of the scenario.", []Field{
			{Name: "status", Form: FormEnding, Required: true, Go: "Ending"},
			{Name: "error", Form: FormText, Go: "Trouble"},
		}},
		{KindClock, on, "World time was moved.", []Field{{Name: "now", Form: FormTime, Required: true, Go: "Now"}}},
		{KindPerson, on, "What was done to a person of the cast, to an account or to the service, e.g. an unlocked PIN.", []Field{
			{Name: "deed", Form: FormText, Required: true, Go: "Deed"},
			{Name: "who", Form: FormText, Go: "Who"},
			{Name: "account", Form: FormText, Go: "Account"},
		}},
		{KindLine, on, "The network line was cut or restored, or has a fault in checks from here on.", []Field{
			{Name: "state", Form: FormLine, Required: true, Go: "LineState"},
		}},
		{KindClaim, on, "A claim: a check and its arguments, arg.*.", []Field{
			{Name: "check", Form: FormText, Required: true, Go: "Check"},
			{Name: "arg.name", Form: FormText, Class: Personal, Fold: FoldText, Source: "claim on a result"},
			{Name: "arg.*", Form: FormText, Go: "Arg"},
		}},
		{KindQuiet, on, "Whether the seams have come to rest, before a claim that something did not happen.", []Field{
			{Name: "state", Form: FormQuiet, Required: true, Go: "Quiet"},
			{Name: "requests", Form: FormNumber, Go: "Requests"},
			{Name: "apdus", Form: FormNumber, Go: "APDUs"},
		}},
	}
}

func controlKinds() []KindRow {
	on := []Plane{Control}
	const text, files = "eligibility §2.3", "SVC-138"
	return []KindRow{
		{KindCall, on, "A call of the product; arguments are arg.*, a secret is written as owner/name.", []Field{
			{Name: "verb", Form: FormVerb, Required: true, Go: "Verb"},
			{Name: "arg.secret", Form: FormText},
			{Name: "arg.institution-code", Form: FormText},
			{Name: "arg.account-id", Form: FormText},
			{Name: "arg.password", Form: FormText},
			{Name: "arg.activation-code", Form: FormText},
			{Name: "arg.on", Form: FormBool, Go: "On"},
			{Name: "arg.now", Form: FormTime},
		}},
		{KindScreen, on, "What a person sees: labels are field.*, the result for the receipt computer is handover.", []Field{
			{Name: "screen", Form: FormScreen, Required: true, Go: "Screen"},
			{Name: "outcome", Form: FormOutcome, Go: "Outcome"},
			{Name: "text", Form: FormText, Go: "Text"},
			{Name: "tries", Form: FormNumber, Go: "Tries"},
			{Name: FieldPrefix + "*", Form: FormText, Inside: true, Go: "Label"},
			{Name: "handover", Form: FormText, Class: Personal, Source: text, Go: "HandOver"},
			{Name: "handover.xml", Form: FormText, Class: Personal, Source: files, Go: "HandOverXML"},
			{Name: "handover.json", Form: FormText, Class: Personal, Source: files, Go: "HandOverJSON"},
			{Name: "handover.other", Form: FormJSON},
		}},
		{KindDescribed, on, "The product's description of itself.", []Field{
			{Name: "name", Form: FormText, Go: "Name"},
			{Name: "version", Form: FormText, Go: "Version"},
			{Name: "verbs", Form: FormText},
		}},
	}
}

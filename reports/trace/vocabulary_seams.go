package trace

func cardKinds() []KindRow {
	on := []Plane{Card}
	return []KindRow{
		{KindInserted, on, "A card was put on the reader.", nil},
		{KindRemoved, on, "The card was taken away.", nil},
		{KindPowered, on, "A card got power, or a product left it powered (left).", []Field{
			{Name: "atr", Form: FormHex, Go: "ATR"},
			{Name: "left", Form: FormOn, Go: "Left"},
		}},
		{KindCommand, on, "A command APDU, with application and file where they are known; target is what a SELECT asks for.", []Field{
			{Name: "name", Form: FormText, Go: "Name"},
			{Name: "apdu", Form: FormHex, Required: true, Go: "APDU"},
			{Name: "ap", Form: FormText, Go: "AP"},
			{Name: "ef", Form: FormHex, Go: "EF"},
			{Name: "file", Form: FormText, Go: "File"},
			{Name: "target", Form: FormHex, Go: "Target"},
			{Name: "application", Form: FormText, Go: "Application"},
		}},
		{KindResponse, on, "The answer of the card: sw is its status word, data the bytes before it, head the part of data that stays readable.", []Field{
			{Name: "name", Form: FormText, Go: "Name"},
			{Name: "ap", Form: FormText, Go: "AP"},
			{Name: "ef", Form: FormHex, Go: "EF"},
			{Name: "sw", Form: FormStatusWord, Required: true, Go: "SW"},
			{Name: "meaning", Form: FormText},
			{Name: "data", Form: FormHex, Inside: true, Go: "Data"},
			{Name: "head", Form: FormHex, Go: "Head"},
			{Name: "tries", Form: FormNumber, Go: "Tries"},
		}},
		{KindCounter, on, "The tries left of a PIN, which the world read from the card for a claim.", []Field{
			{Name: "ef", Form: FormHex, Required: true, Go: "EF"},
			{Name: "tries", Form: FormNumber, Required: true, Go: "Tries"},
		}},
	}
}

func serviceKinds() []KindRow {
	on := []Plane{Service}
	return []KindRow{
		{KindRequest, on, "A request to the service; headers has only the names of its headers.", []Field{
			{Name: "exchange", Form: FormText, Required: true, Go: "Exchange"},
			{Name: "method", Form: FormText, Required: true, Go: "Method"},
			{Name: "path", Form: FormText, Required: true, Go: "Path"},
			{Name: "query", Form: FormText, Class: Personal, Source: "our own contract: no request has one"},
			{Name: "auth", Form: FormAuth, Go: "Auth"},
			{Name: "headers", Form: FormText},
			{Name: "body", Form: FormJSON, Inside: true, Go: "Body"},
		}},
		{KindAnswer, on, "The answer to the request of the same exchange.", []Field{
			{Name: "exchange", Form: FormText, Required: true, Go: "Exchange"},
			{Name: "method", Form: FormText, Go: "Method"},
			{Name: "path", Form: FormText, Go: "Path"},
			{Name: "status", Form: FormStatus, Required: true, Go: "Status"},
			{Name: "body", Form: FormJSON, Inside: true, Go: "Body"},
		}},
		{KindInventory, on, "What the world read from the service for a claim: its audit, counted, and the states of its accounts.", []Field{
			{Name: "registrations", Form: FormNumber, Go: "Registrations"},
			{Name: "deregistrations", Form: FormNumber},
			{Name: "checks", Form: FormNumber, Go: "Checks"},
			{Name: "portal-*", Form: FormNumber},
			{Name: "account.*", Form: FormText, Go: "AccountState"},
		}},
		{KindPage, on, "A page that a person opened in a browser; text is what it shows, line by line.", []Field{
			{Name: "path", Form: FormText, Required: true, Go: "Path"},
			{Name: "status", Form: FormStatus, Required: true, Go: "Status"},
			{Name: "text", Form: FormText, Go: "Text"},
		}},
		{KindMailbox, on, "What the world read from a mail box for a claim; a link is written without its token.", []Field{
			{Name: "to", Form: FormText, Required: true, Go: "To"},
			{Name: "mails", Form: FormNumber, Required: true, Go: "Mails"},
			{Name: "mail.N.kind", Form: FormText, Go: "MailKind"},
			{Name: "mail.N.subject", Form: FormText},
			{Name: "mail.N.at", Form: FormTime},
			{Name: "mail.N.link", Form: FormText, Go: "MailLink"},
		}},
	}
}

package people

// Card is one card of a person and what became of it. Its last day and that of its certificates follow from its day of
// issue and the holder's birth date; the municipality knows the rule.
type Card struct {
	ID     string `json:"id"`     // P07-2: the second of P07
	Issued string `json:"issued"` // yyyyMMdd, the day on which its certificates were issued
	// Renews is the card whose plastic this one is, with new certificates on it.
	Renews string `json:"renews,omitempty"`
	// StayUntil is the last day of a foreign resident's stay, yyyyMMdd, with which the card ends (CARD-449).
	StayUntil string `json:"stayUntil,omitempty"`
	// Pinless: a 顔認証マイナンバーカード.
	Pinless bool `json:"pinless,omitempty"`
	// Ended is there where its certificates were revoked.
	Ended *Ended `json:"ended,omitempty"`
}

// Ended is why and when certificates ended before their time.
type Ended struct {
	// Event is one of the municipality's: renewed, loss reported …
	Event string `json:"event"`
	At    string `json:"at"` // yyyyMMdd
}

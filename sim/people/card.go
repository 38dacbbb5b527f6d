package people

// Card is one card of a person and its history. Its last day and that of its certificates follow from the day of issue and
// the holder's birth date; package municipality has the rule.
type Card struct {
	ID     string `json:"id"`     // P07-2: the second of P07
	Issued string `json:"issued"` // yyyyMMdd, the day on which its certificates were issued
	// Renews is the id of the card that is the same physical card, before the new certificates were written to it.
	Renews string `json:"renews,omitempty"`
	// StayUntil is the last day of a foreign resident's stay, yyyyMMdd, with which the card ends (CARD-449).
	StayUntil string `json:"stayUntil,omitempty"`
	// Pinless is true for a 顔認証マイナンバーカード.
	Pinless bool `json:"pinless,omitempty"`
	// Ended is set if its certificates were revoked.
	Ended *Ended `json:"ended,omitempty"`
}

// Ended says why and when certificates ended early.
type Ended struct {
	// Event is an Event of package municipality: renewed, loss reported …
	Event string `json:"event"`
	At    string `json:"at"` // yyyyMMdd
}

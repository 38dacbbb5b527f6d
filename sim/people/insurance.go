package people

// Insurer is an insurer, or the office that pays instead of one.
type Insurer struct {
	ID     string `json:"id"`
	Number string `json:"number"` // 保険者番号 or 公費負担者番号: 6 digits for 国保, otherwise 8
	Kind   string `json:"kind"`   // of SVC-249, SVC-250
	Name   string `json:"name"`
	// WrongCheckDigit is true if the number has a wrong check digit on purpose (SVC-247), as all numbers of the crowd have.
	WrongCheckDigit bool `json:"wrongCheckDigit,omitempty"`
}

// Insurance is a qualification that a person has or had. To is the first day without it; empty means that it has no end.
type Insurance struct {
	InsurerNumber string `json:"insurerNumber"`
	InsurerName   string `json:"insurerName"`
	Symbol        string `json:"symbol"`
	Number        string `json:"number"`
	Branch        string `json:"branch"`
	Relation      string `json:"relation"` // OQSCD009
	InsuredName   string `json:"insuredName"`
	From          string `json:"from"` // yyyyMMdd
	To            string `json:"to,omitempty"`
}

// Assistance is 医療扶助 of a person without insurance (eligibility §4.4).
type Assistance struct {
	PayerNumber     string `json:"payerNumber"`     // 公費負担者番号, 8 digits from 12 (SVC-237)
	RecipientNumber string `json:"recipientNumber"` // 受給者番号, 7 digits
	WelfareOffice   string `json:"welfareOffice"`
	From            string `json:"from"` // yyyyMMdd
}

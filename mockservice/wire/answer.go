package wire

// CheckAnswer (200) is the one form in which the service answers: message header and body with the element names of
// eligibility reference §1.4 and §1.5. Dates are yyyyMMdd and times yyyyMMddHHmmss in JST; numbers are text, since their
// leading zeros count.
type CheckAnswer struct {
	XmlMsg Message `json:"XmlMsg"`
}

// Message is header and body.
type Message struct {
	MessageHeader Header `json:"MessageHeader"`
	MessageBody   Body   `json:"MessageBody"`
}

// Header is eligibility reference §1.4 as far as a single answer has it.
type Header struct {
	ProcessExecutionTime          string `json:"ProcessExecutionTime"`
	QualificationConfirmationDate string `json:"QualificationConfirmationDate"`
	MedicalInstitutionCode        string `json:"MedicalInstitutionCode"`
	ReferenceClassification       string `json:"ReferenceClassification"` // OQSCD002
	SegmentOfResult               string `json:"SegmentOfResult"`         // OQSCD003
	ErrorCode                     string `json:"ErrorCode,omitempty"`
	ErrorMessage                  string `json:"ErrorMessage,omitempty"`
	CharacterCodeIdentifier       string `json:"CharacterCodeIdentifier"` // OQSCD005
}

// Body is eligibility reference §1.5.
type Body struct {
	ProcessingResultStatus string `json:"ProcessingResultStatus"` // OQSCD004
	// ProcessingResultCode and ProcessingResultMessage come on success too, as a side note (SVC-049).
	ProcessingResultCode    string `json:"ProcessingResultCode,omitempty"`
	ProcessingResultMessage string `json:"ProcessingResultMessage,omitempty"`
	QualificationValidity   string `json:"QualificationValidity"` // OQSCD006
	// ResultList is an array of one-member objects (SVC-055).
	ResultList []ResultItem `json:"ResultList"`
}

// ResultItem is one member of ResultList.
type ResultItem struct {
	ResultOfQualificationConfirmation Result `json:"ResultOfQualificationConfirmation"`
}

// Result is one qualification of the person: the members that the limited type gives, never a consent group (SVC-072).
type Result struct {
	InsuredCardClassification      string `json:"InsuredCardClassification"` // OQSCD010
	Name                           string `json:"Name"`
	NameKana                       string `json:"NameKana,omitempty"`
	Sex1                           string `json:"Sex1"` // OQSCD007
	Birthdate                      string `json:"Birthdate"`
	Address                        string `json:"Address,omitempty"`
	PostNumber                     string `json:"PostNumber,omitempty"`
	InsurerName                    string `json:"InsurerName"`
	InsurerNumber                  string `json:"InsurerNumber,omitempty"`
	InsuredCardSymbol              string `json:"InsuredCardSymbol,omitempty"`
	InsuredIdentificationNumber    string `json:"InsuredIdentificationNumber,omitempty"`
	InsuredBranchNumber            string `json:"InsuredBranchNumber,omitempty"`
	PersonalFamilyClassification   string `json:"PersonalFamilyClassification,omitempty"` // OQSCD009
	InsuredName                    string `json:"InsuredName,omitempty"`
	QualificationDate              string `json:"QualificationDate,omitempty"`
	DisqualificationDate           string `json:"DisqualificationDate,omitempty"`
	InsuredCertificateIssuanceDate string `json:"InsuredCertificateIssuanceDate,omitempty"`
	InsuredCardValidDate           string `json:"InsuredCardValidDate,omitempty"`
	InsuredCardExpirationDate      string `json:"InsuredCardExpirationDate,omitempty"`
	ReasonOfLoss                   string `json:"ReasonOfLoss,omitempty"`
}

// Codes of eligibility reference §1.6 that the answer uses.
const (
	ReferenceByCard = "1" // OQSCD002 マイナンバーカード

	SegmentNormal = "1" // OQSCD003 正常終了
	SegmentError  = "9" // OQSCD003 異常終了

	CharacterUTF8 = "0" // OQSCD005

	StatusNormal = "1" // OQSCD004
	StatusError  = "2"

	ValidityValid      = "1" // OQSCD006 有効
	ValidityInvalid    = "2" // 無効
	ValiditySuperseded = "3" // 無効（新しい資格あり）
	ValidityNone       = "4" // 該当資格なし
	ValidityMultiple   = "5" // 複数該当
)

// NoteGrace and NoteExpiry are the side notes of ProcessingResultCode; the codes are ours, real ones are not public
// (eligibility reference §1.7).
const (
	NoteGrace  = "MOCK-N001" // the certificate has expired and is in its grace
	NoteExpiry = "MOCK-N002" // the certificate expires within three months
)

package wire

// The codes of eligibility reference §1.6 that a CheckAnswer uses; the comments name the code list and the meaning.
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

// NoteGrace and NoteExpiry are the notes that a successful answer may carry in ProcessingResultCode. The codes are ours, the
// real ones are not public (eligibility reference §1.7).
const (
	NoteGrace  = "MOCK-N001" // the certificate has expired and is in its grace period
	NoteExpiry = "MOCK-N002" // the certificate expires within three months
)

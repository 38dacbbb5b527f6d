package portal

// Kind is a kind of facility: which portal serves it, and how it proves its identity (eligibility reference §3.1).
type Kind struct {
	Name        string // as in store.Facility.Kind
	JA          string
	Portal      string
	Affiliation string // the choice of 所属機関選択 on omf
	// Check is the field that method ① compares with the data on file. Empty: ① can't confirm this kind.
	Check string
	// Evidence is the document that method ② requires.
	Evidence string
	// Delegated means that a facility of this kind is served only if it handles 受領委任 (APP-45).
	Delegated bool
	Source    string
}

// The names of the kinds.
const (
	KindJudo     = "judo"
	KindAhaki    = "ahaki"
	KindDental   = "dental"
	KindPharmacy = "pharmacy"
	KindCheckup  = "checkup"
	KindInsurer  = "insurer"
	KindMedical  = "medical"
	KindExempt   = "exempt"
)

// The choices of 所属機関選択 (REG-05, SVC-185).
const (
	AffiliationHealth = "健診実施機関等"
	AffiliationJudo   = "施術所（柔道整復）"
	AffiliationAhaki  = "施術所（あん摩マッサージ指圧・はり・きゅう）"
)

// The documents that method ② requires.
const (
	EvidenceDelegation = "受領委任承諾通知書"
	EvidenceNotice     = "特定健診・特定保健指導機関届(保険医療機関以外)"
	EvidenceMedical    = "特定健診・特定保健指導機関届(保険医療機関)"
	EvidenceInsurer    = "オンライン資格確認導入届（保険者）"
)

// The fields that method ① compares with the data on file.
const (
	fieldBirthDate   = "managerBirthDate"
	fieldBankAccount = "bankAccount"
)

// DefaultKinds returns all kinds of facility that the two portals serve.
func DefaultKinds() []Kind {
	const clinics, health = "SVC-178, SVC-179, APP-45", "SVC-180, SVC-181"
	return []Kind{
		{KindJudo, "施術所（柔道整復）", OMF, AffiliationJudo, fieldBirthDate, EvidenceDelegation, true, clinics},
		{KindAhaki, "施術所（あん摩マッサージ指圧・はり・きゅう）", OMF, AffiliationAhaki, fieldBirthDate, EvidenceDelegation, true, clinics},
		{KindDental, "保険医療機関（歯科）", OMF, AffiliationHealth, fieldBankAccount, EvidenceNotice, false, health},
		{KindPharmacy, "薬局", OMF, AffiliationHealth, fieldBankAccount, EvidenceNotice, false, health},
		{KindCheckup, "保険医療機関以外の施設", OMF, AffiliationHealth, fieldBankAccount, EvidenceNotice, false, health},
		{KindInsurer, "保険者", OMF, AffiliationHealth, "", EvidenceInsurer, false, "SVC-180, SVC-182, SVC-256"},
		{KindMedical, "保険医療機関（医科）", CSM, "", "", EvidenceMedical, false, "SVC-176, SVC-177"},
		{KindExempt, "義務化対象外施設", CSM, "", "", EvidenceMedical, false, "APP-64, APP-65"},
	}
}

// kind returns the kind with a name. An unknown name gives the zero Kind, which no portal serves.
func (r *Rules) kind(name string) Kind {
	for _, k := range r.Kinds {
		if k.Name == name {
			return k
		}
	}
	return Kind{}
}

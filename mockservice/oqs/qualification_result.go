package oqs

import "github.com/mynalab/mynalab/mockservice/store"

// ordinary is the card classification that most persons have (OQSCD010).
const ordinary = "01"

// resultOf returns a qualification in the form of an answer (SVC-056 to SVC-071). Characters that the interface can't transmit
// become ● (SVC-171). The day and reason of a loss are given only if the qualification is lost (validity 2 or 3).
func resultOf(q store.Qualification, validity string) *Node {
	text := func(name, value string) *Node { return Optional(name, Representable(value)) }
	kind := q.Classification
	if kind == "" {
		kind = ordinary
	}
	lost, reason := "", ""
	if validity == "2" || validity == "3" {
		lost, reason = q.To, q.LossReason
	}
	result := Group(resultName, Leaf("InsuredCardClassification", kind), Leaf("Name", Representable(q.Name)), text("NameOfOther", q.NameOfOther),
		text("NameKana", q.NameKana), text("NameOfOtherKana", q.NameOfOtherKana), Leaf("Sex1", q.Sex), text("Sex2", q.Sex2),
		Leaf("Birthdate", q.Birthdate), text("Address", q.Address), text("PostNumber", q.PostNumber), Leaf("InsurerName", Representable(q.InsurerName)),
		text("InsurerNumber", q.InsurerNumber), text("InsuredCardSymbol", q.Symbol), text("InsuredIdentificationNumber", q.Number),
		text("InsuredBranchNumber", q.Branch), text("PersonalFamilyClassification", q.Relation), text("InsuredName", q.InsuredName),
		text("QualificationDate", q.From), text("DisqualificationDate", lost), text("ReasonOfLoss", reason),
		text("InsuredCertificateIssuanceDate", q.IssuedOn), text("InsuredCardValidDate", q.ValidFrom), text("InsuredCardExpirationDate", q.ValidTo),
		text("InsuredPartialContributionRatio", q.Ratio), text("PreschoolClassification", q.Preschool))
	result.Children = append(result.Children, nodesOf(elderly(q.Elderly))...)
	result.Children = append(result.Children, limit(q.Limit)...)
	result.Children = append(result.Children, diseases(q.Diseases)...)
	return result
}

// elderly returns the elements of 高齢受給者証 (SVC-067, SVC-265).
func elderly(e *store.ElderlyCertificate) *Node {
	if e == nil {
		return nil
	}
	return Group("ElderlyRecipientCertificateInfo", Optional("ElderlyRecipientCertificateDate", e.On),
		Optional("ElderlyRecipientValidStartDate", e.From), Optional("ElderlyRecipientValidEndDate", e.To),
		Optional("ElderlyRecipientContributionRatio", e.Ratio))
}

// limit returns the elements of 限度額適用認定証, with the consent to show it (SVC-068, SVC-069).
func limit(l *store.LimitCertificate) []*Node {
	if l == nil {
		return nil
	}
	const prefix = "LimitApplicationCertificate"
	return nodesOf(Leaf(prefix+"RelatedConsFlg", "1"), Optional(prefix+"RelatedConsTime", l.ConsentedAt), Group(prefix+"RelatedInfo",
		Optional(prefix+"Classification", l.Class), Optional(prefix+"ClassificationFlag", l.Flag), Optional(prefix+"Date", l.On),
		Optional(prefix+"ValidStartDate", l.From), Optional(prefix+"ValidEndDate", l.To), Optional(prefix+"LongTermDate", l.LongTerm)))
}

// diseases returns the elements of 特定疾病療養受療証 (SVC-070, SVC-071).
func diseases(list []store.DiseaseCertificate) []*Node {
	if len(list) == 0 {
		return nil
	}
	const prefix = "SpecificDiseases"
	certificates := Group(prefix + "CertificateList")
	for _, d := range list {
		certificates.Children = append(certificates.Children, Group(prefix+"CertificateInfo", Optional(prefix+"DiseaseCategory", d.Category),
			Optional(prefix+"CertificateDate", d.On), Optional(prefix+"ValidStartDate", d.From), Optional(prefix+"ValidEndDate", d.To),
			Optional(prefix+"SelfPay", d.SelfPay)))
	}
	return []*Node{Leaf(prefix+"CertificateRelatedConsFlg", "1"), certificates}
}

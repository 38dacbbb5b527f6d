package oqs

import "slices"

// Elements returns the table of all elements (eligibility reference §1.3 to §1.5).
func Elements() []Element {
	return slices.Concat(requestElements(), headerElements(), bodyElements(), resultElements(), certificateElements(), ticketElements())
}

// searchInfo is the path of the card data in a request.
const searchInfo = "MessageBody/QualificationConfirmSearchInfo"

func requestElements() []Element {
	row := func(path string, required bool, form Form, source string) Element {
		return Element{Path: path, Use: Ask, Required: required, Form: form, Source: source}
	}
	consent := row(searchInfo+"/LimitApplicationCertificateRelatedConsFlg", false, FormText, "SVC-035")
	consent.Codes = "OQSCD001"
	return []Element{
		row("MessageHeader/QualificationConfirmationDate", true, FormDate, "SVC-029"),
		row("MessageHeader/MedicalInstitutionCode", true, FormInstitution, "SVC-029"),
		row("MessageHeader/ArbitraryFileIdentifier", false, FormText, "SVC-029"),
		row(searchInfo+"/InsurerNumber", true, FormInsurer, "SVC-030, SVC-031"),
		row(searchInfo+"/InsuredCardSymbol", false, FormSymbol, "SVC-030, SVC-263"),
		row(searchInfo+"/InsuredIdentificationNumber", true, FormText, "SVC-030"),
		row(searchInfo+"/InsuredBranchNumber", false, FormBranch, "SVC-030, SVC-033"),
		row(searchInfo+"/Birthdate", true, FormDate, "SVC-030, SVC-034"),
		consent,
		row(searchInfo+"/ArbitraryIdentifier", false, FormText, "SVC-030"),
	}
}

func headerElements() []Element {
	row := func(name string, required bool, form Form, codes string, size Size, source string) Element {
		return Element{Path: "MessageHeader/" + name, Use: Answer, Required: required, Form: form, Codes: codes, Size: size, Limited: size != Bulk,
			Source: source}
	}
	return []Element{
		row("ProcessExecutionTime", true, FormTime, "", "", "SVC-037"),
		row("QualificationConfirmationDate", true, FormDate, "", "", "SVC-038"),
		row("MedicalInstitutionCode", true, FormInstitution, "", "", "SVC-039"),
		row("ArbitraryFileIdentifier", false, FormText, "", "", "SVC-040"),
		row("ReferenceClassification", true, FormText, "OQSCD002", Single, "SVC-041"),
		row("SegmentOfResult", true, FormText, "OQSCD003", "", "SVC-042"),
		row("ErrorCode", false, FormText, "", "", "SVC-043, SVC-099"),
		row("ErrorMessage", false, FormText, "", "", "SVC-043"),
		row("CharacterCodeIdentifier", true, FormText, "OQSCD005", "", "SVC-044"),
		row("ReceptionNumber", false, FormText, "", Bulk, "SVC-045"),
		row("NumberOfProcessingResult", false, FormCount, "", Bulk, "SVC-045"),
		row("NumberOfNormalProcessing", false, FormCount, "", Bulk, "SVC-045"),
		row("NumberOfError", false, FormCount, "", Bulk, "SVC-045"),
	}
}

func bodyElements() []Element {
	row := func(name string, required bool, form Form, codes, source string) Element {
		return Element{Path: "{unit}/" + name, Use: Answer, Required: required, Form: form, Codes: codes, Limited: true, Source: source}
	}
	reference := row("ReferenceNumber", false, FormText, "", "SVC-052")
	reference.Size, reference.Limited = Bulk, false
	list := []Element{
		row("ProcessingResultStatus", true, FormText, "OQSCD004", "SVC-047"),
		row("ProcessingResultCode", false, FormText, "", "SVC-048, SVC-049, SVC-099"),
		row("ProcessingResultMessage", false, FormText, "", "SVC-048, SVC-049"),
		row("QualificationValidity", false, FormText, "OQSCD006", "SVC-050"),
		row("PrescriptionIssueSelect", false, FormText, "PrescriptionIssueSelect", "SVC-051, SVC-073"),
		reference,
	}
	for _, e := range requestElements() {
		if name, ok := lastOf(e.Path, searchInfo); ok {
			list = append(list, Element{Path: "{unit}/QualificationConfirmSearchInfo/" + name, Use: Answer, Form: e.Form, Codes: e.Codes,
				Source: "SVC-051"})
		}
	}
	return list
}

func resultElements() []Element {
	row := func(name string, required bool, form Form, codes, source string) Element {
		return Element{Path: "{result}/" + name, Use: Answer, Required: required, Form: form, Codes: codes, Limited: true, Source: source}
	}
	return []Element{
		row("InsuredCardClassification", true, FormText, "OQSCD010", "SVC-056"),
		row("InsurerNumber", false, FormText, "", "SVC-058"), row("InsuredCardSymbol", false, FormText, "", "SVC-058"),
		row("InsuredIdentificationNumber", false, FormText, "", "SVC-058"), row("InsuredBranchNumber", false, FormBranch, "", "SVC-058, SVC-033"),
		row("PersonalFamilyClassification", false, FormText, "OQSCD009", "SVC-058"), row("InsuredName", false, FormText, "", "SVC-058"),
		row("Name", true, FormText, "", "SVC-056, SVC-059"), row("NameOfOther", false, FormText, "", "SVC-059"),
		row("NameKana", false, FormKana, "", "SVC-059, SVC-060"), row("NameOfOtherKana", false, FormKana, "", "SVC-059, SVC-060"),
		row("Sex1", true, FormText, "OQSCD007", "SVC-056, SVC-061"), row("Sex2", false, FormText, "OQSCD007", "SVC-061"),
		row("Birthdate", true, FormDate, "", "SVC-056"), row("Address", false, FormText, "", "SVC-059"),
		row("PostNumber", false, FormPost, "", "SVC-062"),
		row("QualificationDate", false, FormDate, "", "SVC-063"), row("DisqualificationDate", false, FormDate, "", "SVC-063"),
		row("InsuredCertificateIssuanceDate", false, FormDate, "", "SVC-063"), row("InsuredCardValidDate", false, FormDate, "", "SVC-063"),
		row("InsuredCardExpirationDate", false, FormDate, "", "SVC-063"),
		row("InsuredPartialContributionRatio", false, FormPercent, "", "SVC-064, SVC-065"),
		row("PreschoolClassification", false, FormText, "PreschoolClassification", "SVC-064, SVC-094"),
		row("ReasonOfLoss", false, FormText, "ReasonOfLoss", "SVC-064, SVC-095"),
		row("InsurerName", true, FormText, "", "SVC-056, SVC-066"), row("WelfareOfficeName", false, FormText, "", "SVC-066"),
		row("ReferenceNumber", false, FormText, "", "SVC-073"), row("ArbitraryIdentifier", false, FormText, "", "SVC-073"),
	}
}

func certificateElements() []Element {
	var list []Element
	under := func(parent, prefix, source string, forms map[string]Form, codes map[string]string, names ...string) {
		for _, name := range names {
			form, ok := forms[name]
			if !ok {
				form = FormDate
			}
			list = append(list, Element{Path: "{result}/" + parent + prefix + name, Use: Answer, Form: form, Codes: codes[name], Limited: true,
				Source: source})
		}
	}
	text := map[string]Form{"Classification": FormText, "ClassificationFlag": FormText, "DiseaseCategory": FormText, "SelfPay": FormCount,
		"ContributionRatio": FormPercent, "ConsFlg": FormText, "ConsTime": FormTime}
	under("ElderlyRecipientCertificateInfo/", "ElderlyRecipient", "SVC-067, SVC-265", text, nil, "CertificateDate", "ValidStartDate", "ValidEndDate",
		"ContributionRatio")
	under("", "LimitApplicationCertificateRelated", "SVC-068", text, map[string]string{"ConsFlg": "OQSCD001"}, "ConsFlg", "ConsTime")
	under("LimitApplicationCertificateRelatedInfo/", "LimitApplicationCertificate", "SVC-069", text,
		map[string]string{"Classification": "OQSCD011", "ClassificationFlag": "OQSCD012"},
		"Classification", "ClassificationFlag", "Date", "ValidStartDate", "ValidEndDate", "LongTermDate")
	under("", "SpecificDiseasesCertificateRelated", "SVC-070", text, map[string]string{"ConsFlg": "SpecificDiseasesConsFlg"}, "ConsFlg", "ConsTime")
	under("SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/", "SpecificDiseases", "SVC-071", text,
		map[string]string{"DiseaseCategory": "OQSCD013"}, "DiseaseCategory", "CertificateDate", "ValidStartDate", "ValidEndDate", "SelfPay")
	for _, group := range ConsentGroups() {
		for _, name := range []string{"ConsFlg", "ConsTime", "AvailableTime"} {
			form := FormTime
			if name == "ConsFlg" {
				form = FormText
			}
			list = append(list, Element{Path: "{result}/" + group + name, Use: Answer, Form: form, Source: "SVC-072"})
		}
	}
	return list
}

// ConsentGroups returns the prefixes of the elements about health and medical data, which the limited type never returns
// (SVC-072).
func ConsentGroups() []string {
	return []string{"SpecificHealthCheckupsInfo", "PharmacistsInfo", "DiagnosisInfo", "OperationInfo"}
}

// ticket is the path of a 医療扶助 ticket in a result.
const ticket = "{result}/PublicExpenseResultList/MedicalTicketInfo/"

func ticketElements() []Element {
	var list []Element
	add := func(source string, form Form, names ...string) {
		for _, name := range names {
			list = append(list, Element{Path: ticket + name, Use: Answer, Form: form, Source: source})
		}
	}
	add("SVC-074", FormText, "TicketType", "IssueNumber", "MedicalTreatmentType")
	add("SVC-074", FormDate, "MedicalTicketValidDate", "MedicalTicketExpirationDate")
	add("SVC-074", FormMonth, "MedicalTreatmentMonth")
	add("SVC-075", FormText, "DesignatedMedicalInstitutionCode", "DesignatedMedicalInstitutionFlag", "DesignatedMedicalInstitutionName",
		"PrescriptionIssuerMedicalInstitutionCode", "PrescriptionIssuerMedicalInstitutionName")
	add("SVC-076", FormText, "InjuryName1", "InjuryName2", "InjuryName3", "Remarks1", "Remarks2", "Remarks3")
	add("SVC-077", FormCount, "SelfPayAmount")
	add("SVC-077", FormText, "DistrictContactName", "HandlingContactName")
	// The spelling StatusOfInfecton is that of the sources.
	add("SVC-078", FormText, "SingleOrCombinedUse", "StatusOfSocialInsurance", "ConsistencyFlag", "StatusOfInfecton",
		"StatusOfElderlyMedicalCare", "StatusOfPrefecturalExpenses")
	return list
}

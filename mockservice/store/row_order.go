package store

import "cmp"

// The orders of the lists. Texts are compared as bytes in Go, not by the database, because each database sorts texts
// differently.

func compareKeys(a, b AccountKey) int {
	return cmp.Or(cmp.Compare(a.InstitutionCode, b.InstitutionCode), cmp.Compare(a.ID, b.ID))
}

func compareAccounts(a, b Account) int { return compareKeys(a.Key, b.Key) }

func compareCertificates(a, b Certificate) int {
	return cmp.Or(a.ToldAt.Compare(b.ToldAt), cmp.Compare(a.Serial, b.Serial))
}

func compareRevocations(a, b Revocation) int { return cmp.Compare(a.Serial, b.Serial) }

func compareApplications(a, b Application) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}

package jpki

import (
	"slices"
	"sync"
	"time"
)

// The user-authentication CA has three generations with the same subject (CARD-446) and the validity periods of the real ones
// (CARD-441…CARD-443, SVC-305). All are built once and never change. The serial number of the first is that of the real
// one; the others are ours.
var (
	generations = sync.OnceValue(func() []*Authority {
		return []*Authority{
			newAuthority(authoritySpec{keyFirst, 1, unitAuthentication, date(2015, 10, 20), date(2025, 10, 19)}),
			newAuthority(authoritySpec{keySecond, 0x4D594C03, unitAuthentication, date(2019, 9, 14), date(2029, 9, 14)}),
			newAuthority(authoritySpec{keyThird, 0x4D594C01, unitAuthentication, date(2023, 7, 16), date(2033, 7, 15)}),
		}
	})
	signature = sync.OnceValue(func() *Authority {
		return newAuthority(authoritySpec{keySignature, 0x4D594C02, unitSignature, date(2019, 1, 1), date(2039, 12, 31)})
	})
)

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, JST)
}

// Generations returns the generations of the TEST authority for user authentication, oldest first. They have the same name and
// share one space of serial numbers; only the key identifier distinguishes them.
func Generations() []*Authority { return slices.Clone(generations()) }

// Authentication returns the newest generation of the TEST authority for user authentication.
func Authentication() *Authority { return generations()[len(generations())-1] }

// AuthenticationAt returns the generation that issues at a time: the newest whose validity has begun by then. For a time before
// all of them it returns the first.
func AuthenticationAt(at time.Time) *Authority {
	issuing := generations()[0]
	for _, a := range generations() {
		if !at.Before(a.certificate.NotBefore) {
			issuing = a
		}
	}
	return issuing
}

// Signature returns the TEST authority for digital signature.
func Signature() *Authority { return signature() }

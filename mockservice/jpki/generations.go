package jpki

import (
	"slices"
	"sync"
	"time"
)

// The user-authentication CA has three generations with one subject (CARD-446) and the validity of the real ones
// (CARD-441…CARD-443, SVC-305). All are built once and never change. The first one's serial number is that of the real
// one, the others are ours.
var (
	generations = sync.OnceValue(func() []*Authority {
		return []*Authority{
			found(charter{keyFirst, 1, unitAuthentication, date(2015, 10, 20), date(2025, 10, 19)}),
			found(charter{keySecond, 0x4D594C03, unitAuthentication, date(2019, 9, 14), date(2029, 9, 14)}),
			found(charter{keyThird, 0x4D594C01, unitAuthentication, date(2023, 7, 16), date(2033, 7, 15)}),
		}
	})
	signature = sync.OnceValue(func() *Authority {
		return found(charter{keySignature, 0x4D594C02, unitSignature, date(2019, 1, 1), date(2039, 12, 31)})
	})
)

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, JST)
}

// Generations are those of the TEST authority for user authentication, oldest first. One name stands for all of them, so
// that they share one space of serial numbers; only the key identifier tells them apart.
func Generations() []*Authority { return slices.Clone(generations()) }

// Authentication is the newest generation of the TEST authority for user authentication.
func Authentication() *Authority { return generations()[len(generations())-1] }

// AuthenticationAt is the generation that issued at a time: the newest that had begun, or the first one before that.
func AuthenticationAt(at time.Time) *Authority {
	issuing := generations()[0]
	for _, a := range generations() {
		if !at.Before(a.certificate.NotBefore) {
			issuing = a
		}
	}
	return issuing
}

// Signature is the TEST authority for digital signature.
func Signature() *Authority { return signature() }

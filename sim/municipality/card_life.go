package municipality

import (
	"errors"
	"fmt"
	"time"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/virtualcard"
)

// Life holds the rules for the life of a card as values; see DefaultLife. Rules that differ from card to card are keys of the
// card's profile (cert.sign_min_age, cert.change_revokes, cert.short_stay_months).
type Life struct {
	// AdultAge is the age in years from which a card is valid until the 10th birthday after issue instead of the 5th.
	AdultAge      int
	Endings       []Ending
	Resets        []Reset
	Substitutions []Substitution
}

// DefaultLife returns the rules of the sources: SVC-310 with the age of majority of the civil code since April 2022.
func DefaultLife() Life {
	return Life{AdultAge: 18, Endings: DefaultEndings(), Resets: DefaultResets(), Substitutions: DefaultSubstitutions()}
}

// WithLife sets other rules of life and returns the issuer.
func (is *Issuer) WithLife(life Life) *Issuer {
	is.life = life
	return is
}

// ErrCardEnded means that a card's last day is over: its certificates cannot be renewed any more.
var ErrCardEnded = errors.New("the card itself has ended")

// ErrUnborn means that an order's day of issue is before the holder's birth.
var ErrUnborn = errors.New("the holder was not born yet")

// CardExpiry returns the last second of a card issued at a moment to a person born on a day: the 10th birthday after the day
// of issue for an adult, the 5th for a minor (SVC-310).
func (l Life) CardExpiry(issued, born time.Time) time.Time {
	last := jpki.NotAfter(issued, born, time.Time{})
	if age(issued, born) < l.AdultAge {
		return last
	}
	return jpki.NotAfter(last, born, time.Time{}) // five birthdays later
}

// ForNewCard returns the order with the last day that the rule gives to a card issued on the order's day. Without this call
// the order is for the card that the cast describes, with the last day stated there.
func (l Life) ForNewCard(o Order) (Order, error) {
	born, err := o.birth()
	if err != nil {
		return o, err
	}
	o.Person.CardExpiry = l.CardExpiry(o.Issued, born).Format(dayFormat)
	return o, nil
}

// birth returns the holder's birthday, and ErrUnborn if the card would be issued before it.
func (o Order) birth() (time.Time, error) {
	born, err := birthday(o.Person.Birthdate)
	if err == nil && o.Issued.Before(born) {
		return born, fmt.Errorf("issuing the card of %s: %w: choose %s or a later day", o.Person.ID, ErrUnborn, born.Format(time.DateOnly))
	}
	return born, err
}

// age returns the age in whole years on a day in Japan.
func age(at, born time.Time) int {
	at, born = at.In(jpki.JST), born.In(jpki.JST)
	years := at.Year() - born.Year()
	if at.Month() < born.Month() || at.Month() == born.Month() && at.Day() < born.Day() {
		years--
	}
	return years
}

// resolvedOrder is an order with everything that the rules determine.
type resolvedOrder struct {
	Order
	born    time.Time
	profile virtualcard.Profile
}

// resolve determines what the order leaves to the rules: the card's last day and the end of the certificates (CARD-448).
func (l Life) resolve(o Order) (resolvedOrder, error) {
	born, err := o.birth()
	if err != nil {
		return resolvedOrder{}, err
	}
	profile, err := o.profile()
	if err != nil {
		return resolvedOrder{}, err
	}
	expiry, err := o.expiry()
	if err != nil {
		return resolvedOrder{}, err
	}
	if o.ShortStay && o.StayUntil.IsZero() {
		o.StayUntil = o.Issued.In(jpki.JST).AddDate(0, profile.Cert.ShortStayMonths, 0)
	}
	if !o.StayUntil.IsZero() && o.StayUntil.Before(expiry) { // CARD-449
		expiry = o.StayUntil.In(jpki.JST)
		o.Person.CardExpiry = expiry.Format(dayFormat)
	}
	if o.NotAfter.IsZero() {
		o.NotAfter = jpki.NotAfter(o.Issued, born, expiry)
	}
	return resolvedOrder{o, born, profile}, nil
}

// profile returns the profile of the card.
func (o Order) profile() (virtualcard.Profile, error) {
	if o.Own != nil {
		return *o.Own, o.Own.Check()
	}
	return virtualcard.LoadProfile(o.Profile)
}

// hasSignatureCertificate reports whether the card gets a signature certificate (CARD-451).
func (o resolvedOrder) hasSignatureCertificate() bool {
	return !o.Unsigned && age(o.Issued, o.born) >= o.profile.Cert.SignMinAge
}

// Change is a card after an event in its life, with the certificates that ended.
type Change struct {
	Card  Issued
	Ended []Revocation
}

// Renew writes new certificates with new keys to the holder's card. The serials change, the old certificates are superseded
// (SVC-312, SVC-316), and everything else on the card stays. The holder enters both PINs at the desk, so their counters are
// full again (CARD-347). The old Issued must not be used any more, because it is the same physical card.
func (is *Issuer) Renew(old Issued, at time.Time) (Change, error) {
	o := old.Order
	expiry, err := o.expiry()
	if err != nil {
		return Change{}, err
	}
	if !at.Before(expiry.AddDate(0, 0, 1)) {
		return Change{}, fmt.Errorf("renewing the certificates of %s: %w: have a new card issued", o.Person.ID, ErrCardEnded)
	}
	o.Issued, o.NotAfter, o.TriesLeft, o.Flaw = at, time.Time{}, nil, Sound
	spec, serial, err := is.Personalise(o)
	if err != nil {
		return Change{}, fmt.Errorf("renewing the certificates of %s: %w", o.Person.ID, err)
	}
	spec.Contents, spec.Keys, spec.PINs, spec.Objects = old.Spec.Contents, old.Spec.Keys, old.Spec.PINs, old.Spec.Objects
	renewed, err := is.finish(o, spec, serial, is.carryOver(spec, old.Card.Memory()))
	if err != nil {
		return Change{}, err
	}
	ended, err := is.End(old, EventRenewed, at)
	return Change{renewed, ended}, err
}

// carryOver returns the memory of a card whose certificates are renewed: all PINs and the counters of other applications
// stay, and the counters of the JPKI AP are full.
func (is *Issuer) carryOver(spec virtualcard.Spec, before virtualcard.Memory) virtualcard.Memory {
	m := is.tables.Fresh(spec)
	for i := range m.PINs {
		p := &m.PINs[i]
		for _, old := range before.PINs {
			switch {
			case old.Application != p.Application || old.FID != p.FID || old.PIN == "":
			case p.Application == virtualcard.JPKI:
				p.PIN = old.PIN
			default:
				*p = old
			}
		}
	}
	return m
}

// Reissue makes a new card with its own number, keys and serials, with the PINs as they were first chosen, and with a last
// day by the rules. The old card ends with the given event.
func (is *Issuer) Reissue(old Issued, event Event, at time.Time) (Change, error) {
	ended, err := is.End(old, event, at)
	if err != nil {
		return Change{}, err
	}
	o := old.Order
	o.Issued, o.NotAfter, o.TriesLeft, o.Flaw = at, time.Time{}, nil, Sound
	if o, err = is.life.ForNewCard(o); err != nil {
		return Change{}, err
	}
	card, err := is.Issue(o)
	return Change{card, ended}, err
}

const dayFormat = "20060102"

// expiry returns the beginning of the card's last day.
func (o Order) expiry() (time.Time, error) {
	t, err := time.ParseInLocation(dayFormat, o.Person.CardExpiry, jpki.JST)
	if err != nil {
		return t, fmt.Errorf("reading the last day of the card of %s: cardExpiry is not a day; write yyyyMMdd", o.Person.ID)
	}
	return t, nil
}

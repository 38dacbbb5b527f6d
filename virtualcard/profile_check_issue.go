package virtualcard

import (
	"regexp"
	"slices"
)

func (c CVPolicy) check() error {
	digits := regexp.MustCompile(`^6\d{6}$`)
	for _, key := range []struct{ name, value string }{{"cv.root", c.Root}, {"cv.surface", c.Surface}, {"cv.text", c.Text}} {
		if !digits.MatchString(key.value) {
			return badKey(key.name, "is %q; write seven digits that begin with 6, as a test issuer has", key.value)
		}
	}
	return nil
}

// certTemplate returns the extensions that the holder's certificates of older cards do not have (CARD-624).
func certTemplate() []string { return []string{"eku", "ian", "aia", "aki"} }

// check also bounds two numbers so that typing errors are noticed. Both bounds are our choice: 150 is above any age in years, 60
// months are half of the ten years that a card of an adult is valid.
func (c CertPolicy) check() error {
	// The test hierarchy has these values only: no profile may make a card that passes for one of production.
	if err := oneOf("cert.organization", c.Organization, "JPKI-TEST"); err != nil {
		return err
	}
	if err := oneOf("cert.sign_policy", c.SignPolicy, "1.2.392.200149.8.5.1.0.20"); err != nil {
		return err
	}
	switch {
	case len(c.Template) > 0 && !slices.Equal(c.Template, certTemplate()):
		return badKey("cert.template", "holds %q; list all of %q, or leave it empty for an older card", c.Template, certTemplate())
	case c.SignMinAge < 0 || c.SignMinAge > 150:
		return badKey("cert.sign_min_age", "is %d, which is out of range (0 to 150)", c.SignMinAge)
	case c.ShortStayMonths < 1 || c.ShortStayMonths > 60:
		return badKey("cert.short_stay_months", "is %d, which is out of range (1 to 60)", c.ShortStayMonths)
	}
	for _, kind := range c.ChangeRevokes {
		if err := oneOf("cert.change_revokes", kind, CertificateSign, CertificateAuth); err != nil {
			return err
		}
	}
	return nil
}

func (t TimingPolicy) check() error {
	for _, key := range []struct {
		name      string
		value, to int
		// The bounds are our choice: a minute is longer than clients are expected to wait, and a jitter of at most 90 % keeps
		// every time above 0.
	}{{"timing.sign_ms", t.SignMS, 60000}, {"timing.other_ms", t.OtherMS, 60000}, {"timing.jitter_percent", t.JitterPercent, 90}} {
		if key.value < 0 || key.value > key.to {
			return badKey(key.name, "is %d, which is out of range (0 to %d)", key.value, key.to)
		}
	}
	return nil
}

package virtualcard

import (
	"regexp"
	"slices"
)

func (c CVPolicy) check() error {
	digits := regexp.MustCompile(`^6\d{6}$`)
	for _, key := range []struct{ name, value string }{{"cv.root", c.Root}, {"cv.surface", c.Surface}, {"cv.text", c.Text}} {
		if !digits.MatchString(key.value) {
			return wrong(key.name, "is %q; a test issuer has seven digits that begin with 6", key.value)
		}
	}
	return nil
}

// certTemplate are the extensions of the holder's certificates that older ones are without (CARD-624).
func certTemplate() []string { return []string{"eku", "ian", "aia", "aki"} }

func (c CertPolicy) check() error {
	// The test hierarchy has these and no other: whatever a profile says, no card may pass for one of production.
	if err := oneOf("cert.organization", c.Organization, "JPKI-TEST"); err != nil {
		return err
	}
	if err := oneOf("cert.sign_policy", c.SignPolicy, "1.2.392.200149.8.5.1.0.20"); err != nil {
		return err
	}
	switch {
	case len(c.Template) > 0 && !slices.Equal(c.Template, certTemplate()):
		return wrong("cert.template", "holds %q; write all of %q, or leave it empty for the certificates of an older card", c.Template, certTemplate())
	case c.SignMinAge < 0 || c.SignMinAge > 150:
		return wrong("cert.sign_min_age", "is %d; choose 0 to 150", c.SignMinAge)
	case c.ShortStayMonths < 1 || c.ShortStayMonths > 60:
		return wrong("cert.short_stay_months", "is %d; choose 1 to 60", c.ShortStayMonths)
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
	}{{"timing.sign_ms", t.SignMS, 60000}, {"timing.other_ms", t.OtherMS, 60000}, {"timing.jitter_percent", t.JitterPercent, 90}} {
		if key.value < 0 || key.value > key.to {
			return wrong(key.name, "is %d; choose 0 to %d", key.value, key.to)
		}
	}
	return nil
}

package main

import (
	"slices"

	"github.com/mynalab/mynalab/reports/bilingual"
	"github.com/mynalab/mynalab/virtualcard"
)

// pinFlag is a flag whose value becomes a PIN.
type pinFlag struct {
	name, value string
	fid         uint16
	// wrong is the error for a value that does not have the form of the PIN. It never quotes the value.
	wrong bilingual.Sentence
}

// fits reports whether the value has the form of its PIN.
func (f pinFlag) fits() bool {
	return slices.ContainsFunc(virtualcard.DefaultPINs(), func(p virtualcard.PIN) bool {
		return p.Application == virtualcard.JPKI && p.FID == f.fid && p.Form.Fits(f.value)
	})
}

// userPIN returns --pin as a pinFlag.
func userPIN(value string) pinFlag {
	return pinFlag{"pin", value, virtualcard.FIDAuthPIN, cardPhrases().noUserPIN}
}

// signPIN returns --sign-pin as a pinFlag.
func signPIN(value string) pinFlag {
	return pinFlag{"sign-pin", value, virtualcard.FIDSignPIN, cardPhrases().noSignPIN}
}

// checkPINs refuses PINs that do not have the form of the card's PINs.
func (f cardFlags) checkPINs() error {
	for _, p := range []pinFlag{userPIN(f.pin), signPIN(f.signPIN)} {
		if f.isGiven(p.name) && !p.fits() {
			return failed(p.wrong)
		}
	}
	return nil
}

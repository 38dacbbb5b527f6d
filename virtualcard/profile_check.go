package virtualcard

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// Check finds the values that would make the card answer nonsense, and names the key.
func (p Profile) Check() error {
	if err := p.check(); err != nil {
		return fmt.Errorf("checking %s: %w", p.title(), err)
	}
	return nil
}

// check is Check for who knows where the keys stand: where it can, an error is a *keyError.
func (p Profile) check() error {
	if p.Schema != ProfileSchema {
		return wrong("schema", "is %q, %q wanted", p.Schema, ProfileSchema)
	}
	for _, err := range []error{checkATR("atr", p.ATR), p.Token.check(), p.checkStatuses(), p.checkStatusChoices(), p.checkChoices(), p.checkFiles(),
		p.checkPINs(), p.checkGetData(), p.checkVersions(), p.Cert.check(), p.CV.check(), p.Timing.check()} {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkATR proves start byte and check byte (CARD-006: the exclusive or from T0 to TCK is 0).
func checkATR(key string, atr []byte) error {
	if len(atr) < 4 || len(atr) > 33 || atr[0] != 0x3B {
		return wrong(key, "of %d bytes does not start with 3B or is no ATR by its length", len(atr))
	}
	sum := byte(0)
	for _, b := range atr[1:] {
		sum ^= b
	}
	if sum != 0 {
		return wrong(key, "has a wrong check byte: the exclusive or is %02X, 00 wanted", sum)
	}
	return nil
}

func (p Profile) checkChoices() error {
	if err := oneOf("verify.bad_length", p.Verify.BadLength, BadLengthSpend, BadLengthRefuse); err != nil {
		return err
	}
	if err := oneOf("key.algorithm", p.Key.Algorithm, AlgorithmRSA); err != nil {
		return err
	}
	for _, scheme := range p.Sign.Schemes {
		if scheme < 0 || scheme > 5 {
			return wrong("sign.schemes", "holds %d; P1 goes from 0 to 5", scheme)
		}
	}
	steps := []Step{StepClass, StepInstruction, StepParameters}
	if !slices.Equal(slices.Sorted(slices.Values(p.SW.Order)), steps) {
		return wrong("sw.order", "is %q; put class, instruction and parameters in an order, each once", p.SW.Order)
	}
	for _, tag := range p.Select.FCI {
		header, err := tlv.ReadHeader(append(slices.Clone(tag), 0))
		if err != nil || header.Size != len(tag)+1 {
			return wrong("select.fci", "holds %X, which is no tag", []byte(tag))
		}
	}
	return nil
}

func oneOf(key, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return wrong(key, "is %q; choose %s", value, strings.Join(allowed, " or "))
}

func (p Profile) checkGetData() error {
	for _, tag := range p.GetData.Objects {
		if b, err := hex.DecodeString(tag); err != nil || len(b) != 2 || strings.ToUpper(tag) != tag {
			return wrong("getdata.objects", "holds %q; write tags with four upper-case hex digits", tag)
		}
	}
	contact := p.GetData.ContactATR
	if len(contact) > 0 {
		if err := checkATR("getdata.contact_atr", contact); err != nil {
			return err
		}
	}
	if !p.Reader.PUPI && !bytes.Equal(contact, p.ATR) {
		return wrong("getdata.contact_atr", "is not the atr, as it must be on a contact card")
	}
	return nil
}

func (p Profile) checkVersions() error {
	for _, key := range []struct {
		name  string
		value Hex
	}{{"version.text", p.Version.Text}, {"version.surface", p.Version.Surface}} {
		if len(key.value) != 4 {
			return wrong(key.name, "has %d bytes; 4 wanted", len(key.value))
		}
	}
	return nil
}

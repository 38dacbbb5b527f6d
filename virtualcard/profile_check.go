package virtualcard

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// Check returns an error for the first value with which the card would answer nonsense. The error names the key.
func (p Profile) Check() error {
	if err := p.check(); err != nil {
		return fmt.Errorf("checking %s: %w", p.title(), err)
	}
	return nil
}

// check is Check for a caller that knows where the keys are in the file: wherever possible the error is a *keyError.
func (p Profile) check() error {
	if p.Schema != ProfileSchema {
		return badKey("schema", "is %q; write %q", p.Schema, ProfileSchema)
	}
	for _, err := range []error{checkATR("atr", p.ATR), p.Token.check(), p.checkStatuses(), p.checkStatusChoices(), p.checkChoices(), p.checkFiles(),
		p.checkPINs(), p.checkGetData(), p.checkVersions(), p.Cert.check(), p.CV.check(), p.Timing.check()} {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkATR checks the start byte, the length and the check byte (CARD-006: the exclusive or from T0 to TCK is 0).
func checkATR(key string, atr []byte) error {
	if len(atr) < 4 || len(atr) > 33 || atr[0] != 0x3B {
		return badKey(key, "has %d bytes; an ATR has 4 to 33 and starts with 3B", len(atr))
	}
	sum := byte(0)
	for _, b := range atr[1:] {
		sum ^= b
	}
	if sum != 0 {
		return badKey(key, "has a wrong check byte: the exclusive or is %02X instead of 00", sum)
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
			return badKey("sign.schemes", "holds %d, which is out of range (P1 is 0 to 5)", scheme)
		}
	}
	steps := []Step{StepClass, StepInstruction, StepParameters}
	if !slices.Equal(slices.Sorted(slices.Values(p.SW.Order)), steps) {
		return badKey("sw.order", "is %q; list class, instruction and parameters in any order, each once", p.SW.Order)
	}
	for _, tag := range p.Select.FCI {
		header, err := tlv.ReadHeader(append(slices.Clone(tag), 0))
		if err != nil || header.Size != len(tag)+1 {
			return badKey("select.fci", "holds %X, which is not one BER-TLV tag", []byte(tag))
		}
	}
	return nil
}

func oneOf(key, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return badKey(key, "is %q; choose %s", value, strings.Join(allowed, " or "))
}

func (p Profile) checkGetData() error {
	for _, tag := range p.GetData.Objects {
		if b, err := hex.DecodeString(tag); err != nil || len(b) != 2 || strings.ToUpper(tag) != tag {
			return badKey("getdata.objects", "holds %q; write tags with four upper-case hex digits", tag)
		}
	}
	contact := p.GetData.ContactATR
	if len(contact) > 0 {
		if err := checkATR("getdata.contact_atr", contact); err != nil {
			return err
		}
	}
	if !p.Reader.PUPI && !bytes.Equal(contact, p.ATR) {
		return badKey("getdata.contact_atr", "differs from atr; on a contact card both must be equal")
	}
	return nil
}

func (p Profile) checkVersions() error {
	for _, key := range []struct {
		name  string
		value Hex
	}{{"version.text", p.Version.Text}, {"version.surface", p.Version.Surface}} {
		if len(key.value) != 4 {
			return badKey(key.name, "has %d bytes; write 4", len(key.value))
		}
	}
	return nil
}

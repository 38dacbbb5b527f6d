package virtualcard

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// missingKey compares the keys of text with those that p is written with, so that a default is never taken silently.
func missingKey(text []byte, p Profile) error {
	whole, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing it again: %w", err)
	}
	var given, wanted map[string]any
	if err := errors.Join(json.Unmarshal(text, &given), json.Unmarshal(whole, &wanted)); err != nil {
		return err
	}
	return missingIn(given, wanted, "")
}

func missingIn(given, wanted map[string]any, prefix string) error {
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		value, ok := given[name]
		if !ok {
			return fmt.Errorf("key %s%s is missing", prefix, name)
		}
		inner, isObject := wanted[name].(map[string]any)
		if !isObject {
			continue
		}
		object, _ := value.(map[string]any)
		if err := missingIn(object, inner, prefix+name+"."); err != nil {
			return err
		}
	}
	return nil
}

// check finds the values that would make the card answer nonsense.
func (p Profile) check() error {
	if p.Schema != ProfileSchema {
		return fmt.Errorf("schema is %q, %q wanted", p.Schema, ProfileSchema)
	}
	for _, err := range []error{checkATR(p.ATR), p.Token.check(), p.checkStatuses(), p.checkChoices()} {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkATR proves start byte and check byte (CARD-006: the exclusive or from T0 to TCK is 0).
func checkATR(atr []byte) error {
	if len(atr) < 4 || len(atr) > 33 || atr[0] != 0x3B {
		return fmt.Errorf("atr of %d bytes does not start with 3B or is no ATR by its length", len(atr))
	}
	sum := byte(0)
	for _, b := range atr[1:] {
		sum ^= b
	}
	if sum != 0 {
		return fmt.Errorf("atr has a wrong check byte: the exclusive or is %02X, 00 wanted", sum)
	}
	return nil
}

// checkStatuses demands a status word at every key that holds one, and none that asks for GET RESPONSE or another Le
// (CARD-482: this card never gives 61xx or 6Cxx).
func (p Profile) checkStatuses() error {
	type key struct {
		name string
		sw   apdu.Status
	}
	keys := []key{
		{"chaining.refused_sw", p.Chaining.RefusedSW},
		{"read.eof_sw", p.Read.EOFSW},
		{"read.short_sw", p.Read.ShortSW},
		{"verify.blocked_sw", p.Verify.BlockedSW},
		{"verify.blocked_query_sw", p.Verify.BlockedQuerySW},
		{"verify.not_a_key_sw", p.Verify.NotAKeySW},
		{"change.bad_format_sw", p.Change.BadFormatSW},
		{"sign.bad_length_sw", p.Sign.BadLengthSW},
	}
	for _, fid := range slices.Sorted(maps.Keys(p.Read.UnknownSW)) {
		keys = append(keys, key{"read.unknown_sw." + fid, p.Read.UnknownSW[fid]})
	}
	for _, k := range keys {
		switch sw1 := byte(k.sw >> 8); {
		case sw1 == 0x61 || sw1 == 0x6C:
			return fmt.Errorf("%s is %s, which this card never gives", k.name, k.sw.String())
		case sw1>>4 != 6 && sw1>>4 != 9:
			return fmt.Errorf("%s is %s, which is no status word", k.name, k.sw.String())
		}
	}
	return nil
}

func (p Profile) checkChoices() error {
	if l := p.Verify.BadLength; l != BadLengthSpend && l != BadLengthRefuse {
		return fmt.Errorf("verify.bad_length is %q; choose %s or %s", l, BadLengthSpend, BadLengthRefuse)
	}
	for _, scheme := range p.Sign.Schemes {
		if scheme < 0 || scheme > 5 {
			return fmt.Errorf("sign.schemes holds %d; P1 goes from 0 to 5", scheme)
		}
	}
	for _, tag := range p.Select.FCI {
		header, err := tlv.ReadHeader(append(slices.Clone(tag), 0))
		if err != nil || header.Size != len(tag)+1 {
			return fmt.Errorf("select.fci holds %X, which is no tag", []byte(tag))
		}
	}
	return nil
}

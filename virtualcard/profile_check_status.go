package virtualcard

import (
	"maps"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// statusKey is a profile key whose value is a status word.
type statusKey struct {
	name string
	sw   apdu.Status
	// done is true if the status word ends a read, which may be 9000; any other key holds a refusal.
	done bool
}

// statusKeys returns all keys of the profile that hold a status word.
func (p Profile) statusKeys() []statusKey {
	keys := []statusKey{
		{"chaining.refused_sw", p.Chaining.RefusedSW, false},
		{"read.eof_sw", p.Read.EOFSW, true},
		{"read.short_sw", p.Read.ShortSW, true},
		{"getdata.missing_sw", p.GetData.MissingSW, false},
		{"verify.blocked_sw", p.Verify.BlockedSW, false},
		{"verify.blocked_query_sw", p.Verify.BlockedQuerySW, false},
		{"verify.not_a_key_sw", p.Verify.NotAKeySW, false},
		{"change.bad_format_sw", p.Change.BadFormatSW, false},
		{"sign.bad_length_sw", p.Sign.BadLengthSW, false},
		{"sw.malformed_sw", p.SW.MalformedSW, false},
	}
	for _, fid := range slices.Sorted(maps.Keys(p.Read.UnknownSW)) {
		keys = append(keys, statusKey{"read.unknown_sw." + fid, p.Read.UnknownSW[fid], false})
	}
	return keys
}

// checkStatuses requires at every key a status word that can have the meaning of the key. A refusal must not be 9000. None
// may report tries left. None may ask for GET RESPONSE or another Le (CARD-482: this card never answers 61xx or 6Cxx).
func (p Profile) checkStatuses() error {
	for _, k := range p.statusKeys() {
		sw1 := byte(k.sw >> 8)
		tries, counts := k.sw.Tries()
		switch {
		case sw1 == 0x61 || sw1 == 0x6C:
			return badKey(k.name, "is %s, which this card never answers; choose another", k.sw.String())
		case sw1>>4 != 6 && sw1>>4 != 9:
			return badKey(k.name, "is %s, which is not a status word; choose 6xxx or 9xxx", k.sw.String())
		case k.done && k.sw == apdu.SW9000OK:
		case sw1 < 0x62 || sw1 > 0x6F:
			return badKey(k.name, "is %s, which is not a refusal; choose from 62xx to 6Fxx", k.sw.String())
		case counts && tries > 0:
			return badKey(k.name, "is %s, which reports tries left; choose another", k.sw.String())
		}
	}
	return nil
}

// checkStatusChoices allows only the listed status words where the schema has a closed list: each has been seen on a card, or
// is one of two readings of the standard (card reference §13 row 10).
func (p Profile) checkStatusChoices() error {
	for _, key := range []struct {
		name    string
		sw      apdu.Status
		allowed [2]apdu.Status
	}{
		{"chaining.refused_sw", p.Chaining.RefusedSW, [2]apdu.Status{apdu.SW6884NoChaining, apdu.SW6E00UnknownCLA}},
		{"getdata.missing_sw", p.GetData.MissingSW, [2]apdu.Status{apdu.SW6A88ObjectNotFound, apdu.SW6A82NotFound}},
		{"verify.not_a_key_sw", p.Verify.NotAKeySW, [2]apdu.Status{apdu.SW6981WrongFileStructure, apdu.SW6985ConditionsNotMet}},
		{"sign.bad_length_sw", p.Sign.BadLengthSW, [2]apdu.Status{apdu.SW6700WrongLength, apdu.SW6985ConditionsNotMet}},
	} {
		if err := oneOf(key.name, key.sw.String(), key.allowed[0].String(), key.allowed[1].String()); err != nil {
			return err
		}
	}
	return nil
}

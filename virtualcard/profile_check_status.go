package virtualcard

import (
	"maps"
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// statusKey is a key that holds a status word.
type statusKey struct {
	name string
	sw   apdu.Status
	// done: the key tells how a read ends, which may be well; any other tells a refusal.
	done bool
}

// statusKeys are all of them.
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

// checkStatuses demands at every key a status word that can mean what the key tells: a refusal is none of 9000, none tells
// tries that are left, and none asks for GET RESPONSE or another Le (CARD-482: this card never gives 61xx or 6Cxx).
func (p Profile) checkStatuses() error {
	for _, k := range p.statusKeys() {
		sw1 := byte(k.sw >> 8)
		tries, counts := k.sw.Tries()
		switch {
		case sw1 == 0x61 || sw1 == 0x6C:
			return wrong(k.name, "is %s, which this card never gives", k.sw.String())
		case sw1>>4 != 6 && sw1>>4 != 9:
			return wrong(k.name, "is %s, which is no status word", k.sw.String())
		case k.done && k.sw == apdu.SW9000OK:
		case sw1 < 0x62 || sw1 > 0x6F:
			return wrong(k.name, "is %s, which is no refusal; choose one of 62xx to 6Fxx", k.sw.String())
		case counts && tries > 0:
			return wrong(k.name, "is %s, which tells tries that are left; choose another", k.sw.String())
		}
	}
	return nil
}

// checkStatusChoices keeps to what the schema lists where the list is closed: each has been seen on a card, or is one of
// two readings of the standard (card reference §13 row 10).
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

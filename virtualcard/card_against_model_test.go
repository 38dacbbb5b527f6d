package virtualcard_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// event is one thing that happens to card and model: a change of power, or a command.
type event struct {
	power string
	raw   []byte
}

// String describes the event in a shrunk counterexample.
func (e event) String() string { return strings.TrimSpace(fmt.Sprintf("%s %X", e.power, e.raw)) }

// events draws events: mostly meaningful commands, some of them with one field spoiled, and some random bytes.
func events() *rapid.Generator[event] {
	return rapid.Custom(func(t *rapid.T) event {
		switch rapid.IntRange(0, 63).Draw(t, "what") { // small numbers are drawn more often
		case 40:
			return event{power: "power-off"}
		case 41:
			return event{power: "warm reset"}
		case 42, 43:
			return event{raw: unchained(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "bytes"))}
		}
		return event{raw: unchained(meaningful(t).Bytes())}
	})
}

// unchained restricts a command to what the model knows: it clears the chaining bit, and it replaces instructions that other
// tests cover.
func unchained(raw []byte) []byte {
	if len(raw) > 0 {
		raw[0] &^= 0x10
	}
	if len(raw) > 1 && slices.Contains([]byte{apdu.INSManageAttributes, apdu.INSExternalAuthenticate, apdu.INSSetSessionKey}, raw[1]) {
		raw[1] = apdu.INSGetResponse
	}
	return raw
}

// meaningful draws a command that a client could send, sometimes with one field spoiled.
func meaningful(t *rapid.T) apdu.Command {
	file := rapid.ByteRange(0x01, 0x1F).Draw(t, "file")
	key := rapid.SampledFrom([]byte{0x97, 0x9A, 0x80, 0x99, 0x93, 0x94, 0x00, 0x80 | file}).Draw(t, "key")
	reference := rapid.SampledFrom([]byte{0x80, 0x80 | file}).Draw(t, "reference")
	number := rapid.SampledFrom([]uint16{0x0042, 0x00F8, 0x5F51, 0x7F21, 0x0045, 0x1234}).Draw(t, "object")
	pick := rapid.SampledFrom([]apdu.Command{
		rightSecret(t),
		{INS: apdu.INSReadBinary, P1: 0x80 | file, P2: rapid.Byte().Draw(t, "offset"), Ne: 256},
		{CLA: 0x80, INS: apdu.INSSign, P1: rapid.ByteRange(0, 6).Draw(t, "scheme"), P2: key, Data: make([]byte, 32), Ne: 256},
		{INS: apdu.INSSelect, P1: 0x02, P2: 0x0C, Data: []byte{0x00, file}},
		{INS: apdu.INSSelect, P1: 0x04, P2: 0x0C, Data: modelName(t)},
		{CLA: 0x80, INS: apdu.INSSign, P2: key, Data: make([]byte, rapid.IntRange(1, 246).Draw(t, "Lc"))},
		{INS: apdu.INSVerify, P2: reference, Data: []byte(rapid.SampledFrom([]string{"1235", "4321", "XYZ789", "1", "12345678901234567"}).Draw(t, "secret"))},
		{INS: apdu.INSInternalAuthenticate, P2: key, Data: make([]byte, rapid.IntRange(1, 255).Draw(t, "Lc")), Ne: 256},
		{INS: apdu.INSReadRecord, P1: 0x01, P2: rapid.SampledFrom([]byte{0x0C, 0x04, 0x0D}).Draw(t, "record"), Ne: 256},
		{INS: apdu.INSGetData, P1: byte(number >> 8), P2: byte(number), Ne: rapid.SampledFrom([]int{256, 65536, 4}).Draw(t, "Ne")},
		{INS: apdu.INSChangeReferenceData, P1: 0x01, P2: 0x80, Data: []byte(rapid.SampledFrom([]string{"4321", "XYZ789", "1"}).Draw(t, "new"))},
		{CLA: 0x80, INS: apdu.INSChangeKey, P2: 0x80, Data: []byte(rapid.SampledFrom([]string{"4321", "XYZ789", "1"}).Draw(t, "new"))},
		{INS: apdu.INSVerify, P2: reference},
		{INS: apdu.INSSelect, P1: 0x04, P2: rapid.SampledFrom([]byte{0x00, 0x02, 0x0E}).Draw(t, "P2"), Data: modelName(t), Ne: 256},
		{INS: apdu.INSReadBinary, P1: rapid.SampledFrom([]byte{0, 1, 2, 0x7F}).Draw(t, "page"), P2: rapid.Byte().Draw(t, "offset"), Ne: rapid.IntRange(1, 256).Draw(t, "Ne")},
		{INS: apdu.INSReadBinary, P1: 0x80 | file, Ne: 65536, Extended: true},
		{INS: apdu.INSGetChallenge, Ne: rapid.IntRange(1, 256).Draw(t, "Ne")},
		{INS: apdu.INSSelect, P1: 0x00, P2: 0x00},
	}).Draw(t, "command")
	return spoiled(t, pick)
}

// rightSecret draws a VERIFY with a correct secret of one of the applications.
func rightSecret(t *rapid.T) apdu.Command {
	h := holder()
	secret := rapid.SampledFrom([]struct {
		fid   byte
		value string
	}{{0x18, h.PINs.Holder}, {0x1B, h.PINs.Sign}, {0x11, h.PINs.Holder}, {0x14, h.A}, {0x15, h.B}, {0x11, h.Birth}, {0x12, h.B},
		{0x13, h.A}, {0x1C, h.PINs.Holder}, {0x1C, "4321"}}).Draw(t, "right")
	return apdu.Command{INS: apdu.INSVerify, P2: 0x80 | secret.fid, Data: []byte(secret.value)}
}

// modelName draws the name of an application, whole or cut, or a name that no application has.
func modelName(t *rapid.T) []byte {
	whole := rapid.SampledFrom(names()).Draw(t, "name")
	return whole[:rapid.SampledFrom([]int{len(whole), 5, 3, 0}).Draw(t, "cut")]
}

// spoiled changes one field in a few of the commands.
func spoiled(t *rapid.T, c apdu.Command) apdu.Command {
	switch rapid.IntRange(0, 31).Draw(t, "spoil") {
	case 16:
		c.CLA = rapid.SampledFrom([]byte{0x80, 0x00, 0x01, 0x03, 0x20, 0x40, 0xC0, 0xFF}).Draw(t, "CLA")
	case 17:
		c.P1 = rapid.Byte().Draw(t, "P1")
	case 18:
		c.P2 = c.P2&0x80 | rapid.Byte().Draw(t, "P2")
	case 19:
		c.Ne, c.Extended = rapid.SampledFrom([]int{0, 1, 255, 256, 65536}).Draw(t, "Ne"), true
	case 20:
		c.Data = rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "data")
	}
	return c
}

// chipUnderTest is what drive needs from a card.
type chipUnderTest interface {
	PowerOn()
	PowerOff()
	WarmReset()
	Transmit([]byte) []byte
}

// apply applies one event to both and compares the results.
func (e event) apply(card chipUnderTest, m *model) error {
	switch e.power {
	case "power-off":
		card.PowerOff()
		card.PowerOn()
		m.powerOff()
		return nil
	case "warm reset":
		card.WarmReset()
		m.warmReset()
		return nil
	}
	answer := card.Transmit(e.raw)
	if len(answer) >= 2 && (answer[len(answer)-2] == 0x61 || answer[len(answer)-2] == 0x6C) {
		return fmt.Errorf("an answer that asks for another command")
	}
	return m.step(e.raw).matches(answer)
}

// modelConfig has no institution key: the stand-in for 特定機関認証 is our own contract and not part of the card reference.
func modelConfig(t testing.TB) virtualcard.Config {
	t.Helper()
	config := virtualcard.Config{Spec: residentSpec(t, "contact-a1"), Chance: chance()}
	config.Spec.InstitutionKey = nil
	return config
}

// drive applies a hundred events to a card with this configuration and to the model. It returns the first difference as an
// error.
func drive(t *rapid.T, config virtualcard.Config) error {
	card, err := virtualcard.New(config)
	require.NoError(t, err)
	card.PowerOn()
	profile, err := virtualcard.LoadProfile(config.Spec.Profile)
	require.NoError(t, err)
	m := modelOf(config.Spec, profile)
	for i, e := range rapid.SliceOfN(events(), 100, 100).Draw(t, "events") {
		if err := e.apply(card, m); err != nil {
			return fmt.Errorf("event %d, %s: %w", i+1, e, err)
		}
	}
	return nil
}

package virtualcard_test

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// modelIssue is what one card was issued with, as plain values: contents, secrets, numbers. The rules are the model's own.
type modelIssue struct {
	atr, signCert, signCA, authCert, authCA []byte
	// label and serial are from the token information, authPIN and signPIN are the PINs of JPKI.
	label, serial, authPIN, signPIN string
	// pin is the PIN of the 券面 applications; a, b and birth are the codes printed on the card.
	pin, a, b, birth string
	objects          map[uint16][]byte
	// The contents of the municipal applications, by file identifier.
	text, surface, juki, common func(uint16) []byte
}

// modelMade returns the model of that card, with the rules of the card reference (§2.1, §2.4, §2.5, §3, §4, §5.3).
func modelMade(of modelIssue) *model {
	domain := &modelApp{aid: []byte{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}, objects: of.objects}
	m := &model{apps: []*modelApp{domain, modelJPKI(of), modelText(of), modelSurface(of),
		modelJuki(of), modelCommon(of)}}
	for _, app := range m.apps {
		if app.objects == nil {
			app.objects = map[uint16][]byte{}
		}
		app.objects[0x5F51] = of.atr[1:]
	}
	m.powerOff()
	return m
}

// modelToken returns the token information as card reference §3.1 lays it out: texts padded with blanks, numbers big-endian.
func modelToken(label, serial string) []byte {
	numbers, err := hex.DecodeString("0000040D" + "00000001" + "00000000" + "00000001" + "00000000" + "00000010" + "00000006" +
		strings.Repeat("FF", 16))
	if err != nil {
		panic(err) // a constant
	}
	return fmt.Appendf(nil, "%-32s%032d%-16s%-16s%s0301%s", label, 1, "E16R01NJ", serial, numbers, strings.Repeat("9", 16))
}

func modelFree(b []byte) modelFile { return modelFile{content: b, free: true} }

func modelOpened(b []byte, by ...uint16) modelFile { return modelFile{content: b, opens: by} }

// modelShut returns a key that a PIN opens for signatures and that is refused for INTERNAL AUTHENTICATE.
func modelShut(by ...uint16) modelFile { return modelFile{kind: modelKey, opens: by, proof: "6982"} }

// modelOpen returns a key of the 券面 applications.
func modelOpen() modelFile { return modelFile{kind: modelKey, free: true, proof: "6985"} }

func modelReference() modelFile { return modelFile{kind: modelPIN} }

func modelUnfit(sw string) modelFile { return modelFile{kind: modelOdd, odd: sw} }

// modelFour returns a PIN of four digits, with the instruction that changes it.
func modelFour(value string, change byte) *modelSecret {
	return &modelSecret{value: value, max: 3, left: 3, digits: 4, change: change}
}

func modelPrinted(value string) *modelSecret {
	return &modelSecret{value: value, max: 10, left: 10, digits: len(value)}
}

func modelJPKI(of modelIssue) *modelApp {
	pin := modelReference()
	return &modelApp{aid: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01},
		files: map[uint16]modelFile{
			0x01: modelOpened(of.signCert, 0x1B), 0x02: modelFree(of.signCA), 0x05: modelUnfit("6981"), 0x06: modelFree(modelToken(of.label, of.serial)),
			0x08: modelFree([]byte{0x8F, 0x8F, 0x00}), 0x09: modelUnfit("6982"), 0x0A: modelFree(of.authCert),
			0x0B: modelFree(of.authCA), 0x10: pin, 0x16: modelShut(), 0x17: modelShut(0x18), 0x18: pin, 0x19: modelUnfit("6981"),
			0x1A: modelShut(0x1B), 0x1B: pin, 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x18: modelFour(of.authPIN, 0x24), 0x1B: {value: of.signPIN, max: 5, left: 5, change: 0x24}}}
}

func modelText(of modelIssue) *modelApp {
	pin := modelReference()
	file := func(fid uint16, by ...uint16) modelFile { return modelOpened(of.text(fid), by...) }
	return &modelApp{aid: municipal(0x04, 0x08), signer: 0x13,
		files: map[uint16]modelFile{
			0x01: file(0x01, 0x11, 0x14), 0x02: file(0x02, 0x11, 0x15), 0x03: file(0x03, 0x11, 0x14, 0x15),
			0x04: modelFree(of.text(0x04)), 0x05: modelFree(of.text(0x05)), 0x06: file(0x06, 0x11, 0x14, 0x15),
			0x07: file(0x07, 0x11, 0x14, 0x15), 0x08: file(0x08, 0x11, 0x14, 0x15), 0x10: pin, 0x11: pin, 0x12: pin,
			0x13: modelOpen(), 0x14: pin, 0x15: pin, 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{
			0x11: modelFour(of.pin, 0x24), 0x12: {max: 15, digits: 4}, 0x14: modelPrinted(of.a), 0x15: modelPrinted(of.b)}}
}

func modelSurface(of modelIssue) *modelApp {
	pin := modelReference()
	file := func(fid uint16, by ...uint16) modelFile { return modelOpened(of.surface(fid), by...) }
	return &modelApp{aid: municipal(0x04, 0x02), signer: 0x1A,
		files: map[uint16]modelFile{
			0x01: file(0x01, 0x11), 0x02: file(0x02, 0x12, 0x13), 0x03: modelFree(of.surface(0x03)), 0x04: modelFree(of.surface(0x04)),
			0x05: file(0x05, 0x13), 0x06: file(0x06, 0x12, 0x13), 0x11: pin, 0x12: pin, 0x13: pin, 0x14: modelUnfit("6981"),
			0x15: modelUnfit("6981"), 0x1A: modelOpen(), 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x11: modelPrinted(of.birth), 0x12: modelPrinted(of.b), 0x13: modelPrinted(of.a)}}
}

func modelJuki(of modelIssue) *modelApp {
	return &modelApp{aid: municipal(0x04, 0x01),
		files:   map[uint16]modelFile{0x02: modelFree(of.juki(0x02)), 0x1C: modelReference(), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x1C: modelFour(of.pin, 0x32)}}
}

func modelCommon(of modelIssue) *modelApp {
	return &modelApp{aid: municipal(0x01, 0x00),
		files: map[uint16]modelFile{
			0x01: {kind: modelRecord, content: of.common(0x01)}, 0x02: modelFree(of.common(0x02)),
			0x19: {kind: modelKey, proof: "9000"}, 0x1C: modelReference(), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x1C: modelFour(of.pin, 0x32)}}
}

// municipal returns the identifier of a municipal application.
func municipal(last ...byte) []byte {
	return append([]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01}, last...)
}

// names returns the identifiers of all applications, and one that no application has.
func names() [][]byte {
	return [][]byte{{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}, municipal(0x04, 0x08), municipal(0x04, 0x02),
		municipal(0x01, 0x00), municipal(0x04, 0x01), {0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}, {0xA0, 0x00, 0x00, 0x00, 0x03}}
}

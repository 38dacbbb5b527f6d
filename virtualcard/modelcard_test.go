package virtualcard_test

import "github.com/mynalab/mynalab/virtualcard"

// modelOf is the model of the holder's card: contents as issued, rules as the card reference tells them (§2.1, §2.4, §2.5,
// §3, §4, §5.3).
func modelOf(spec virtualcard.Spec, profile virtualcard.Profile) *model {
	content := func(application string) func(uint16) []byte {
		return func(fid uint16) []byte {
			for _, c := range spec.Contents {
				if c.Application == application && c.FID == fid {
					return c.Bytes()
				}
			}
			return nil
		}
	}
	domain := &modelApp{aid: []byte{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}, objects: map[uint16][]byte{}}
	for _, o := range spec.Objects {
		domain.objects[o.Tag] = o.Bytes()
	}
	m := &model{apps: []*modelApp{domain, modelJPKI(spec, profile.Token.Bytes()), modelText(content(virtualcard.TextAP)),
		modelSurface(content(virtualcard.SurfaceAP)), modelJuki(content(virtualcard.JukiAP)), modelCommon(content(virtualcard.CommonAP))}}
	for _, app := range m.apps {
		if app.objects == nil {
			app.objects = map[uint16][]byte{}
		}
		app.objects[0x5F51] = profile.ATR[1:]
	}
	m.powerOff()
	return m
}

func modelFree(b []byte) modelFile { return modelFile{content: b, free: true} }

func modelOpened(b []byte, by ...uint16) modelFile { return modelFile{content: b, opens: by} }

// modelShut is a key that a PIN opens for signatures, and nothing for INTERNAL AUTHENTICATE.
func modelShut(by ...uint16) modelFile { return modelFile{kind: modelKey, opens: by, proof: "6982"} }

// modelOpen is a key of the 券面 applications.
func modelOpen() modelFile { return modelFile{kind: modelKey, free: true, proof: "6985"} }

func modelReference() modelFile { return modelFile{kind: modelPIN} }

func modelUnfit(sw string) modelFile { return modelFile{kind: modelOdd, odd: sw} }

// modelFour is a PIN of four digits, with the instruction that changes it.
func modelFour(value string, change byte) *modelSecret {
	return &modelSecret{value: value, max: 3, left: 3, digits: 4, change: change}
}

func modelPrinted(value string) *modelSecret {
	return &modelSecret{value: value, max: 10, left: 10, digits: len(value)}
}

func modelJPKI(spec virtualcard.Spec, token []byte) *modelApp {
	pin := modelReference()
	return &modelApp{aid: []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01},
		files: map[uint16]modelFile{
			0x01: modelOpened(spec.SignCert, 0x1B), 0x02: modelFree(spec.SignCA), 0x05: modelUnfit("6981"), 0x06: modelFree(token),
			0x08: modelFree([]byte{0x8F, 0x8F, 0x00}), 0x09: modelUnfit("6982"), 0x0A: modelFree(spec.AuthCert),
			0x0B: modelFree(spec.AuthCA), 0x10: pin, 0x16: modelShut(), 0x17: modelShut(0x18), 0x18: pin, 0x19: modelUnfit("6981"),
			0x1A: modelShut(0x1B), 0x1B: pin, 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x18: modelFour(spec.AuthPIN, 0x24), 0x1B: {value: spec.SignPIN, max: 5, left: 5, change: 0x24}}}
}

func modelText(content func(uint16) []byte) *modelApp {
	h, pin := holder(), modelReference()
	file := func(fid uint16, by ...uint16) modelFile { return modelOpened(content(fid), by...) }
	return &modelApp{aid: municipal(0x04, 0x08), signer: 0x13,
		files: map[uint16]modelFile{
			0x01: file(0x01, 0x11, 0x14), 0x02: file(0x02, 0x11, 0x15), 0x03: file(0x03, 0x11, 0x14, 0x15),
			0x04: modelFree(content(0x04)), 0x05: modelFree(content(0x05)), 0x06: file(0x06, 0x11, 0x14, 0x15),
			0x07: file(0x07, 0x11, 0x14, 0x15), 0x08: file(0x08, 0x11, 0x14, 0x15), 0x10: pin, 0x11: pin, 0x12: pin,
			0x13: modelOpen(), 0x14: pin, 0x15: pin, 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{
			0x11: modelFour(h.PINs.Holder, 0x24), 0x12: {max: 15, digits: 4}, 0x14: modelPrinted(h.A), 0x15: modelPrinted(h.B)}}
}

func modelSurface(content func(uint16) []byte) *modelApp {
	h, pin := holder(), modelReference()
	file := func(fid uint16, by ...uint16) modelFile { return modelOpened(content(fid), by...) }
	return &modelApp{aid: municipal(0x04, 0x02), signer: 0x1A,
		files: map[uint16]modelFile{
			0x01: file(0x01, 0x11), 0x02: file(0x02, 0x12, 0x13), 0x03: modelFree(content(0x03)), 0x04: modelFree(content(0x04)),
			0x05: file(0x05, 0x13), 0x06: file(0x06, 0x12, 0x13), 0x11: pin, 0x12: pin, 0x13: pin, 0x14: modelUnfit("6981"),
			0x15: modelUnfit("6981"), 0x1A: modelOpen(), 0x1C: modelUnfit("6981"), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x11: modelPrinted(h.Birth), 0x12: modelPrinted(h.B), 0x13: modelPrinted(h.A)}}
}

func modelJuki(content func(uint16) []byte) *modelApp {
	return &modelApp{aid: municipal(0x04, 0x01),
		files:   map[uint16]modelFile{0x02: modelFree(content(0x02)), 0x1C: modelReference(), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x1C: modelFour(holder().PINs.Holder, 0x32)}}
}

func modelCommon(content func(uint16) []byte) *modelApp {
	return &modelApp{aid: municipal(0x01, 0x00),
		files: map[uint16]modelFile{
			0x01: {kind: modelRecord, content: content(0x01)}, 0x02: modelFree(content(0x02)),
			0x19: {kind: modelKey, proof: "9000"}, 0x1C: modelReference(), 0x1E: modelUnfit("6981")},
		secrets: map[uint16]*modelSecret{0x1C: modelFour(holder().PINs.Holder, 0x32)}}
}

// municipal is the identifier of an application of the municipality.
func municipal(last ...byte) []byte {
	return append([]byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01}, last...)
}

// names are the identifiers of all applications, and one of nobody.
func names() [][]byte {
	return [][]byte{{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}, municipal(0x04, 0x08), municipal(0x04, 0x02),
		municipal(0x01, 0x00), municipal(0x04, 0x01), {0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}, {0xA0, 0x00, 0x00, 0x00, 0x03}}
}

package main

import (
	"slices"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/tlv"
)

// labels are the texts of `card show`.
type labels struct {
	title, phone, name, kana, birth, sex, address, municipality, expiry, user, sign, userTries, signTries trace.Sentence
	sexes                                                                                                 map[string]trace.Sentence
}

func cardLabels() labels {
	return labels{
		title:        trace.Sentence{JA: "個人番号カード（仮想・TEST）", EN: "Individual Number Card (virtual, TEST)"},
		phone:        trace.Sentence{JA: "電子証明書を入れたスマートフォン（仮想・TEST）", EN: "Phone with certificates (virtual, TEST)"},
		name:         trace.Sentence{JA: "氏名", EN: "name"},
		kana:         trace.Sentence{JA: "カナ", EN: "kana"},
		birth:        trace.Sentence{JA: "生年月日", EN: "born"},
		sex:          trace.Sentence{JA: "性別", EN: "sex"},
		address:      trace.Sentence{JA: "住所", EN: "address"},
		municipality: trace.Sentence{JA: "市区町村コード", EN: "municipality"},
		expiry:       trace.Sentence{JA: "カードの有効期限", EN: "card expires"},
		user:         trace.Sentence{JA: "利用者証明用電子証明書", EN: "user certificate"},
		sign:         trace.Sentence{JA: "署名用電子証明書", EN: "signature certificate"},
		userTries:    trace.Sentence{JA: "利用者証明用の残り回数", EN: "tries of the user PIN"},
		signTries:    trace.Sentence{JA: "署名用の残り回数", EN: "tries of the password"},
		sexes: map[string]trace.Sentence{"1": {JA: "男", EN: "male"}, "2": {JA: "女", EN: "female"},
			"9": {JA: "不明", EN: "unknown"}},
	}
}

func (l labels) tries(fid uint16) trace.Sentence {
	if fid == virtualcard.FIDSignPIN {
		return l.signTries
	}
	return l.userTries
}

// holder is what a card stores about its holder besides certificates and the My Number.
type holder struct{ name, address, birth, sex, municipality, expiry string }

// holderOf reads the basic attributes of the text AP (card reference §4.1, CARD-211) and the record of the common AP
// (CARD-133: a header of 2 bytes, 15 digits of the card, 5 of the municipality, 8 of the expiry) if the card has them.
func holderOf(spec virtualcard.Spec, card *virtualcard.Card) (h holder) {
	for _, c := range spec.Contents {
		switch {
		case !has(card, c.Application):
		case c.Application == virtualcard.TextAP && c.FID == virtualcard.FIDTextAttributes:
			h.attributes(c.Bytes())
		case c.Application == virtualcard.CommonAP && c.FID == virtualcard.FIDCommonCard:
			if record := c.Bytes(); len(record) >= 30 {
				h.municipality, h.expiry = string(record[17:22]), string(record[22:30])
			}
		}
	}
	return h
}

// has reports whether an application is on the card: a phone has only JPKI (CARD-637).
func has(card *virtualcard.Card, application string) bool {
	return slices.ContainsFunc(card.List(), func(l virtualcard.Listing) bool { return l.Application.Name == application })
}

// attributes reads FF20 {DF21 offsets, DF22 name, DF23 address, DF24 birth, DF25 sex}.
func (h *holder) attributes(file []byte) {
	outer, err := tlv.ReadHeader(file)
	if err != nil || len(file) < outer.Total() {
		return
	}
	targets := map[tlv.Tag]*string{0xDF22: &h.name, 0xDF23: &h.address, 0xDF24: &h.birth, 0xDF25: &h.sex}
	for rest := file[outer.Size:outer.Total()]; ; {
		header, err := tlv.ReadHeader(rest)
		if err != nil || len(rest) < header.Total() {
			return
		}
		if target := targets[header.Tag]; target != nil {
			*target = string(rest[header.Size:header.Total()])
		}
		rest = rest[header.Total():]
	}
}

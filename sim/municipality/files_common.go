package municipality

import "github.com/mynalab/mynalab/virtualcard"

// commonFiles returns the files of 共通 (card reference §2.5).
func (c *chip) commonFiles() []virtualcard.Content {
	return []virtualcard.Content{
		file(virtualcard.CommonAP, virtualcard.FIDCommonCard, c.cardRecord),
		file(virtualcard.CommonAP, virtualcard.FIDKeyReference, c.keyReference),
	}
}

// jukiFiles returns the files of 住基. Its other files are not public (CARD-146).
func (c *chip) jukiFiles() []virtualcard.Content {
	return []virtualcard.Content{file(virtualcard.JukiAP, virtualcard.FIDKeyReference, c.keyReference)}
}

// cardRecord returns the simple-TLV record about the card: number, municipality, last day (CARD-133).
func (c *chip) cardRecord() []byte {
	digits := c.number + c.person.Municipality + c.person.CardExpiry
	return append([]byte{0x01, byte(len(digits))}, digits...)
}

// keyReference identifies a key (CARD-135, CARD-136). Which key it is is not public; ours is the root.
func (c *chip) keyReference() []byte { return rootID(c.profile.CV.Root) }

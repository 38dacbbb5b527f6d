package pcsc

import "github.com/mynalab/mynalab/virtualcard/apdu"

// file is an elementary file of an application; fid 0 means no file, an empty aid an unknown application.
type file struct {
	aid string
	fid uint16
}

// selection tracks what the card has selected, from the card's answers alone. If the selection is not certain it becomes
// unknown, so that a client must select again and never reads another file than it expects.
type selection struct{ current file }

// addressed returns the file that a READ BINARY acts upon: the current one, or the one that its short identifier names
// (ISO/IEC 7816-4:2020 §11.3.3; on this card the identifier is the low byte of the FID, card §2.2).
func (s selection) addressed(c apdu.Command) file {
	if !bySFI(c) {
		return s.current
	}
	return file{s.current.aid, uint16(c.P1 & 0x1F)}
}

// bySFI reports whether a READ BINARY names its file by a short identifier.
func bySFI(c apdu.Command) bool { return c.P1&0x80 != 0 }

// follow updates the selection after a command; done reports whether the command succeeded.
func (s *selection) follow(r Rule, c apdu.Command, done bool) {
	switch r.Effect {
	case SelectsApplication:
		s.current = file{}
		if done {
			s.current.aid = string(c.Data)
		}
	case SelectsFile:
		s.current.fid = 0
		if done {
			s.current.fid = uint16(c.Data[0])<<8 | uint16(c.Data[1])
		}
	case Reads: // only a read by short identifier changes the selection (card §3.2, CARD-194)
		if bySFI(c) && !done {
			s.current.fid = 0
		} else {
			s.current = s.addressed(c)
		}
	case Draws, AsksTries, SpendsTry, Signs:
	}
}

// forget makes the selection unknown: the card was just connected, was reset, or did not answer.
func (s *selection) forget() { s.current = file{} }

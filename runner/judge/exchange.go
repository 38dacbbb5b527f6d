package judge

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Status words that checks compare with, as the record writes them (card reference §8).
const (
	swDone       = "9000"
	swGuarded    = "6982"
	swBlocked    = "6984"
	swAuthLocked = "6983"
	swNotFound   = "6A82"
)

// Names of commands and applications, as the record writes them.
const (
	selectCommand = "SELECT"
	readCommand   = "READ BINARY"
	verifyCommand = "VERIFY"
	queryCommand  = "VERIFY (query)"
	signCommand   = "COMPUTE DIGITAL SIGNATURE"
	jpki          = "JPKI"
)

// Files of the JPKI application (card reference §3).
const (
	fileSignCertificate = "0001"
	fileToken           = "0006"
	fileAuthCertificate = "000A"
	fileAuthKey         = "0017"
	fileAuthPIN         = "0018"
	fileSignKey         = "001A"
	fileSignPIN         = "001B"
)

// aidJPKI is the AID of the JPKI application (card reference §2.1).
const aidJPKI = "D392F000260100000001"

// exchange is a command with its response; answered is false if no response came.
type exchange struct {
	command, response trace.Event
	answered          bool
}

func (x exchange) name() string        { return x.command.Name() }
func (x exchange) sw() string          { return x.response.SW() }
func (x exchange) by() trace.Actor     { return x.command.By }
func (x exchange) on(file string) bool { return x.command.EF() == file }
func (x exchange) inJPKI() bool        { return x.command.AP() == jpki }

// tries returns the number of tries left in the response, and false if it has none.
func (x exchange) tries() (int, bool) { return x.response.Tries().Int() }

// leading returns the readable beginning of the response's data, in hex.
func (x exchange) leading() string {
	if head := x.response.Head(); head != "" {
		return head
	}
	return x.response.Data()
}

// seen returns the events of the exchange, for evidence.
func (x exchange) seen() []trace.Event {
	if !x.answered {
		return []trace.Event{x.command}
	}
	return []trace.Event{x.command, x.response}
}

// exchanges pairs each command with the response after it. A card handles one command at a time.
func exchanges(events []trace.Event) []exchange {
	var all []exchange
	open := false
	for _, e := range events {
		if e.Plane != trace.Card {
			continue
		}
		switch {
		case e.Kind == trace.KindCommand:
			all, open = append(all, exchange{command: e}), true
		case e.Kind == trace.KindResponse && open:
			all[len(all)-1].response, all[len(all)-1].answered, open = e, true, false
		case e.Kind == trace.KindFailure || e.Kind == trace.KindPowered:
			open = false
		}
	}
	return all
}

// lastExchange returns the last answered exchange that fits.
func lastExchange(events []trace.Event, fits func(exchange) bool) (exchange, bool) {
	all := exchanges(events)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].answered && fits(all[i]) {
			return all[i], true
		}
	}
	return exchange{}, false
}

// verifies reports whether an exchange is a VERIFY with a PIN.
func verifies(x exchange) bool { return x.name() == verifyCommand }

// blocked reports whether the card answered that the PIN of the user certificate is locked: no tries left, or a status word for
// "locked" (CARD-319, CARD-325, CARD-326; some cards are reported to answer 6983, CARD-328).
func blocked(x exchange) bool {
	if !x.on(fileAuthPIN) || x.name() != verifyCommand && x.name() != queryCommand {
		return false
	}
	n, counted := x.tries()
	return counted && n == 0 || x.sw() == swBlocked || x.sw() == swAuthLocked
}

// beginsCertificate reports whether data (hex) begins like a DER certificate of more than 255 bytes: a SEQUENCE whose length
// has two bytes.
func beginsCertificate(data string) bool { return strings.HasPrefix(data, "3082") }

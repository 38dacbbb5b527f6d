package judge

import (
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Status words that checks ask for, as the record writes them (card reference §8).
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

// exchange is a command with its answer; answered is false where none came.
type exchange struct {
	command, response trace.Event
	answered          bool
}

func (x exchange) name() string        { return x.command.Name() }
func (x exchange) sw() string          { return x.response.SW() }
func (x exchange) by() trace.Actor     { return x.command.By }
func (x exchange) on(file string) bool { return x.command.EF() == file }
func (x exchange) inJPKI() bool        { return x.command.AP() == jpki }

// tries is the number of tries left that the answer tells.
func (x exchange) tries() (int, bool) { return x.response.Tries().Int() }

// leading is the data of the answer as far as it is readable, in hex.
func (x exchange) leading() string {
	if head := x.response.Head(); head != "" {
		return head
	}
	return x.response.Data()
}

// seen are the events of the exchange.
func (x exchange) seen() []trace.Event {
	if !x.answered {
		return []trace.Event{x.command}
	}
	return []trace.Event{x.command, x.response}
}

// exchanges pairs commands with the answers that follow them. A card has one exchange at a time.
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

// lastExchange is the last answered exchange that fits.
func lastExchange(events []trace.Event, fits func(exchange) bool) (exchange, bool) {
	all := exchanges(events)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].answered && fits(all[i]) {
			return all[i], true
		}
	}
	return exchange{}, false
}

// verifies tells a VERIFY that carries a PIN.
func verifies(x exchange) bool { return x.name() == verifyCommand }

// blocked tells an answer by which a card says that the PIN of the user certificate is locked: no tries left, or a refusal
// of the reference (CARD-319, CARD-325, CARD-326; 6983 as some cards are said to answer, CARD-328).
func blocked(x exchange) bool {
	if !x.on(fileAuthPIN) || x.name() != verifyCommand && x.name() != queryCommand {
		return false
	}
	n, counted := x.tries()
	return counted && n == 0 || x.sw() == swBlocked || x.sw() == swAuthLocked
}

// beginsCertificate tells data that begin as a DER certificate of more than 255 bytes does.
func beginsCertificate(data string) bool { return strings.HasPrefix(data, "3082") }

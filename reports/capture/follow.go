package capture

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// follower works out from the bytes alone which application and which file are selected. Only an answer of 9000 changes
// that. It shares no code and no state with the card, so it is an independent check of the card's own state.
type follower struct {
	names   Names
	ap, ef  string
	pending pending
}

// pending is the command whose answer is still to come: what will be selected if the command succeeds.
type pending struct {
	name, ap, ef string
	// shown is the file that the command works on, if any; it becomes the current one only if the command succeeds.
	shown string
}

// newFollower starts in the state of a card after power-on: ISD selected, no file.
func newFollower(n Names) *follower { return &follower{names: n, ap: isd} }

// command decodes a command into the fields of its event.
func (f *follower) command(raw []byte) trace.Fields {
	f.pending = pending{ap: f.ap, ef: f.ef}
	c, err := apdu.Parse(raw)
	if err != nil {
		f.pending.name = "MALFORMED"
		return trace.Fields{"name": f.pending.name, "apdu": f.malformed(raw), "ap": f.ap}
	}
	row := f.names.command(c)
	f.pending.name = row.Name
	fields := trace.Fields{"name": row.Name, "apdu": upperHex(raw), "ap": f.ap}
	if row.Carries {
		fields["apdu"] = stars(raw, c)
	}
	if row.Name == selectName {
		f.selection(c, fields)
	}
	f.reference(row.File, c, fields)
	return fields
}

// selection handles SELECT by name (P1 04) and of a file (P1 02). Other forms change nothing on this card (card reference
// §2.2).
func (f *follower) selection(c apdu.Command, fields trace.Fields) {
	target := upperHex(c.Data)
	if target != "" {
		fields["target"] = target
	}
	switch {
	case c.P1 == 0x04 && target == "":
		f.pending.ap, f.pending.ef = isd, ""
	case c.P1 == 0x04:
		f.pending.ap, f.pending.ef = f.names.application(target), ""
		fields["application"] = f.pending.ap
	case c.P1 == 0x02 && len(c.Data) == 2:
		f.pending.ef, f.pending.shown = target, target
		f.describe(target, fields)
	}
}

// reference finds the file that a command works on. A short file identifier also makes its file current (CARD-194).
func (f *follower) reference(how Reference, c apdu.Command, fields trace.Fields) {
	var sfi byte
	switch how {
	case NoFile:
		return
	case ByP1:
		if c.P1&0x80 != 0 {
			sfi = c.P1 & 0x1F
		}
	case ByP2:
		sfi = c.P2 & 0x1F
	case ByP2High:
		sfi = c.P2 >> 3
	}
	ef := f.ef
	if sfi != 0 {
		ef = fmt.Sprintf("%04X", sfi)
	}
	f.pending.ef, f.pending.shown = ef, ef
	f.describe(ef, fields)
}

func (f *follower) describe(ef string, fields trace.Fields) {
	if ef == "" {
		return
	}
	fields["ef"] = ef
	if name := f.names.file(f.ap, ef).Name; name != "" {
		fields["file"] = name
	}
}

// response decodes the answer to the last command and updates what is selected.
func (f *follower) response(raw []byte) (trace.Fields, error) {
	r, err := apdu.ParseResponse(raw)
	if err != nil {
		return nil, err
	}
	fields := trace.Fields{"name": f.pending.name, "ap": f.ap, "sw": r.SW.String(), "meaning": r.SW.Meaning().EN}
	if f.pending.shown != "" {
		fields["ef"] = f.pending.shown
	}
	if n, ok := r.SW.Tries(); ok {
		fields["tries"] = fmt.Sprint(n)
	}
	if len(r.Data) > 0 {
		fields["data"] = upperHex(r.Data)
	}
	if r.SW == apdu.SW9000OK {
		f.ap, f.ef = f.pending.ap, f.pending.ef
	}
	return fields, nil
}

// malformed returns bytes that are not a command, with everything masked that may be a secret.
func (f *follower) malformed(raw []byte) string {
	const header = 4
	if len(raw) > header && f.names.carries(raw[1]) {
		return upperHex(raw[:header]) + strings.Repeat("**", len(raw)-header)
	}
	return upperHex(raw)
}

// stars returns a command with two stars for each byte of its data, so that the length stays visible.
func stars(raw []byte, c apdu.Command) string {
	if len(c.Data) == 0 {
		return upperHex(raw)
	}
	whole := upperHex(raw)
	start := 2 * (len(raw) - len(c.Data) - leBytes(c))
	return whole[:start] + strings.Repeat("**", len(c.Data)) + whole[start+2*len(c.Data):]
}

// leBytes returns the length of the Le field of a command that has data.
func leBytes(c apdu.Command) int {
	switch {
	case c.Ne == 0:
		return 0
	case c.Extended:
		return 2
	default:
		return 1
	}
}

func upperHex(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }

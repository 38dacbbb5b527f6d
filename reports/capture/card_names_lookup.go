package capture

import (
	"encoding/hex"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// command returns the row of a command; a command without a row is named by its INS.
func (n Names) command(c apdu.Command) CommandName {
	for _, row := range n.Commands {
		if row.INS == c.INS && (!row.Exact || row.P1P2 == c.P1P2()) && (!row.Query || len(c.Data) == 0) {
			return row
		}
	}
	return CommandName{INS: c.INS, Name: "INS " + strings.ToUpper(hex.EncodeToString([]byte{c.INS}))}
}

// carries reports whether a command with this INS may contain a secret.
func (n Names) carries(ins byte) bool {
	for _, row := range n.Commands {
		if row.INS == ins && row.Carries {
			return true
		}
	}
	return false
}

// application returns the name for an AID or the beginning of one; the AID itself unless exactly one row matches.
func (n Names) application(aid string) string {
	var fits []string
	for _, row := range n.Applications {
		if strings.HasPrefix(row.AID, aid) {
			fits = append(fits, row.Name)
		}
	}
	if len(fits) == 1 {
		return fits[0]
	}
	return "AID " + aid
}

// file returns the row of a file; a file without a row has no name and no readable head.
func (n Names) file(application, fid string) FileName {
	for _, row := range n.Files {
		if row.Application == application && row.FID == fid {
			return row
		}
	}
	return FileName{Application: application, FID: fid}
}

// answerClass returns the privacy class of the data that a command returns in an application. Data outside of JPKI and ISD
// may be My Number, the photo or the address, so it is never written.
func (n Names) answerClass(application, fid, command string) trace.Class {
	for _, row := range n.Commands {
		if row.Name == command && row.Free {
			return trace.Open
		}
	}
	switch application {
	case jpki:
		if n.file(jpki, fid).Name == "" { // an unknown file may contain anything
			return trace.Personal
		}
		return trace.PrivacyOfContent("ef." + fid).Class
	case isd:
		return trace.Personal
	default:
		return trace.Secret
	}
}

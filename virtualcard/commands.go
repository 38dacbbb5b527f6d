package virtualcard

import (
	"slices"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Limits of data fields in bytes: maxReference for a PIN or an AID (card reference §5.1, CARD-333; ISO/IEC 7816-4:2020
// §12.2.3), maxChallenge for a challenge (CARD-142), maxVerbatim for what PKCS#1 v1.5 leaves of 256 bytes (CARD-373), maxData
// for the largest extended Lc.
const (
	maxReference = 16
	maxChallenge = 255
	maxVerbatim  = 245
	maxData      = 65535
)

// DefaultCommands returns the commands of the card. If two rows fit a command, the earlier one is used. A command without a
// row in the selected application is answered 6D00, or 6A86 if the instruction has rows for other parameters.
func DefaultCommands() []Command {
	return slices.Concat(securityCommands(), selectionCommands(), signatureCommands(), otherCommands())
}

func securityCommands() []Command {
	return []Command{
		{CLA: 0x00, INS: apdu.INSVerify, P1: Exactly(0x00), P2: Reference(), Name: "VERIFY",
			Cases: CasesOf(1, 3), Data: Lengths{1, maxReference}, Secure: true, Protected: apdu.SW69FCNoSession, Handler: verify,
			Source: "§5.1, §5.2, CARD-306 to CARD-333"},
		{CLA: 0x00, INS: apdu.INSChangeReferenceData, P1: Exactly(0x01), P2: Exactly(referenceBit), Name: "CHANGE REFERENCE DATA",
			Cases: CasesOf(3), Data: Lengths{1, maxReference}, Handler: changePIN,
			Source: "§2.5, CARD-148"},
		{CLA: 0x80, INS: apdu.INSChangeKey, P1: Exactly(0x00), P2: Exactly(referenceBit), Name: "CHANGE KEY",
			Cases: CasesOf(3), Data: Lengths{1, maxReference}, Handler: changePIN,
			Source: "§2.5, CARD-147"},
		{CLA: 0x00, INS: apdu.INSGetChallenge, P1: Exactly(0x00), P2: Exactly(0x00), Name: "GET CHALLENGE",
			Cases: CasesOf(2), Handler: getChallenge,
			Source: "§2.4, CARD-127 to CARD-129"},
		{CLA: 0x00, INS: apdu.INSInternalAuthenticate, P1: Exactly(0x00), P2: Reference(), Name: "INTERNAL AUTHENTICATE",
			Cases: CasesOf(4), Data: Lengths{1, maxChallenge}, MinNe: keyBits / 8, Handler: internalAuthenticate,
			Source: "§2.5, CARD-140 to CARD-144"},
		{CLA: 0x80, INS: apdu.INSSetSessionKey, P1: Exactly(0x00), P2: Exactly(0x00), Name: "SET SESSION KEY",
			Cases: CasesOf(3), Data: Lengths{keyBits / 8, keyBits / 8}, Handler: setSessionKey,
			Source: "§4.4, CARD-292 to CARD-298"},
	}
}

func selectionCommands() []Command {
	// In P2, bit 2 asks for the next occurrence; bits 4 and 3 together ask for no answer data.
	const next = 0x02
	return []Command{
		{CLA: 0x00, INS: apdu.INSSelect, P1: Exactly(0x00), P2: Exactly(0x00), Name: "SELECT without moving, or MF",
			Cases: CasesOf(1, 2, 3, 4), Data: Lengths{2, 2}, Handler: selectHere,
			Source: "§2.2, CARD-091 to CARD-093"},
		{CLA: 0x00, INS: apdu.INSSelect, P1: Exactly(0x00), P2: Anything(), Name: "SELECT MF",
			Cases: CasesOf(3, 4), Data: Lengths{2, 2}, Handler: selectHere,
			Source: "§2.2, CARD-093"},
		{CLA: 0x00, INS: apdu.INSSelect, P1: Exactly(0x02), P2: Exactly(0x0C), Name: "SELECT EF",
			Cases: CasesOf(3, 4), Data: Lengths{2, 2}, Secure: true, Handler: selectFile,
			Source: "§2.2, CARD-088, CARD-089"},
		{CLA: 0x00, INS: apdu.INSSelect, P1: Exactly(0x04), P2: Pattern{Value: 0x00, Mask: 0xFF &^ next},
			Name: "SELECT by name, template wanted", Cases: CasesOf(1, 2, 3, 4), Data: Lengths{1, maxReference}, Handler: selectName,
			Source: "§2.2, CARD-083, CARD-085 to CARD-087"},
		{CLA: 0x00, INS: apdu.INSSelect, P1: Exactly(0x04), P2: Pattern{Value: 0x0C, Mask: 0xFF &^ next},
			Name: "SELECT by name", Cases: CasesOf(1, 2, 3, 4), Data: Lengths{1, maxReference}, Handler: selectName,
			Source: "§2.2, CARD-082, CARD-085, CARD-086, CARD-527"},
		{CLA: 0x00, INS: apdu.INSReadBinary, P1: Pattern{Value: 0x00, Mask: 0x80}, P2: Anything(), Name: "READ BINARY",
			Cases: CasesOf(2), Secure: true, Protected: apdu.SW69FCNoSession, Handler: readBinary,
			Source: "§3.2, CARD-186 to CARD-192"},
		{CLA: 0x00, INS: apdu.INSReadBinary, P1: Reference(), P2: Anything(), Name: "READ BINARY by short identifier",
			Cases: CasesOf(2), Secure: true, Protected: apdu.SW69FCNoSession, Handler: readBinary,
			Source: "§3.2, CARD-193, CARD-194"},
		{CLA: 0x00, INS: apdu.INSReadRecord, P1: Anything(), P2: Pattern{Value: 0x04, Mask: 0x07}, Name: "READ RECORD",
			Cases: CasesOf(2), Handler: readRecord,
			Source: "§2.2, §2.5, §3.2, CARD-098, CARD-131, CARD-132"},
		{CLA: 0x00, INS: apdu.INSReadRecord, P1: Anything(), P2: Pattern{Value: 0x05, Mask: 0x07}, Name: "READ RECORD, several at once",
			Cases: CasesOf(2), Handler: readRecords,
			Source: "§8, CARD-471; JICSAP 1.1 §6.4.4"},
		{CLA: 0x00, INS: apdu.INSGetData, P1: Anything(), P2: Anything(), Name: "GET DATA",
			Cases: CasesOf(2), Handler: getData,
			Source: "§2.4, CARD-112 to CARD-126"},
	}
}

// signatureCommands returns two rows for each value of P1 (card reference §6): one for a key that P2 names, one for the
// default key of the two 券面 applications.
func signatureCommands() []Command {
	anyData, hash := Lengths{1, maxData}, Lengths{32, 32}
	var rows []Command
	for _, s := range []struct {
		name   string
		scheme Scheme
		data   Lengths
		source string
	}{
		{"verbatim", Scheme{P1: 0x00}, Lengths{1, maxVerbatim}, "CARD-373"},
		{"hashed, bare digest", Scheme{P1: 0x01, Hash: true}, anyData, "CARD-374"},
		{"DigestInfo added", Scheme{P1: 0x02, DigestInfo: true}, hash, "CARD-375"},
		{"hashed, DigestInfo added", Scheme{P1: 0x03, Hash: true, DigestInfo: true}, anyData, "CARD-376"},
		{"PSS", Scheme{P1: 0x04, PSS: true}, hash, "CARD-377"},
		{"hashed, PSS", Scheme{P1: 0x05, Hash: true, PSS: true}, anyData, "CARD-378"},
	} {
		row := signature(s.name, s.scheme, s.data, s.source)
		rows = append(rows, row)
		row.P2, row.In = Exactly(0x00), []string{TextAP, SurfaceAP}
		row.Name, row.Source = row.Name+", default key", row.Source+", CARD-372, CARD-390"
		rows = append(rows, row)
	}
	return rows
}

func signature(name string, s Scheme, data Lengths, source string) Command {
	return Command{CLA: 0x80, INS: apdu.INSSign, P1: Exactly(s.P1), P2: Reference(), Name: "COMPUTE DIGITAL SIGNATURE, " + name,
		Cases: CasesOf(3, 4), Data: data, MinNe: keyBits / 8,
		WrongLength: func(p Profile) apdu.Status { return p.Sign.BadLengthSW },
		Offered:     func(_ Spec, p Profile) bool { return slices.Contains(p.Sign.Schemes, int(s.P1)) },
		Handler:     Sign(s),
		Source:      "§6, CARD-367 to CARD-371, CARD-387, CARD-389, " + source}
}

func otherCommands() []Command {
	return []Command{
		{CLA: 0x80, INS: apdu.INSExternalAuthenticate, P1: Exactly(0x00), P2: Exactly(0xC1), Name: "terminal authentication",
			// Its real data are not public, so every data field is treated as garbage; real cards answer garbage 6700.
			Cases: CasesOf(), Source: "§6, CARD-394, CARD-395"},
		{CLA: 0x80, INS: apdu.INSExternalAuthenticate, P1: Exactly(0x4D), P2: Exactly(0x4C),
			Name: "institution authentication (our own contract)", Cases: CasesOf(3), Data: Lengths{64, 64}, Handler: authenticateInstitution,
			Offered: func(s Spec, _ Profile) bool { return len(s.InstitutionKey) > 0 },
			Source:  "our stand-in for 特定機関認証; a real card answers 6A86 here (CARD-395); SVC-288"},
		{CLA: 0x80, INS: apdu.INSManageAttributes, P1: Exactly(0x22), P2: Anything(), Name: "MANAGE ATTRIBUTES of an EF",
			Cases: CasesOf(1, 2, 3, 4), Data: Lengths{1, maxData}, Handler: manageAttributes,
			Source: "§8, CARD-487"},
		{CLA: 0x80, INS: apdu.INSManageAttributes, P1: Exactly(0x24), P2: Anything(), Name: "MANAGE ATTRIBUTES of a DF",
			Cases: CasesOf(1, 2, 3, 4), Data: Lengths{1, maxData}, Handler: manageAttributes,
			Source: "§8, CARD-487"},
		{CLA: 0x80, INS: apdu.INSLastCommand, P1: Exactly(0x00), P2: Exactly(0x00), Name: "last command, on a phone that takes it",
			Cases: CasesOf(1), Handler: lastCommand,
			Offered: func(_ Spec, p Profile) bool { return p.Phone.LastCommand },
			Source:  "§10, CARD-548"},
		{CLA: 0x80, INS: apdu.INSLastCommand, P1: Anything(), P2: Anything(), Name: "last command of a phone",
			Cases: CasesOf(), Source: "§2.2, CARD-104, CARD-518"},
	}
}

// lastCommand answers 9000 and does nothing: what a phone does then is not public.
func lastCommand(*Card, apdu.Command) apdu.Response { return statusOnly(apdu.SW9000OK) }

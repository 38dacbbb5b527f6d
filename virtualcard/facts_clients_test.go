package virtualcard_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/virtualcard"
	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// session is what one client sends to one card, with the client's own commands (card reference §11). It ends the test at the
// first answer that the client would not accept.
type session struct {
	t    *testing.T
	card *virtualcard.Card
	spec virtualcard.Spec
	// twice sends every command a second time, as jpki-rs does.
	twice bool
}

func newSession(t *testing.T) session {
	t.Helper()
	return session{t: t, card: residentCard(t, "contact-a1"), spec: residentSpec(t, "contact-a1")}
}

// ok sends lines "command" or "command -> answer"; without an answer 9000 is expected.
func (s session) ok(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		if !strings.Contains(line, "->") {
			line += " -> 9000"
		}
		talk(s.t, s.card, line)
		if s.twice {
			talk(s.t, s.card, line)
		}
	}
}

// data sends one command and returns the data before 9000.
func (s session) data(command string) []byte {
	s.t.Helper()
	answer := send(s.t, s.card, command)
	if s.twice {
		require.Len(s.t, send(s.t, s.card, command), len(answer), "the same command gives the same answer again")
	}
	require.Equal(s.t, apdu.SW9000OK.Bytes(), answer[len(answer)-2:], command)
	return answer[:len(answer)-2]
}

// ap and ef are the SELECT commands that nearly every client sends.
const ap = "00A4040C0A D392F000260100000001"

func ef(fid byte) string { return fmt.Sprintf("00A4020C02 00%02X", fid) }

// derSize returns the whole length of a certificate from its first bytes.
func derSize(t *testing.T, head []byte) int {
	t.Helper()
	require.Equal(t, []byte{0x30, 0x82}, head[:2], "the clients rely on the long form with two length bytes")
	return int(head[2])<<8 | int(head[3]) + 4
}

// blocks reads the current EF from an offset up to total: whole blocks with Le 00, then exactly the rest.
func (s session) blocks(offset, total int) (content []byte) {
	s.t.Helper()
	for offset < total {
		n := min(total-offset, 256)
		content = append(content, s.data(fmt.Sprintf("00B0%04X%02X", offset, n&0xFF))...)
		offset += n
	}
	return content
}

func (s session) signs(key byte) {
	s.t.Helper()
	s.ok(ef(key))
	require.Len(s.t, s.data("802A0080 33"+digestInfo+"00"), 256)
}

// openSC is §11.1 without its foreign probes: recognition, the certificates, a login and a signature with its own VERIFY.
func openSC(s session) {
	s.ok(ap, ef(0x18), "00200080 -> 63C3", ef(0x1B), "00200080 -> 63C5")
	for _, row := range []struct {
		fid  byte
		want []byte
	}{{0x0A, s.spec.AuthCert}, {0x0B, s.spec.AuthCA}, {0x02, s.spec.SignCA}} {
		s.ok(ef(row.fid))
		require.Equal(s.t, row.want, s.blocks(0, derSize(s.t, s.data("00B0000004"))))
	}
	s.ok(ef(0x01), "00B0000004 -> 6982", ef(0x18), "00200080 -> 63C3", "0020008004 31323334", "00200080 -> 63C3", "0020008004 31323334")
	s.signs(0x17)
	s.ok(ef(0x1B), "00200080 -> 63C5", "0020008006 414243313233", ef(0x1B), "0020008006 414243313233")
	s.signs(0x1A)
	s.ok(ap) // its logout is a SELECT; the card must not treat it as a logout (CARD-364)
	s.signs(0x1A)
}

// myna is §11.2: each command of it reads the token, certificates from offset 7, the state of the PINs, and a signature.
func myna(s session) {
	start := func() {
		s.ok(ap, ef(0x06))
		require.Equal(s.t, "JPKIAPICCTOKEN2", strings.TrimRight(string(s.data("00B0000020")), " \x00"))
	}
	certificate := func(fid byte, want []byte) {
		s.ok(ef(fid))
		head := s.data("00B0000007")
		require.Equal(s.t, want, append(head, s.blocks(len(head), derSize(s.t, head))...))
	}
	start()
	certificate(0x0A, s.spec.AuthCert)
	start()
	s.ok(ef(0x18), "00200080 -> 63C3", ef(0x1B), "00200080 -> 63C5")
	start()
	s.ok(ef(0x1B), "0020008006 414243313233")
	certificate(0x01, s.spec.SignCert)
	s.signs(0x1A)
	for _, status := range []struct {
		application string
		fids        []byte
	}{{toText, []byte{0x11, 0x14, 0x15}}, {toSurface, []byte{0x13, 0x12}}} {
		s.ok(status.application)
		for _, fid := range status.fids {
			s.ok(ef(fid))
			answer := send(s.t, s.card, "00200080")
			require.Equal(s.t, byte(0x63), answer[0])
			require.Greater(s.t, answer[1], byte(0xC0))
		}
	}
	start()
	s.ok(ef(0x18), "0020008004 31323334") // mpa: a signature, the certificate, then the My Number
	s.signs(0x17)
	certificate(0x0A, s.spec.AuthCert)
	s.ok(toCommon)
	require.Equal(s.t, "011c", hex.EncodeToString(s.data("00B2010C00")[:2]))
	s.number(0x11)
	s.ok(toText, ef(0x05))
	require.Len(s.t, s.data("00B0000000"), 256, "the Go version requires it")
}

// number reads the My Number after the PIN, with the given Le.
func (s session) number(le byte) {
	s.t.Helper()
	s.ok(toText, ef(0x11), "0020008004 31323334", ef(0x01))
	require.Contains(s.t, string(s.data(fmt.Sprintf("00B00000%02X", le))), holder().MyNumber)
}

// jpkiRS is §11.3: it reads 7 bytes and then everything from 0, and signs a SHA-1 DigestInfo.
func jpkiRS(s session) {
	s.ok(ap, ef(0x0A))
	require.Equal(s.t, s.spec.AuthCert, s.blocks(0, derSize(s.t, s.data("00B0000007"))))
	s.ok(ef(0x18), "00200080 -> 63C3", "0020008004 31323334", "00200080 -> 63C3", ef(0x17))
	require.Len(s.t, s.data("802A0080 23 3021300906052B0E03021A05000414"+strings.Repeat("5A", 20)+" 00"), 256)
}

// pyjpki is §11.4: it selects the application first each time, reads FF bytes at a time until 6B00, and signs after a new
// SELECT.
func pyjpki(s session) {
	s.ok(ap, ef(0x0A))
	var read []byte
	for {
		answer := send(s.t, s.card, fmt.Sprintf("00B0%04XFF", len(read)))
		if len(answer) == 2 {
			require.Equal(s.t, apdu.SW6B00OffsetOutside.Bytes(), answer, "pyjpki accepts no other end")
			break
		}
		require.Equal(s.t, apdu.SW9000OK.Bytes(), answer[len(answer)-2:], "a short block is not an error")
		read = append(read, answer[:len(answer)-2]...)
	}
	require.Equal(s.t, s.spec.AuthCert, read)
	s.ok(ap, ef(0x18), "0020008004 31323335 -> 63C2", ap, ef(0x18), "0020008004 31323334", ap)
	s.signs(0x17)
	s.ok(toText, ef(0x11), "0020008004 31323334", ef(0x02))
	require.Contains(s.t, string(s.data("00B0000000")), holder().Name)
}

// jsapdu is §11.5: template, short identifiers, extended Le.
func jsapdu(s session) {
	s.ok("00A404000A D392F000260100000001 00 -> 6F0C840AD392F000260100000001 9000", "0020009804 31323334")
	require.Equal(s.t, s.spec.AuthCert, s.data("00B08A00000000"))
	s.ok(toText, "0020009104 31323334")
	for fid := byte(0x01); fid <= 0x07; fid++ {
		require.NotEmpty(s.t, s.data(fmt.Sprintf("00B0%02X00000000", 0x80|fid)))
	}
	for _, scheme := range []string{"05", "00"} {
		require.Len(s.t, s.data("802A"+scheme+"0020"+strings.Repeat("5A", 32)+"00"), 256)
	}
	s.ok("80A200C1000100 "+strings.Repeat("5A", 256)+" -> 6700", "00A4040000 -> <11>9000") // its way back to the default application
}

// others is §11.6: JPKIReader in blocks of 256, nfcpy_mynacard with extended Le.
func others(s session) {
	s.ok(ap, ef(0x0A))
	require.Equal(s.t, s.spec.AuthCert, s.blocks(0, derSize(s.t, s.data("00B0000004"))))
	require.Equal(s.t, s.spec.AuthCert, s.data("00B00000000000"))
}

// TestClients replays what clients send that cannot be installed here.
func TestClients(t *testing.T) {
	for _, row := range []struct {
		name  string
		play  func(session)
		twice bool
	}{
		{"CARD-519 CARD-364 OpenSC", openSC, false},
		{"CARD-132 CARD-249 CARD-252 CARD-605 MYNA", myna, false},
		{"CARD-582 CARD-607 jpki-rs, every command twice", jpkiRS, true},
		{"CARD-606 CARD-610 pyjpki", pyjpki, false},
		{"CARD-514 CARD-517 CARD-593 CARD-608 jsapdu", jsapdu, false},
		{"CARD-605 CARD-608 JPKIReader and nfcpy_mynacard", others, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSession(t)
			s.twice = row.twice
			row.play(s)
		})
	}
}

// TestWhatMustHoldForAllClients tests card reference §11.7.
func TestWhatMustHoldForAllClients(t *testing.T) {
	whole := hex.EncodeToString(residentSpec(t, "contact-a1").AuthCert)
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-603 9000 for every select", selectEveryApplication()},
		{"CARD-604 63Cx for every query", []string{selectJPKI, "00200098 -> 63C3", "0020009B -> 63C5", authPIN, signPIN, "00200098 -> 63C3", "0020009B -> 63C5"}},
		{"CARD-605 short reads", []string{selectJPKI, "00B08800FF -> 8F8F00 9000", "00B0880200 -> 00 9000"}},
		{"CARD-606 6B00 at the end", []string{selectJPKI, "00B0880300 -> 6B00", "00B0880400 -> 6B00"}},
		{"CARD-607 a signature", []string{selectJPKI, authPIN, "802A009733 " + digestInfo + " 00 -> <256>9000"}},
		{"CARD-608 extended Le", []string{selectJPKI, "00B08A00000000 -> " + strings.ToUpper(whole) + " 9000", authPIN, "802A0097000033 " + digestInfo + " 0000 -> <256>9000"}},
		{"CARD-609 unverified", []string{selectJPKI, "802A009733 " + digestInfo + " 00 -> 6982", "802A009A33 " + digestInfo + " 00 -> 6982", "00B0810000 -> 6982"}},
		{"CARD-610 a re-selection keeps the status", []string{selectJPKI, authPIN, signPIN, selectJPKI, "802A009733 " + digestInfo + " 00 -> <256>9000", selectJPKI, "802A009A33 " + digestInfo + " 00 -> <256>9000"}},
	} {
		t.Run(row.name, func(t *testing.T) { talk(t, residentCard(t, "contact-a1"), row.lines...) })
	}
}

func selectEveryApplication() (lines []string) {
	for _, a := range virtualcard.DefaultApplications() {
		lines = append(lines, fmt.Sprintf("00A4040C%02X %X -> 9000", len(a.AID), a.AID))
	}
	return lines
}

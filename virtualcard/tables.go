package virtualcard

import (
	"crypto/rsa"
	"slices"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Tables are the rules of the card as values. A wrong card is a right one with one row edited.
type Tables struct {
	Applications []Application
	// Files are the files of the JPKI AP, MunicipalFiles those of the four applications of the municipality. They are
	// separate because file identifiers repeat: an edit that finds its row by FID must not change another application.
	Files, MunicipalFiles []File
	PINs                  []PIN
	Commands              []Command
}

// DefaultTables returns the rules of the card reference.
func DefaultTables() Tables {
	return Tables{
		Applications:   DefaultApplications(),
		Files:          DefaultFiles(),
		MunicipalFiles: DefaultMunicipalFiles(),
		PINs:           DefaultPINs(),
		Commands:       DefaultCommands(),
	}
}

// isZero reports whether t means DefaultTables.
func (t Tables) isZero() bool {
	return len(t.Applications)+len(t.Files)+len(t.MunicipalFiles)+len(t.PINs)+len(t.Commands) == 0
}

// clone returns a copy that shares no row with t.
func (t Tables) clone() Tables {
	return Tables{slices.Clone(t.Applications), slices.Clone(t.Files), slices.Clone(t.MunicipalFiles), slices.Clone(t.PINs),
		slices.Clone(t.Commands)}
}

// sharedTables returns DefaultTables, made and checked once: cards share the rows, and nobody writes to them.
var sharedTables = sync.OnceValues(func() (Tables, error) {
	t := DefaultTables()
	return t, t.check()
})

// files returns the rows of both file tables.
func (t Tables) files() []File { return slices.Concat(t.Files, t.MunicipalFiles) }

// file returns the row of a file from either table, or nil.
func (t Tables) file(application string, fid uint16) *File {
	for _, rows := range [][]File{t.Files, t.MunicipalFiles} {
		for i := range rows {
			if rows[i].FID == fid && rows[i].Application == application {
				return &rows[i]
			}
		}
	}
	return nil
}

// Application is one row of the application table. The first row is selected at power-on.
type Application struct {
	// Name identifies the application in file and PIN rows.
	Name string
	// AID is the complete application identifier.
	AID    []byte
	Source string
	// Issued means that the application is on a card only if the profile lists it and the Spec holds something for it.
	Issued bool
	// NoSession is the answer to SET SESSION KEY if no file takes a session key; 0 means 6982 (CARD-297, CARD-298).
	NoSession apdu.Status
}

// Kind is the structure of a file, which evaluation step 7 compares with what the command needs (card reference §8.1).
type Kind int

// The kinds of file.
const (
	Transparent Kind = iota + 1 // bytes for READ BINARY
	Record                      // simple-TLV records for READ RECORD
	PINFile                     // a reference for VERIFY
	KeyFile                     // a private or public key
	Internal                    // known to be internal: nothing reads it
	Unknown                     // structure not public: READ BINARY answers as the profile says
)

// File is one row of the file table.
type File struct {
	// Application is the Name of the application that the file belongs to.
	Application string
	FID         uint16
	Name        string
	Kind        Kind
	// READ BINARY and READ RECORD check Read; a signature and SET SESSION KEY check Use.
	Read, Use Rule
	// Guarded replaces Read on a card whose profile guards the file (read.guarded).
	Guarded Rule
	// INTERNAL AUTHENTICATE checks Proof; NoProof is the answer if Proof does not hold, 0 means 6982.
	Proof   Rule
	NoProof apdu.Status
	// DefaultKey means that the key signs if P2 names no key.
	DefaultKey bool
	// Content returns the bytes of a transparent file, Key the private key of a key file. If the function of a row returns
	// nil, the file is not on the card (for example on a card without a signature certificate).
	Content func(Spec, Profile) []byte
	Key     func(Spec) *rsa.PrivateKey
	// Issued means that content, key or PIN come from the entry of Spec.Contents, Keys or PINs with this Application and FID.
	// A file without such an entry is not on the card.
	Issued bool
	Source string
}

// PIN is one row of the PIN table: the reference data of a PIN file. A PIN file without a row has no counter.
type PIN struct {
	Application string
	FID         uint16
	Name        string
	// Tries is the number of wrong entries that block the PIN, 1 to 15; 0 means that the profile sets it with
	// pin.<Application>.<FID>.max_tries.
	Tries int
	Form  Form
	// Initial returns the PIN as issued.
	Initial func(Spec) string
	Source  string
	// ChangedBy is the instruction that changes the PIN; 0 means that none does.
	ChangedBy byte
	// Blocked means that the PIN is issued without any tries left.
	Blocked bool
}

// Command is one row of the command table. The row of a command is found by CLA and INS, then by P1 and P2; its lengths are
// checked last (card reference §8.1, steps 3 to 5).
type Command struct {
	// CLA is the class without the bits for chaining, channel and secure messaging: 00 or 80 (CARD-484, CARD-485).
	CLA, INS byte
	P1, P2   Pattern
	Name     string
	// In names the applications that know the command; nil means all of them.
	In []string
	// Cases are the ISO cases in which the command is accepted; an empty set means that every length is wrong.
	Cases Cases
	// Data is the allowed length of the data field in cases 3 and 4, MinNe the least Le in cases 2 and 4.
	Data  Lengths
	MinNe int
	// WrongLength returns the answer to any other length; nil means 6700.
	WrongLength func(Profile) apdu.Status
	// Secure means that the command may come protected while a session is open. Protected is the answer to a secure messaging
	// class without a session (§8.1, step 2); 0 means 6882.
	Secure    bool
	Protected apdu.Status
	// Offered reports whether a card has the row at all; nil means that every card has it.
	Offered func(Spec, Profile) bool
	Handler Handler
	Source  string
}

// Handler carries out a command that has passed steps 1 to 5. The answer's data may share memory with the card.
type Handler func(*Card, apdu.Command) apdu.Response

// Pattern matches a parameter byte that equals Value in the bits of Mask.
type Pattern struct{ Value, Mask byte }

// Exactly matches one value.
func Exactly(value byte) Pattern { return Pattern{Value: value, Mask: 0xFF} }

// Anything matches every value.
func Anything() Pattern { return Pattern{} }

// Reference matches 80 (current EF) and 80|SFI.
func Reference() Pattern { return Pattern{Value: referenceBit, Mask: 0xE0} }

// Fits reports whether b matches the pattern.
func (p Pattern) Fits(b byte) bool { return b&p.Mask == p.Value }

// Cases is a set of the ISO command cases 1 to 4.
type Cases byte

// CasesOf returns the set of the given cases (1 to 4).
func CasesOf(cases ...int) Cases {
	set := Cases(0)
	for _, c := range cases {
		set |= 1 << c
	}
	return set
}

// Has reports whether the case is in the set.
func (s Cases) Has(isoCase int) bool { return s&(1<<isoCase) != 0 }

// Lengths is a range of lengths in bytes, both ends included.
type Lengths struct{ Min, Max int }

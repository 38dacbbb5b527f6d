package virtualcard

import (
	"crypto/rsa"
	"slices"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Tables are the rules of the card as values. A wrong card is a right one with a row edited.
type Tables struct {
	Applications []Application
	// Files are those of the JPKI AP, MunicipalFiles those of the four applications of the municipality. They are held
	// apart because file identifiers repeat: an edit that finds its row by FID must not hit another application.
	Files, MunicipalFiles []File
	PINs                  []PIN
	Commands              []Command
}

// DefaultTables are the rules of the card reference.
func DefaultTables() Tables {
	return Tables{
		Applications:   DefaultApplications(),
		Files:          DefaultFiles(),
		MunicipalFiles: DefaultMunicipalFiles(),
		PINs:           DefaultPINs(),
		Commands:       DefaultCommands(),
	}
}

// isZero tells whether t stands for DefaultTables.
func (t Tables) isZero() bool {
	return len(t.Applications)+len(t.Files)+len(t.MunicipalFiles)+len(t.PINs)+len(t.Commands) == 0
}

// clone shares no row with t.
func (t Tables) clone() Tables {
	return Tables{slices.Clone(t.Applications), slices.Clone(t.Files), slices.Clone(t.MunicipalFiles), slices.Clone(t.PINs),
		slices.Clone(t.Commands)}
}

// sharedTables are DefaultTables, made and proved once: cards share their rows, and nobody writes to them.
var sharedTables = sync.OnceValues(func() (Tables, error) {
	t := DefaultTables()
	return t, t.check()
})

// files are the rows of both file tables.
func (t Tables) files() []File { return slices.Concat(t.Files, t.MunicipalFiles) }

// file is the row of a file in either table, or nil.
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
	// Name is how file and PIN rows refer to it.
	Name string
	// AID is the whole application identifier.
	AID    []byte
	Source string
	// Issued: the application is on a card only if its profile lists it and its Spec holds something for it.
	Issued bool
	// NoSession answers SET SESSION KEY where no file takes one; 0 stands for 6982 (CARD-297, CARD-298).
	NoSession apdu.Status
}

// Kind is the structure of a file: what a command must find there (evaluation step 7, card reference §8.1).
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
	// Read is asked by READ BINARY and READ RECORD, Use by a signature and SET SESSION KEY.
	Read, Use Rule
	// Guarded stands for Read on a card whose profile guards the file (read.guarded).
	Guarded Rule
	// Proof is asked by INTERNAL AUTHENTICATE; NoProof answers where it does not hold, 0 stands for 6982.
	Proof   Rule
	NoProof apdu.Status
	// DefaultKey: the key signs where P2 names none.
	DefaultKey bool
	// Content gives the bytes of a transparent file, Key the private key of a key file. A row with one of them that
	// gives nil is not on the card (a card without a signature certificate).
	Content func(Spec, Profile) []byte
	Key     func(Spec) *rsa.PrivateKey
	// Issued: content, key or PIN is the entry of Spec.Contents, Keys or PINs with this Application and FID. A row
	// without such an entry is not on the card.
	Issued bool
	Source string
}

// PIN is one row of the PIN table: the reference data of a PIN file. A PIN file without a row has no counter.
type PIN struct {
	Application string
	FID         uint16
	Name        string
	// Tries is the number of wrong entries that block the PIN, 1 to 15; 0 stands for pin.<Application>.<FID>.max_tries of
	// the profile.
	Tries int
	Form  Form
	// Initial is the PIN as issued.
	Initial func(Spec) string
	Source  string
	// ChangedBy is the instruction that changes the PIN; 0 stands for none.
	ChangedBy byte
	// Blocked: it is issued without a try left.
	Blocked bool
}

// Command is one row of the command table. A command is known by CLA and INS, then by P1 and P2, then by its lengths, in
// this order (card reference §8.1, steps 3 to 5).
type Command struct {
	// CLA is the class without chaining, channel and secure messaging bits: 00 or 80 (CARD-484, CARD-485).
	CLA, INS byte
	P1, P2   Pattern
	Name     string
	// In names the applications that know the command; nil stands for every one.
	In []string
	// Cases are the ISO cases that the command may come in; none at all means that every length is wrong.
	Cases Cases
	// Data is the range of the data field's length in cases 3 and 4, MinNe the least Le in cases 2 and 4.
	Data  Lengths
	MinNe int
	// WrongLength answers a length outside of these; nil stands for 6700.
	WrongLength func(Profile) apdu.Status
	// Secure: the command may come protected while a session is open. Protected answers it under a secure messaging class
	// without one (§8.1, step 2); 0 stands for 6882.
	Secure    bool
	Protected apdu.Status
	// Offered tells whether a card has the row at all; nil stands for every card.
	Offered func(Spec, Profile) bool
	Handler Handler
	Source  string
}

// Handler carries out a command that has passed steps 1 to 5. The answer may alias memory of the card.
type Handler func(*Card, apdu.Command) apdu.Response

// Pattern fits a parameter byte that equals Value in the bits of Mask.
type Pattern struct{ Value, Mask byte }

// Exactly fits one value.
func Exactly(value byte) Pattern { return Pattern{Value: value, Mask: 0xFF} }

// Anything fits every value.
func Anything() Pattern { return Pattern{} }

// Reference fits 80 (current EF) and 80|SFI.
func Reference() Pattern { return Pattern{Value: referenceBit, Mask: 0xE0} }

// Fits tells whether b is of the pattern.
func (p Pattern) Fits(b byte) bool { return b&p.Mask == p.Value }

// Cases is a set of ISO cases.
type Cases byte

// CasesOf is the set of the given cases (1 to 4).
func CasesOf(cases ...int) Cases {
	set := Cases(0)
	for _, c := range cases {
		set |= 1 << c
	}
	return set
}

// Has tells whether the case is in the set.
func (s Cases) Has(isoCase int) bool { return s&(1<<isoCase) != 0 }

// Lengths is a range of lengths in bytes, both ends included.
type Lengths struct{ Min, Max int }

package virtualcard

import (
	"crypto/rsa"

	"github.com/mynalab/mynalab/virtualcard/apdu"
)

// Tables are the rules of the card as values. A wrong card is a right one with a row edited.
type Tables struct {
	Applications []Application
	Files        []File
	PINs         []PIN
	Commands     []Command
}

// DefaultTables are the rules of the card reference.
func DefaultTables() Tables {
	return Tables{
		Applications: DefaultApplications(),
		Files:        DefaultFiles(),
		PINs:         DefaultPINs(),
		Commands:     DefaultCommands(),
	}
}

// orDefault is DefaultTables for the zero Tables.
func (t Tables) orDefault() Tables {
	if len(t.Applications)+len(t.Files)+len(t.PINs)+len(t.Commands) == 0 {
		return DefaultTables()
	}
	return t
}

// Application is one row of the application table. The first row is selected at power-on.
type Application struct {
	// Name is how file and PIN rows refer to it.
	Name string
	// AID is the whole application identifier.
	AID    []byte
	Source string
}

// Kind is the structure of a file: what a command must find there (evaluation step 7, card reference §8.1).
type Kind int

// The kinds of file.
const (
	Transparent Kind = iota + 1 // bytes for READ BINARY
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
	// Read is asked by READ BINARY, Use by a signature.
	Read, Use Rule
	// Content gives the bytes of a transparent file, Key the private key of a key file. A row with one of them that
	// gives nil is not on the card (a card without a signature certificate).
	Content func(Spec, Profile) []byte
	Key     func(Spec) *rsa.PrivateKey
	Source  string
}

// PIN is one row of the PIN table: the reference data of a PIN file. A PIN file without a row has no counter.
type PIN struct {
	Application string
	FID         uint16
	Name        string
	// Tries is the number of wrong entries that block the PIN, 1 to 15.
	Tries int
	Form  Form
	// Initial is the PIN as issued.
	Initial func(Spec) string
	Source  string
}

// Command is one row of the command table. A command is known by CLA and INS, then by P1 and P2, then by its lengths, in
// this order (card reference §8.1, steps 3 to 5).
type Command struct {
	// CLA is the class without chaining, channel and secure messaging bits: 00 or 80 (CARD-484, CARD-485).
	CLA, INS byte
	P1, P2   Pattern
	Name     string
	// Cases are the ISO cases that the command may come in; none at all means that every length is wrong.
	Cases Cases
	// Data is the range of the data field's length in cases 3 and 4, MinNe the least Le in cases 2 and 4.
	Data  Lengths
	MinNe int
	// WrongLength answers a length outside of these; nil stands for 6700.
	WrongLength func(Profile) apdu.Status
	// Protected answers the command under a secure messaging class, since no session can be open (§8.1, step 2).
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

package capture

// Names are the tables of names for card events.
type Names struct {
	Commands     []CommandName
	Applications []ApplicationName
	Files        []FileName
}

func (n Names) empty() bool { return n.Commands == nil && n.Applications == nil && n.Files == nil }

// Reference says how a command names the elementary file (EF) that it works on.
type Reference int

// The references.
const (
	// NoFile: the command names no file.
	NoFile Reference = iota
	// ByP1: P1 80|SFI names it, else the current file is meant (READ BINARY).
	ByP1
	// ByP2: P2 80|SFI names it, 80 alone means the current file (VERIFY, signing).
	ByP2
	// ByP2High: P2 SFI<<3 names it, else the current file is meant (READ RECORD).
	ByP2High
)

// CommandName is one row of the table of commands. The first row that matches gives the name.
type CommandName struct {
	// INS is the instruction byte that the row matches.
	INS byte
	// P1P2 must be equal too if Exact is true.
	Exact bool
	P1P2  uint16
	// Query rows match only commands without data.
	Query bool
	// Name is the name in the record; File says how the command names its file.
	Name string
	File Reference
	// Carries is true if the data field is a secret.
	Carries bool
	// Free is true if the answer never contains data of the holder, in any application.
	Free bool
	// Source is the section or id that defines the command.
	Source string
}

// ApplicationName is one application. A partial AID that matches a single row gets its name.
type ApplicationName struct {
	// AID is in upper-case hex; Source is the section of the card reference.
	AID, Name, Source string
}

// FileName is one elementary file of an application.
type FileName struct {
	Application string
	// FID is the file identifier, four upper-case hex digits; Name is its name in the record.
	FID, Name string
	// OpenHead is the number of leading bytes that stay readable if the file's data are written as a token.
	OpenHead int
	Source   string
}

// Names that the decoder itself uses: JPKI, the application of the check; ISD, the issuer security domain, which is
// selected at power-on (card reference §2.1); and SELECT.
const (
	jpki       = "JPKI"
	isd        = "ISD"
	selectName = "SELECT"
)

// DefaultNames returns the names of the My Number card.
func DefaultNames() Names {
	return Names{Commands: commandNames(), Applications: applicationNames(), Files: fileNames()}
}

func commandNames() []CommandName {
	return []CommandName{
		{INS: 0xA4, Name: selectName, Free: true, Source: "card §2.2"},
		{INS: 0xB0, Name: "READ BINARY", File: ByP1, Source: "card §3.2"},
		{INS: 0xB2, Name: "READ RECORD", File: ByP2High, Source: "card §2.5"},
		{INS: 0x20, Query: true, Name: "VERIFY (query)", File: ByP2, Source: "CARD-306"},
		{INS: 0x20, Name: "VERIFY", File: ByP2, Carries: true, Source: "CARD-308"},
		{INS: 0x24, Name: "CHANGE REFERENCE DATA", File: ByP2, Carries: true, Source: "CARD-148"},
		{INS: 0x32, Name: "CHANGE KEY", File: ByP2, Carries: true, Source: "CARD-147"},
		{INS: 0x2C, Name: "RESET RETRY COUNTER", File: ByP2, Carries: true, Source: "ISO/IEC 7816-4:2020 §11.5.10"},
		{INS: 0x2A, Name: "COMPUTE DIGITAL SIGNATURE", File: ByP2, Free: true, Source: "card §6"},
		{INS: 0x84, Name: "GET CHALLENGE", Free: true, Source: "card §2.4"},
		{INS: 0x88, Name: "INTERNAL AUTHENTICATE", File: ByP2, Source: "card §2.5"},
		{INS: 0xA2, Exact: true, P1P2: 0x4D4C, Name: "INSTITUTION AUTHENTICATE", Free: true, Source: "our own contract"},
		{INS: 0xCA, Name: "GET DATA", Source: "card §2.4"},
	}
}

func applicationNames() []ApplicationName {
	const source = "card §2.1"
	return []ApplicationName{
		{"D392F000260100000001", jpki, source},
		{"D3921000310001010408", "券面入力補助", source},
		{"D3921000310001010402", "券面事項確認", source},
		{"D3921000310001010401", "住基", source},
		{"D3921000310001010100", "共通", source},
		{"A0000001510000", isd, source},
	}
}

func fileNames() []FileName {
	// The bytes of a file that stay readable: tag and form of length of a certificate, which show that it is one, and the label
	// of the token information (card §3.1).
	const source, certificateHead, labelHead = "card §3", 2, 32
	return []FileName{
		{jpki, "0001", "signature certificate", certificateHead, source},
		{jpki, "0002", "signature CA certificate", certificateHead, source},
		{jpki, "0006", "token information", labelHead, "card §3.1"},
		{jpki, "0008", "certificate availability", 0, source},
		{jpki, "000A", "user authentication certificate", certificateHead, source},
		{jpki, "000B", "user authentication CA certificate", certificateHead, source},
		{jpki, "0016", "terminal authentication CA key", 0, source},
		{jpki, "0017", "user authentication key", 0, source},
		{jpki, "0018", "user authentication PIN", 0, source},
		{jpki, "001A", "signature key", 0, source},
		{jpki, "001B", "signature PIN", 0, source},
	}
}

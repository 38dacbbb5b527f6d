// Package virtualcard is a My Number card in software: issuer domain, JPKI, 券面入力補助, 券面事項確認, 住基 and 共通 applications in one
// APDU state machine. It has real RSA keys, persistent retry counters, volatile security status and the secure messaging of
// the text AP.
//
// Start with [New] and [Config]: a [Spec] is the personalisation of one card, a [Profile] describes one kind of card,
// [Tables] are its rules and [Memory] is what it keeps without power. [Card] implements reader.Chip; [Card.Transmit] answers
// one command. [State] is the file of a card that outlives the process. [Fault] and [Timing] are wrappers around a chip.
//
// The package knows no service, no test and no record. It does not make the contents of the 券面 applications: the caller
// passes them in the Spec. It is not a secure element: its keys are published TEST keys, and a state file holds them in
// clear.
package virtualcard

import (
	"bytes"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/mynalab/mynalab/virtualcard/reader"
)

// Config is everything that New needs for a card.
type Config struct {
	Spec Spec
	// Tables are the rules; the zero value means DefaultTables.
	Tables Tables
	// Memory is what the card kept earlier; the zero value means a card as issued.
	Memory Memory
	// Keep is called with the card's new memory before every answer that depends on a changed counter or PIN. If it returns
	// an error, the card answers 6F00 and goes back to its former memory, which must then be the one that is still stored.
	// The exception is an ErrInDoubt (see counter_durability.go). Keep must not call the card. If Keep is nil, nothing is
	// stored.
	Keep func(Memory) error
	// Chance is the source of random bytes for GET CHALLENGE, PSS salts and the PUPI of a contactless card.
	Chance io.Reader
}

// Card is one virtual card. It is safe for concurrent use. The slice that Transmit returns is valid until the next call.
type Card struct {
	spec    Spec
	profile Profile
	tables  Tables
	// files holds the files of each application, in the order of the applications.
	files [][]*file
	// first holds, for each instruction byte, the index of its first row in the command table.
	first  [256]uint16
	keep   func(Memory) error
	chance io.Reader

	mu     sync.Mutex
	memory Memory
	// doubt is true after Keep failed with ErrInDoubt, so that it is unknown which memory was stored.
	doubt   bool
	powered bool
	session session
	status  status
	// statusOf is the index of the application that status belongs to.
	statusOf int
	answer   []byte
}

var _ reader.Chip = (*Card)(nil)

// file is a row of the file table with its content on this card. The functions load and loadKey come from the Spec; each is
// called at most once, when the file is first needed.
type file struct {
	*File
	content []byte
	load    func() []byte
	// size is the least physical size in bytes; filler bytes follow a content that is shorter (CARD-198).
	size    int
	key     *rsa.PrivateKey
	loadKey func() *rsa.PrivateKey
}

// bytes returns the physical content, filler included.
func (f *file) bytes() []byte {
	if f.load != nil {
		f.content, f.load = f.load(), nil
		if missing := f.size - len(f.content); missing > 0 {
			f.content = append(slices.Clip(f.content), bytes.Repeat([]byte{filler}, missing)...)
		}
	}
	return f.content
}

// privateKey returns the key of the file, or nil if it has none.
func (f *file) privateKey() *rsa.PrivateKey {
	if f.loadKey != nil {
		f.key, f.loadKey = f.loadKey(), nil
	}
	return f.key
}

// filler is the byte that follows the data object in a file that is physically longer.
const filler = 0xFF

// New makes a card that has no power yet.
func New(config Config) (*Card, error) {
	c := &Card{spec: config.Spec, memory: config.Memory.clone(), keep: config.Keep, chance: config.Chance}
	if err := c.assemble(config); err != nil {
		return nil, fmt.Errorf("making a card: %w", err)
	}
	return c, nil
}

// assemble fills in the defaults and checks that the parts fit together.
func (c *Card) assemble(config Config) error {
	var err error
	if c.profile, err = c.spec.profile(); err != nil {
		return err
	}
	if err := c.chooseTables(config.Tables); err != nil {
		return fmt.Errorf("checking the tables: %w", err)
	}
	if err := c.spec.check(); err != nil {
		return fmt.Errorf("checking the specification: %w", err)
	}
	if c.chance == nil {
		return errors.New("Config.Chance is missing; set it to a source of random bytes")
	}
	if c.keep == nil {
		c.keep = func(Memory) error { return nil }
	}
	c.tables = c.tables.restrict(c.spec, c.profile)
	if c.memory.PINs == nil {
		c.memory = c.tables.fresh(c.spec)
	}
	if err := c.memory.fits(c.tables, c.spec); err != nil {
		return fmt.Errorf("checking the memory: %w", err)
	}
	c.first = firstRows(c.tables.Commands)
	c.files = make([][]*file, len(c.tables.Applications))
	for _, rows := range [][]File{c.tables.Files, c.tables.MunicipalFiles} {
		for _, f := range filesOf(rows, c.spec, c.profile) {
			i := c.tables.applicationIndex(f.Application)
			c.files[i] = append(c.files[i], f)
		}
	}
	return c.checkUnknown()
}

// chooseTables uses the shared default tables, or a copy of the tables that the caller passed.
func (c *Card) chooseTables(override Tables) (err error) {
	if override.isZero() {
		c.tables, err = sharedTables()
		return err
	}
	c.tables = override.clone()
	return c.tables.check()
}

// filesOf connects the rows with their content and keys.
func filesOf(rows []File, s Spec, p Profile) []*file {
	files := make([]*file, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		f := &file{File: row, size: p.File.Size[row.Application][row.profileKey()]}
		if row.Content != nil {
			f.load = func() []byte { return bytes.Clone(row.Content(s, p)) }
		}
		if row.Key != nil {
			f.loadKey = func() *rsa.PrivateKey { return row.Key(s) }
		}
		if row.Issued {
			f.load, f.loadKey = s.content(row.Application, row.FID), s.key(row.Application, row.FID)
		}
		files = append(files, f)
	}
	return files
}

// checkUnknown requires that the profile gives an answer for every file of unknown structure.
func (c *Card) checkUnknown() error {
	for _, files := range c.files {
		for _, f := range files {
			if f.Kind != Unknown {
				continue
			}
			if _, ok := c.profile.Read.UnknownSW[f.profileKey()]; !ok {
				return fmt.Errorf("card profile %q: read.unknown_sw has no entry %s; add one", c.profile.Name, f.profileKey())
			}
		}
	}
	return nil
}

// ATR returns the answer to reset of the profile. It is always the same.
func (c *Card) ATR() []byte { return bytes.Clone(c.profile.ATR) }

// Timing returns how long a card of this profile takes. The virtual card itself answers at once; see WithTiming.
func (c *Card) Timing() Timing { return c.profile.Timing.Timing() }

// Memory returns a copy of what the card keeps without power.
func (c *Card) Memory() Memory {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.memory.clone()
}

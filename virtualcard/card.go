// Package virtualcard is a My Number card in software: issuer domain, JPKI, 券面入力補助, 券面事項確認, 住基 and 共通
// applications as one APDU state machine that offers itself as a reader.Chip, with real RSA keys, persistent retry
// counters, volatile security status and the secure messaging of the text AP.
//
// It knows no service, no test and no record, and it makes no file of a 券面 application by itself: what those hold is
// handed in. It is no secure element: its keys are published TEST keys and a state file holds them in clear.
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

// Config is all that a card is made of.
type Config struct {
	Spec Spec
	// Tables are the rules; the zero value stands for DefaultTables.
	Tables Tables
	// Memory is what the card kept; the zero value stands for a card as issued.
	Memory Memory
	// Keep is called with the card's memory before every answer that depends on a changed counter or PIN. When it fails
	// the card answers 6F00 and goes by its former memory, which must be what is kept still, unless the error is an
	// ErrInDoubt (counter_durability.go). It must not call the card. Nil keeps nothing.
	Keep func(Memory) error
	// Chance gives the bytes of GET CHALLENGE, of PSS salts and of the PUPI of a contactless card.
	Chance io.Reader
}

// Card is one virtual card. It is safe for concurrent use; the answer of Transmit is valid until the next call.
type Card struct {
	spec    Spec
	profile Profile
	tables  Tables
	// files are those of each application, in the order of the applications.
	files [][]*file
	// first is where the rows of each instruction begin in the command table.
	first  [256]uint16
	keep   func(Memory) error
	chance io.Reader

	mu     sync.Mutex
	memory Memory
	// doubt says that Keep failed so that nobody knows which memory was kept.
	doubt   bool
	powered bool
	session session
	status  status
	// statusOf is the application that status belongs to.
	statusOf int
	answer   []byte
}

var _ reader.Chip = (*Card)(nil)

// file is a row of the file table with what this card holds there. What the Spec gives lazily is asked for once.
type file struct {
	*File
	content []byte
	load    func() []byte
	// size is the least physical size; filler makes up for what the content lacks (CARD-198).
	size    int
	key     *rsa.PrivateKey
	loadKey func() *rsa.PrivateKey
}

// bytes is the physical content.
func (f *file) bytes() []byte {
	if f.load != nil {
		f.content, f.load = f.load(), nil
		if missing := f.size - len(f.content); missing > 0 {
			f.content = append(slices.Clip(f.content), bytes.Repeat([]byte{filler}, missing)...)
		}
	}
	return f.content
}

// privateKey is nil where the file has none.
func (f *file) privateKey() *rsa.PrivateKey {
	if f.loadKey != nil {
		f.key, f.loadKey = f.loadKey(), nil
	}
	return f.key
}

// filler stands behind the data object of a file that is physically longer.
const filler = 0xFF

// New makes a card without power.
func New(config Config) (*Card, error) {
	c := &Card{spec: config.Spec, memory: config.Memory.clone(), keep: config.Keep, chance: config.Chance}
	if err := c.assemble(config); err != nil {
		return nil, fmt.Errorf("making a card: %w", err)
	}
	return c, nil
}

// assemble fills in the defaults and proves that the parts fit.
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
		return errors.New("no source of random bytes; hand one in as Config.Chance")
	}
	if c.keep == nil {
		c.keep = func(Memory) error { return nil }
	}
	c.tables = c.tables.cut(c.spec, c.profile)
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

// chooseTables takes the shared tables, or a copy of its own of those that were handed in.
func (c *Card) chooseTables(override Tables) (err error) {
	if override.isZero() {
		c.tables, err = sharedTables()
		return err
	}
	c.tables = override.clone()
	return c.tables.check()
}

// filesOf gives the rows their content.
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

// checkUnknown demands an answer of the profile for every file of unknown structure.
func (c *Card) checkUnknown() error {
	for _, files := range c.files {
		for _, f := range files {
			if f.Kind != Unknown {
				continue
			}
			if _, ok := c.profile.Read.UnknownSW[f.profileKey()]; !ok {
				return fmt.Errorf("card profile %q: read.unknown_sw has no entry %s", c.profile.Name, f.profileKey())
			}
		}
	}
	return nil
}

// ATR is the answer to reset of the profile, the same at any time.
func (c *Card) ATR() []byte { return bytes.Clone(c.profile.ATR) }

// Timing is how long a card of this profile takes; the card itself answers at once, see WithTiming.
func (c *Card) Timing() Timing { return c.profile.Timing.Timing() }

// Memory is a copy of what the card keeps without power.
func (c *Card) Memory() Memory {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.memory.clone()
}

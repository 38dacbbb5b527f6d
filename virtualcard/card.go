// Package virtualcard is a My Number card in software: the JPKI AP as an APDU state machine that offers itself as a
// reader.Chip, with real RSA keys, persistent retry counters and volatile security status.
//
// It knows no service, no test and no record, and it has no 券面 application. It is no secure element: its keys are
// published TEST keys and a state file holds them in clear.
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
	// Profile overrides the one that Spec names; nil for the embedded one.
	Profile *Profile
	// Memory is what the card kept; the zero value stands for a card as issued.
	Memory Memory
	// Keep is called with the card's memory before every answer that depends on a changed counter or PIN. When it fails
	// the card answers 6F00, a spent try stays spent and nothing is won. It must not call the card. Nil keeps nothing.
	Keep func(Memory) error
	// Chance gives the bytes of GET CHALLENGE and of PSS salts.
	Chance io.Reader
}

// Card is one virtual card. It is safe for concurrent use; the answer of Transmit is valid until the next call.
type Card struct {
	spec    Spec
	profile Profile
	tables  Tables
	files   []*file
	keep    func(Memory) error
	chance  io.Reader

	mu      sync.Mutex
	memory  Memory
	powered bool
	session session
	status  status
	// statusOf is the application that status belongs to.
	statusOf int
	answer   []byte
}

var _ reader.Chip = (*Card)(nil)

// file is a row of the file table with what this card holds there.
type file struct {
	File
	content []byte
	key     *rsa.PrivateKey
}

// New makes a card without power.
func New(config Config) (*Card, error) {
	c := &Card{spec: config.Spec, tables: config.Tables, memory: config.Memory.clone(), keep: config.Keep, chance: config.Chance}
	if err := c.assemble(config.Profile); err != nil {
		return nil, fmt.Errorf("making a card: %w", err)
	}
	return c, nil
}

// assemble fills in the defaults and proves that the parts fit.
func (c *Card) assemble(profile *Profile) error {
	if err := c.chooseProfile(profile); err != nil {
		return err
	}
	c.tables = c.tables.orDefault()
	if err := c.tables.check(); err != nil {
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
	if c.memory.PINs == nil {
		c.memory = c.tables.Fresh(c.spec)
	}
	if err := c.memory.check(c.tables, c.spec); err != nil {
		return fmt.Errorf("checking the memory: %w", err)
	}
	c.tables.Commands = commandsOf(c.tables.Commands, c.spec, c.profile)
	c.files = filesOf(c.tables.Files, c.spec, c.profile)
	return checkUnknown(c.files, c.profile)
}

func (c *Card) chooseProfile(override *Profile) (err error) {
	if override == nil {
		c.profile, err = LoadProfile(c.spec.Profile)
		return err
	}
	c.profile = *override
	if err := c.profile.check(); err != nil {
		return fmt.Errorf("checking card profile %q: %w", override.Name, err)
	}
	return nil
}

// filesOf leaves out the rows that have nothing to hold on this card.
func filesOf(rows []File, s Spec, p Profile) []*file {
	files := make([]*file, 0, len(rows))
	for _, row := range rows {
		f := &file{File: row}
		if row.Content != nil {
			f.content = bytes.Clone(row.Content(s, p))
		}
		if row.Key != nil {
			f.key = row.Key(s)
		}
		if row.Content != nil && f.content == nil || row.Key != nil && f.key == nil {
			continue
		}
		files = append(files, f)
	}
	return files
}

// commandsOf leaves out the rows that this card does not offer.
func commandsOf(rows []Command, s Spec, p Profile) []Command {
	return slices.DeleteFunc(slices.Clone(rows), func(row Command) bool {
		return row.Offered != nil && !row.Offered(s, p)
	})
}

// checkUnknown demands an answer of the profile for every file of unknown structure.
func checkUnknown(files []*file, p Profile) error {
	for _, f := range files {
		if _, ok := p.Read.UnknownSW[f.profileKey()]; f.Kind == Unknown && !ok {
			return fmt.Errorf("card profile %q: read.unknown_sw has no entry %s", p.Name, f.profileKey())
		}
	}
	return nil
}

// profileKey is how profile keys name the file.
func (f *file) profileKey() string { return fmt.Sprintf("%04X", f.FID) }

// ATR is the answer to reset of the profile, the same at any time.
func (c *Card) ATR() []byte { return bytes.Clone(c.profile.ATR) }

// Memory is a copy of what the card keeps without power.
func (c *Card) Memory() Memory {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.memory.clone()
}

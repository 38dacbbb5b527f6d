package main

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/sim/municipality"
	"github.com/mynalab/mynalab/sim/people"
	"github.com/mynalab/mynalab/sim/world"
	"github.com/mynalab/mynalab/virtualcard"
)

// peopleFlags are the flags of `list --people`.
type peopleFlags struct {
	dir       string
	crowd     int
	seed      uint64
	myNumbers bool
}

// castProfile is the card profile for which the cast's certificates are made; they are the same for all profiles.
const castProfile = "contact-a1"

// write writes the cast for another service into a new directory, which appears complete or not at all. An existing directory
// is not changed.
func (f peopleFlags) write(s surroundings) error {
	if f.crowd < 0 || f.crowd > people.CrowdLimit {
		return usage(errorOf(msgCrowd, f.crowd, people.CrowdLimit))
	}
	if _, err := os.Lstat(f.dir); err == nil {
		return usage(errorOf(msgPeopleThere, f.dir))
	}
	partial := filepath.Clean(f.dir) + ".partial"
	if err := errors.Join(os.RemoveAll(partial), os.MkdirAll(filepath.Join(partial, "certificates"), 0o755)); err != nil {
		return usage(errorOf(msgPeople, f.dir, err))
	}
	cast, err := people.Load()
	if err != nil {
		return broken(err)
	}
	if err := f.fill(partial, cast); err != nil {
		return usage(errorOf(msgPeople, f.dir, err))
	}
	if err := os.Rename(partial, f.dir); err != nil {
		return usage(errorOf(msgPeople, f.dir, err))
	}
	fmt.Fprintln(s.stdout, sentenceText(msgPeopleDone, s.lang, f.dir, len(cast.Persons), f.crowd))
	return nil
}

// fill writes all files.
func (f peopleFlags) fill(dir string, cast people.Cast) error {
	certificates, err := f.certificates(dir, cast)
	if err != nil {
		return err
	}
	if !f.myNumbers {
		cast.Persons = slices.Clone(cast.Persons)
		for i := range cast.Persons {
			cast.Persons[i].MyNumber = ""
		}
	}
	accounts := map[string][]people.Account{}
	for _, facility := range cast.Facilities {
		accounts[facility.Code] = facility.Accounts
	}
	for _, file := range []struct {
		name string
		what any
	}{
		{"people.json", world.RecordOfCast(cast)}, {"persons.json", cast.Persons}, {"facilities.json", cast.Facilities},
		{"insurers.json", cast.Insurers}, {"devices.json", cast.Devices}, {"users.json", cast.Users}, {"accounts.json", accounts},
		{"certificates.json", certificates.Issued}, {"revocations.json", certificates.Revoked},
	} {
		if err := writeJSON(filepath.Join(dir, file.name), file.what); err != nil {
			return err
		}
	}
	if f.crowd > 0 {
		if err := f.writeCrowd(filepath.Join(dir, "crowd.ndjson")); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "README.md"), []byte(peopleReadme), 0o644)
}

// castCertificates are what a service must load about the cast's cards: bodies for its control handler's /certificates and
// /revocations, in the order in which to send them.
type castCertificates struct {
	Issued  []control.Certificate
	Revoked []control.Revocation
}

// certificates writes the user certificate of each card of the cast. They follow from the seed.
func (f peopleFlags) certificates(dir string, cast people.Cast) (all castCertificates, err error) {
	issuer := municipality.NewIssuer(municipality.Chance(f.seed, "list --people"), virtualcard.DefaultTables(), 0)
	for _, p := range cast.Persons {
		cards, err := issuer.CardsOf(p, castProfile)
		if err != nil {
			return all, err
		}
		for _, card := range cards {
			text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: card.Spec.AuthCert})
			if err := os.WriteFile(filepath.Join(dir, "certificates", card.Card.ID+".pem"), text, 0o644); err != nil {
				return all, err
			}
			all.Issued = append(all.Issued, control.Certificate{Serial: card.AuthSerial, PersonID: p.ID})
			for _, r := range card.Ended {
				if !r.Signing {
					all.Revoked = append(all.Revoked, control.Revocation{Serial: r.Serial, At: r.At, Reason: control.Reason(r.Reason)})
				}
			}
		}
	}
	return all, nil
}

// writeCrowd streams the crowd, one person per line, without keeping it in memory.
func (f peopleFlags) writeCrowd(path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for p := range people.Crowd(f.seed, f.crowd) {
		if err := encoder.Encode(world.RecordOfPerson(p)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeJSON(path string, what any) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return encodeJSON(file, what)
}

// encodeJSON writes JSON for people and programs: indented, with <, > and & unescaped.
func encodeJSON(out io.Writer, what any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(what)
}

// peopleReadme describes the files of the directory.
const peopleReadme = `# The cast of mynalab / mynalab の登場人物

Everybody and everything here is invented; keys and certificates are published TEST ones (O=JPKI-TEST). The My Numbers fail
their check digit on purpose, so none belongs to anybody. 全員が架空の人物、全施設が架空の施設です。

| file | content |
|---|---|
| people.json | facilities and persons in one body, as ` + "`POST /people`" + ` of the control handler takes it |
| certificates.json, revocations.json | bodies of ` + "`POST /certificates`" + ` and ` + "`POST /revocations`" + `; send each entry on its own, in this order |
| certificates/P01-1.pem … | the user certificate of each card of a person, oldest first |
| persons.json, facilities.json, insurers.json, devices.json, accounts.json, users.json | the cast as feature texts know it, with PINs and passwords of the TEST cards and accounts |
| crowd.ndjson | with --crowd: further persons, one a line, each as in people.json |
`

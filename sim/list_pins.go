package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mynalab/mynalab/features"
)

// pinsFile is the table of pins. If the directory of --features has one, its sources and requirements replace the embedded ones, too.
const pinsFile = "pins.tsv"

// listPins compares new editions with the pins and lists what they touch. Like `report diff`, it fails if something got worse, i.e. if
// an edition touches a requirement.
func (f listFlags) listPins(s surroundings, suite features.Suite, files []string) error {
	pinned, err := loadPins(f.features)
	if err != nil {
		return err
	}
	editions, err := readEditions(pinned, files)
	if err != nil {
		return err
	}
	l := editionListing(dependencies{pinned, suite.Scenarios, checksOf(suite.Scenarios)}, editions)
	if err := l.write(s.stdout, f.format, s.lang); err != nil {
		return err
	}
	if touched := countTouched(l); touched > 0 {
		return &exitError{exitFail, errorOf(msgPinsTouched, touched)}
	}
	return nil
}

// loadPins reads the pins in dir, or the embedded ones if dir is empty or has no pins.tsv.
func loadPins(dir string) (features.Pinned, error) {
	if dir != "" {
		if _, err := os.Stat(filepath.Join(dir, pinsFile)); !errors.Is(err, fs.ErrNotExist) {
			pinned, err := features.LoadPins(os.DirFS(dir))
			if err != nil {
				return pinned, usage(errorOf(msgPinsTables, dir, err))
			}
			return pinned, nil
		}
	}
	pinned, err := features.LoadPins(features.Embedded())
	if err != nil {
		return pinned, broken(err)
	}
	return pinned, nil
}

// editionFile is a file with a new edition, and the source that it is an edition of.
type editionFile struct {
	name    string
	source  features.Source
	edition features.Edition
}

// readEditions reads the named files. It refuses two files for one source, because each source has only one new edition.
func readEditions(pinned features.Pinned, names []string) ([]editionFile, error) {
	if len(names) == 0 {
		return nil, usage(errorOf(msgPinsNoFile))
	}
	var files []editionFile
	first := map[string]string{}
	for _, name := range names {
		file, err := readEdition(pinned, name)
		if err != nil {
			return nil, usage(err)
		}
		if other, twice := first[file.source.ID]; twice {
			return nil, usage(errorOf(msgPinsTwice, other, name, file.source.ID))
		}
		first[file.source.ID] = name
		files = append(files, file)
	}
	return files, nil
}

// readEdition reads one file and recognizes its source by the file's name or content.
func readEdition(pinned features.Pinned, name string) (file editionFile, err error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return file, errorOf(msgPinsUnread, name, err)
	}
	edition, err := features.ReadEdition(content)
	switch {
	case errors.Is(err, features.ErrNoText):
		return file, errorOf(msgPinsEmpty, name)
	case err != nil:
		return file, errorOf(msgPinsNoText, name)
	}
	source, found := pinned.SourceOf(filepath.Base(name), edition)
	if !found {
		return file, errorOf(msgPinsUnknown, name, sourceIDs(pinned))
	}
	return editionFile{name, source, edition}, nil
}

package virtualcard

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// embedded returns an embedded profile. It calls LoadProfile once for each name: cards with one profile share its contents,
// and nobody writes to them. For an unknown name it returns LoadProfile's error.
func embedded(name string) (Profile, error) {
	if load, ok := embeddedProfiles()[name]; ok {
		return load()
	}
	return LoadProfile(name)
}

var embeddedProfiles = sync.OnceValue(func() map[string]func() (Profile, error) {
	loaders := map[string]func() (Profile, error){}
	for _, name := range ProfileNames() {
		loaders[name] = sync.OnceValues(func() (Profile, error) { return LoadProfile(name) })
	}
	return loaders
})

// LoadProfile returns the embedded profile with the given name, as a copy that belongs to the caller.
func LoadProfile(name string) (Profile, error) {
	text, err := profileFiles.ReadFile(path.Join("profiles", name+".json"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return Profile{}, fmt.Errorf("no card profile %q; choose one of %s",
			name, strings.Join(ProfileNames(), ", "))
	}
	if err != nil {
		return Profile{}, fmt.Errorf("loading card profile %q: %w", name, err)
	}
	// A test checks the keys of the embedded profiles, so they are not checked again for each card.
	var p Profile
	if err := json.Unmarshal(text, &p); err != nil {
		return Profile{}, fmt.Errorf("loading card profile %q: %w", name, err)
	}
	return p, nil
}

// LoadProfileFile returns the profile in a user's file, for Spec.Own.
func LoadProfileFile(path string) (Profile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Profile{}, fmt.Errorf("loading a card profile: %w; give the path of a profile file", err)
	}
	p, err := ParseProfile(text)
	if err != nil {
		return Profile{}, fmt.Errorf("loading card profile %s: %w; correct the file, or name an embedded profile", path, err)
	}
	return p, nil
}

// ProfileNames returns the names of the embedded profiles: contact cards first, then contactless ones, then phones.
func ProfileNames() []string {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(fmt.Sprintf("virtualcard: internal error: reading the embedded profiles: %v", err))
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".json"))
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(profileRank(a), profileRank(b)) })
	return names
}

func profileRank(name string) int {
	return slices.IndexFunc([]string{"contact-", "nfc-", ""}, func(start string) bool { return strings.HasPrefix(name, start) })
}

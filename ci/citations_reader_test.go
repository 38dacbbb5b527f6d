package ci

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The forms of what is cited, and of what stands before it.
var (
	mark = regexp.MustCompile(`§\s?(\w+(?:\.\d+)*)?((?:,? (?:and )?(?:[FQT]\d{1,2}\b|(?:row|step)s? \d{1,2}(?:(?:, | and | to )\d{1,2}\b)*))*)`)
	ours = regexp.MustCompile(`(?i)(?:^|[^a-z])(card|eligibility|pcsc|design|architecture)(?: reference)?[ (]*$`)
	// theirs are documents of others, which nobody here can follow.
	theirs   = regexp.MustCompile(`(?:RFC \d+(?:bis)?|ISO(?:/IEC)? [\d-]+(?::\d+)?|JICSAP(?: 1\.1)?|PC/SC part 3|PCSC3|\[MS-CFB\]|Specification [\d.]+|総務省令第85号)[ (]*$`)
	onwards  = regexp.MustCompile(`^,? ?(?:and |to )?$`)
	digits   = regexp.MustCompile(`\d+`)
	number   = regexp.MustCompile(`^\d+(?:\.\d+)*$`)
	numbered = regexp.MustCompile(`[FQT]\d{1,2}|(row|step)s? ([\d, andto]+)`)
	question = regexp.MustCompile(`\bQ\d{1,2}\b`)
	seed     = regexp.MustCompile(`seed \d{3}[^;]*$`)
	id       = regexp.MustCompile(`\b(?:CARD|SVC|ENV|REG|APP|INI|DER|CHK|DUT|INS|LST|TYP|SMP|SUB)-\d{2,3}\b`)
	fold     = regexp.MustCompile(`\s*\n\s*(?://|#)?\s*|\s+`)
)

// follow reads one comment, one literal or one line. It tells how many citations it holds, and what is wrong with those
// that lead nowhere. A bare section is of the document named before it, else of the room's own, home.
func (l library) follow(text string, home *volume) (marks int, dangling []string) {
	text = fold.ReplaceAllString(text, " ")
	at := thread{document: home}
	for _, place := range mark.FindAllStringSubmatchIndex(text, -1) {
		section, rest := group(text, place, 1), group(text, place, 2)
		if section == "" { // the sign alone, or a place for a number
			continue
		}
		marks++
		if at = l.next(at, text, place); !at.foreign {
			dangling = append(dangling, at.document.lacks(section, rest)...)
		}
	}
	asked, wrong := l.questions(text, home)
	named, gone := l.unknown(text)
	return marks + asked + named, slices.Concat(dangling, wrong, gone)
}

// thread is the document that a text speaks of, up to end; a foreign one nobody follows.
type thread struct {
	document *volume
	foreign  bool
	end      int
}

// next is the thread at a section: its own document may stand before it, or it goes on with a list.
func (l library) next(at thread, text string, place []int) thread {
	before := text[:place[0]]
	switch name := ours.FindStringSubmatch(before); {
	case theirs.MatchString(before):
		at.foreign = true
	case name != nil:
		v := l.documents[documentNamed(name[1])]
		at.document, at.foreign = &v, false
	case !onwards.MatchString(text[at.end:place[0]]):
		at.foreign = false
	}
	at.end = place[1]
	return at
}

// unknown counts the ids in a text, and finds those that no table has.
func (l library) unknown(text string) (named int, gone []string) {
	for _, name := range id.FindAllString(text, -1) {
		named++
		if !l.ids[name] && !slices.Contains(invented(), name) {
			gone = append(gone, "there is no "+name)
		}
	}
	return named, gone
}

// invented are ids that tests name because nothing bears them.
func invented() []string { return []string{"CHK-99", "CHK-999"} }

// group is what a group of the form has found; empty where it has nothing.
func group(text string, place []int, n int) string {
	if place[2*n] < 0 {
		return ""
	}
	return text[place[2*n]:place[2*n+1]]
}

func documentNamed(word string) string {
	if word = strings.ToLower(word); word == "architecture" {
		return "design"
	}
	return word
}

// lacks tells which of section, rows and steps the document does not have.
func (v *volume) lacks(section, rest string) (why []string) {
	if !number.MatchString(section) {
		return []string{"§" + section + " is no section"}
	}
	if v == nil {
		return []string{"§" + section + " of which document?"}
	}
	content, there := v.sections[section]
	if !there {
		return []string{v.name + " has no §" + section}
	}
	for _, part := range numbered.FindAllStringSubmatch(rest, -1) {
		for _, name := range absent(content, part[0], part[1]) {
			why = append(why, fmt.Sprintf("%s §%s has no %s", v.name, section, strings.TrimSpace(part[1]+" "+name)))
		}
	}
	return why
}

// absent are the names that a section does not have, of one row (F07), or of all in "rows 1 and 8", "steps 3 to 5".
func absent(content, part, kind string) (names []string) {
	form := `(?m)^\| \**%s\b`
	if kind == "step" {
		form = `(?m)(?:^|→ | )%s\.? [A-Za-z]`
	}
	all := []string{part}
	if kind != "" {
		all = digits.FindAllString(part, -1)
	}
	return slices.DeleteFunc(all, func(name string) bool {
		return regexp.MustCompile(fmt.Sprintf(form, name)).MatchString(content)
	})
}

// questions follows a bare Q7 where sections of the card reference are cited without a name: it is of card §12 there. The
// questions of the source documents (seed 000 Q9) are of no document of ours.
func (l library) questions(text string, home *volume) (marks int, dangling []string) {
	if home == nil || home.name != "card" {
		return 0, nil
	}
	text = mark.ReplaceAllString(text, "")
	for _, place := range question.FindAllStringIndex(text, -1) {
		if !seed.MatchString(text[:place[0]]) {
			marks++
			dangling = append(dangling, home.lacks("12", text[place[0]:place[1]])...)
		}
	}
	return marks, dangling
}

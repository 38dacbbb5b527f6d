package ci

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Patterns of citations, and of the words before them.
var (
	mark = regexp.MustCompile(`§\s?(\w+(?:\.\d+)*)?((?:,? (?:and )?(?:[FQT]\d{1,2}\b|(?:row|step)s? \d{1,2}(?:(?:, | and | to )\d{1,2}\b)*))*)`)
	ours = regexp.MustCompile(`(?i)(?:^|[^a-z])(card|eligibility|pcsc|design|architecture)(?: reference)?[ (]*$`)
	// theirs are documents of others, which can't be checked here.
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

// follow reads one comment, literal or line. It returns the number of citations in it, and what is wrong with those that
// refer to nothing. A section without a document's name belongs to the document named before it, else to home.
func (l library) follow(text string, home *document) (marks int, dangling []string) {
	text = fold.ReplaceAllString(text, " ")
	at := current{document: home}
	for _, place := range mark.FindAllStringSubmatchIndex(text, -1) {
		section, rest := group(text, place, 1), group(text, place, 2)
		if section == "" { // the sign alone, or a placeholder
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

// current is the document that the text is citing at the moment. end is where the last citation ended; foreign documents
// are not checked.
type current struct {
	document *document
	foreign  bool
	end      int
}

// next returns the document of the next section: its own document may be named before it, or it continues a list.
func (l library) next(at current, text string, place []int) current {
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

// unknown counts the ids in a text, and returns those that are in no table.
func (l library) unknown(text string) (named int, gone []string) {
	for _, name := range id.FindAllString(text, -1) {
		named++
		if !l.ids[name] && !slices.Contains(invented(), name) {
			gone = append(gone, "there is no "+name)
		}
	}
	return named, gone
}

// invented returns ids that tests use because they do not exist.
func invented() []string { return []string{"CHK-99", "CHK-999"} }

// group returns what the n-th group of the pattern has matched; empty if nothing.
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

// lacks returns which of section, rows and steps the document does not have.
func (v *document) lacks(section, rest string) (why []string) {
	if !number.MatchString(section) {
		return []string{"§" + section + " is not a section number"}
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

// absent returns the names that a section does not have: of one row (F07), or of all in "rows 1 and 8", "steps 3 to 5".
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

// questions checks a bare Q7 in files where a section without a name is one of the card reference: it is a row of card §12
// there. The questions of the source documents (seed 000 Q9) are not ours to check.
func (l library) questions(text string, home *document) (marks int, dangling []string) {
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

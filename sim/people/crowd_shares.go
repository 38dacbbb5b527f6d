package people

// Share is one row of a table of shares: how many of a thousand persons a row is for.
type Share struct {
	Name     string
	PerMille int
	Source   string
}

// The classes of names that are not ordinary.
const (
	classOrdinary = "ordinary"
	classForeign  = "Latin letters"
)

// Awkwardness is how often names are awkward, by the classes of tables/awkward.tsv. Rates without a source are ours: high
// enough that a few hundred persons show every class.
func Awkwardness() []Share {
	return []Share{
		{"●", 44, "SVC-171: 4.4 % have a character that cannot be represented"},
		{"第3水準", 30, "ours; SVC-172"},
		{"拡張漢字", 20, "ours; 髙 of SVC-271"},
		{"BMP外", 10, "ours; SVC-271"},
		{"異体字", 10, "ours; SVC-271"},
		{"長い名", 5, "ours"},
		{classForeign, 27, "ours"},
		{classOrdinary, 854, "the rest"},
	}
}

// age is a row of the table of ages, both ends included.
type age struct {
	Share
	from, to int
}

// ages spread the crowd so that every rule of age has somebody (ours; roughly the country's).
func ages() []age {
	return []age{
		{Share{"children", 110, "ours"}, 0, 14},
		{Share{"15 to 64", 590, "ours"}, 15, 64},
		{Share{"65 to 69", 60, "ours"}, 65, 69},
		{Share{"70 to 74", 70, "ours; 高齢受給者"}, 70, 74},
		{Share{"75 and above", 170, "ours; 後期高齢"}, 75, 104},
	}
}

// Insured is how often each kind of insurer insures those below 75 (SVC-249; rates ours).
func Insured() []Share {
	const ours = "ours; SVC-249"
	return []Share{{"協会けんぽ", 330, ours}, {"国保", 300, ours}, {"組合", 240, ours}, {"地共済", 40, ours}, {"国共済", 30, ours},
		{"国保組合", 20, ours}, {"学校", 20, ours}, {"警察", 10, ours}, {"特例退職", 6, ours}, {"船員", 4, ours}}
}

// shared draws a row of a table and gives its name.
func shared(d draw, table []Share) string {
	at := d.f.IntN(1000)
	for _, s := range table {
		if at -= s.PerMille; at < 0 {
			return s.Name
		}
	}
	return table[len(table)-1].Name
}

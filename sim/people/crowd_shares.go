package people

// Share is one row of a table of shares: the number of persons out of a thousand to whom the row applies.
type Share struct {
	Name     string
	PerMille int
	Source   string
}

// The classes of names that are not in tables/awkward.tsv.
const (
	classOrdinary = "ordinary"
	classForeign  = "Latin letters"
)

// Awkwardness returns how often names are difficult, by the classes of tables/awkward.tsv. Rates without a source are ours:
// high enough that a few hundred persons contain every class.
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

// age is a row of the table of ages; from and to are included.
type age struct {
	Share
	from, to int
}

// ages returns a distribution with persons for every rule about age (ours; roughly that of Japan).
func ages() []age {
	return []age{
		{Share{"children", 110, "ours"}, 0, 14},
		{Share{"15 to 64", 590, "ours"}, 15, 64},
		{Share{"65 to 69", 60, "ours"}, 65, 69},
		{Share{"70 to 74", 70, "ours; 高齢受給者"}, 70, 74},
		{Share{"75 and above", 170, "ours; 後期高齢"}, 75, 104},
	}
}

// Insured returns how often each kind of insurer insures persons below 75 (SVC-249; the rates are ours).
func Insured() []Share {
	const ours = "ours; SVC-249"
	return []Share{{"協会けんぽ", 330, ours}, {"国保", 300, ours}, {"組合", 240, ours}, {"地共済", 40, ours}, {"国共済", 30, ours},
		{"国保組合", 20, ours}, {"学校", 20, ours}, {"警察", 10, ours}, {"特例退職", 6, ours}, {"船員", 4, ours}}
}

// drawShare draws a row of a table and returns its name.
func drawShare(d draw, table []Share) string {
	at := d.f.IntN(1000)
	for _, s := range table {
		if at -= s.PerMille; at < 0 {
			return s.Name
		}
	}
	return table[len(table)-1].Name
}

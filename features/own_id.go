package features

import "regexp"

// ownID is the shape of an id that somebody gives to a requirement of their own: OWN-, then letters, digits and hyphens
// in any script. It stands in no table of ours and so counts for no coverage; --req selects it like any other.
var ownID = regexp.MustCompile(`^OWN-[\p{L}\p{N}][\p{L}\p{N}_-]*$`)

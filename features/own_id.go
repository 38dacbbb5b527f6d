package features

import "regexp"

// ownID matches an id that users give to requirements of their own: OWN-, then letters, digits and hyphens in any script.
// Such an id is in no table of ours, so it does not count for coverage; --req selects it like any other.
var ownID = regexp.MustCompile(`^OWN-[\p{L}\p{N}][\p{L}\p{N}_-]*$`)

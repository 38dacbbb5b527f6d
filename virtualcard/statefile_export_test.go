package virtualcard

// Disk is what a state file needs of a file system, and DiskFile a file on it.
type (
	Disk     = disk
	DiskFile = diskFile
)

// OpenStateOn opens a state file on a disk of a test.
func OpenStateOn(path string, d Disk) (*State, error) { return openOn(path, d) }

// NextMove adds the next move to an error of the file system.
var NextMove = nextMove

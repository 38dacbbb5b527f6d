package virtualcard

// DiskFile is a file on a disk of a test.
type DiskFile = diskFile

// OpenStateOn opens a state file whose replacement goes step by step through a disk of a test.
func OpenStateOn(path string, create func(string) (DiskFile, error), rename func(from, to string) error, syncDirectory func(string) error) (*State, error) {
	state, err := OpenState(path)
	if err == nil {
		state.disk = disk{create, rename, syncDirectory}
	}
	return state, err
}

// NextMove adds the next move to an error of the file system.
var NextMove = nextMove

package virtualcard

import "github.com/mynalab/mynalab/virtualcard/apdu"

// readRecord gives the record of number P1 of a record EF: a simple-TLV object, tag, length and value (CARD-131 to
// CARD-133). No number counts from a current record: nothing sets one, so P1=00 finds none (CARD-473).
func readRecord(c *Card, command apdu.Command) apdu.Response {
	f, sw := c.target(command.P2 >> 3)
	if sw == apdu.SW9000OK {
		sw = c.readable(f, Record)
	}
	if sw != apdu.SW9000OK {
		return refuse(sw)
	}
	record := nthRecord(f.bytes(), int(command.P1))
	if record == nil {
		return refuse(apdu.SW6A83RecordNotFound)
	}
	c.session.ef = f
	return c.slice(record, 0, command.Ne)
}

// readRecords is the form for several records at once, which a card may lack (JICSAP 1.1 §6.4.4): this one does
// (CARD-471).
func readRecords(*Card, apdu.Command) apdu.Response { return refuse(apdu.SW6A81NotSupported) }

// nthRecord walks simple-TLV objects with lengths of one byte; nil where there is no such record.
func nthRecord(records []byte, n int) []byte {
	const header = 2
	for i := 1; len(records) >= header; i++ {
		size := header + int(records[1])
		if size > len(records) {
			return nil
		}
		if i == n {
			return records[:size]
		}
		records = records[size:]
	}
	return nil
}

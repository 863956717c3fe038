package drop

// A ClearField is a column that is stored unsealed.
type ClearField struct {
	Table, Column string
	Why           string
}

// ClearFields lists everything that the drop's database holds unsealed, and why. Every other column is sealed. A test
// compares the list with the real tables.
//
// Beside the database there are the sealed files (random names; size padded; time of change set to the day, though a
// file system may keep finer times of its own), and whoever reads the raw database can guess in which order the rows of
// a day were written.
var ClearFields = []ClearField{
	{"vault", "vault", "random name of a vault; the desk needs it to know which key opens an envelope"},
	{"vault", "epoch", "number of the vault's key"},
	{"vault", "recipient", "public key that reports are sealed to; published"},
	{"vault", "team", "how the team calls itself; published"},
	{"vault", "place", "order of the keys"},
	{"thread", "id", "random; ties what one person sends together"},
	{"thread", "lookup", "hash of a secret that only the receipt gives; finds the thread again"},
	{"thread", "vault", "which team the thread is with"},
	{"thread", "answer_to", "public key that answers are sealed to; made from the receipt, used nowhere else"},
	{"thread", "withdrawn", "whether the person has withdrawn"},
	{"envelope", "id", "random"},
	{"envelope", "thread", "which thread it belongs to"},
	{"envelope", "vault", "which team it is sealed to"},
	{"envelope", "day", "day of arrival (UTC); the desk shows it in the inbox"},
	{"envelope", "seq", "order within the thread: a later consent must win over an earlier one"},
	{"part", "envelope", "which envelope it belongs to"},
	{"part", "n", "place in the envelope; part 0 is the message"},
	{"part", "blob", "random name of the sealed file"},
	{"part", "size", "size of the sealed file, padded"},
	{"answer", "id", "random; makes posting an answer twice harmless"},
	{"answer", "thread", "which thread it belongs to"},
	{"answer", "day", "day on which it was sent (UTC)"},
	{"answer", "seq", "order within the thread"},
}

// SealedFields lists the columns that hold age files.
var SealedFields = []ClearField{
	{"thread", "own", "what the person agreed to, sealed to the person, so that they can see and change it"},
	{"answer", "sealed", "an answer, sealed to the person"},
}

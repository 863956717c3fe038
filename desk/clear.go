package desk

// A ClearField is a column of the desk's database that is not sealed, and why.
type ClearField struct{ Table, Column, Why string }

// ClearFields is everything that whoever seizes the desk's database can read without a key. Every other column is sealed:
// under a vault's key, to a member's identity, to a thread's person, or by a passphrase. Beside the database lie sealed
// files, under random names, whose number and padded sizes can be seen. A test holds the list to the schema.
var ClearFields = []ClearField{
	{"setting", "name", "which of the desk's own settings it is"},
	{"member", "name", "to find the member before anything can be unlocked: a pseudonym"},
	{"member", "recipient", "public key: vaults are sealed to it while the member is away"},
	{"vault", "id", "random: ties rows together"},
	{"vault", "epoch", "tells the drop which of its keys is the newest: how often a member left"},
	{"vault", "recipient", "public key: the drop shows it to everyone"},
	{"vault", "team", "public: how the team calls itself to those who report"},
	{"vault", "place", "order of making: new reports go to the first"},
	{"vault_member", "vault", "random id: finds the vaults of a member who signs in"},
	{"vault_member", "member", "pseudonym: finds the vaults of a member who signs in"},
	{"vault_member", "role", "must hold before anything is unlocked"},
	{"vault_member", "since", "day: for the list of members"},
	{"thread", "id", "random: shared with the drop"},
	{"thread", "vault", "random id: finds the key"},
	{"thread", "answer_to", "public key of the person's receipt, made for this thread alone: answers are sealed to it"},
	{"envelope", "id", "random: shared with the drop"},
	{"envelope", "thread", "random id: keeps a conversation together"},
	{"envelope", "vault", "random id: finds the key"},
	{"envelope", "day", "day of arrival: the inbox shows it before anything is opened"},
	{"envelope", "n", "order of arrival: later consent replaces earlier"},
	{"envelope", "opened", "whether a member has opened it: the inbox counts what is new"},
	{"envelope", "processed", "whether its consents are in the ledger of a case, so that nothing is done twice"},
	{"part", "envelope", "random id"},
	{"part", "n", "which part it is"},
	{"part", "size", "padded size of the sealed part: the inbox shows a size class"},
	{"part", "file", "random name of the sealed file"},
	{"answer", "id", "random: the drop knows by it that it has the answer already"},
	{"answer", "thread", "random id"},
	{"answer", "vault", "random id: finds the key"},
	{"answer", "n", "order of writing"},
	{"item", "vault", "random id: finds the key"},
	{"item", "case_id", "random: keeps a case together, so its size shows in number of items"},
	{"item", "id", "random"},
	{"item", "version", "how often it was saved: the next save must follow the newest"},
	{"identity", "vault", "random id: finds the key"},
	{"identity", "case_id", "random id"},
	{"identity", "party", "random id"},
	{"identity", "version", "how often it was saved"},
	{"evidence_file", "file", "random name of the sealed file: verify finds missing and unknown ones"},
	{"evidence_file", "vault", "random id"},
	{"evidence_file", "case_id", "random id"},
	{"audit", "vault", "random id: finds the key"},
	{"audit", "n", "order: the chain is checked along it"},
}

// SealedFields is every other column, and what it is sealed to.
var SealedFields = []ClearField{
	{"setting", "value", "dummy: an identity locked by a passphrase that nobody knows; recovery: the public key of the recovery shares"},
	{"member", "locked", "identity, locked by the member's passphrase (age, scrypt)"},
	{"member", "card", "to the member's own identity"},
	{"vault", "name", "under the vault's key"},
	{"vault", "bundle", "to every member and to the recovery shares"},
	{"thread", "state", "under the vault's key"},
	{"answer", "sealed", "under the vault's key"},
	{"answer", "outgoing", "to the person's receipt; emptied once the drop has it"},
	{"item", "sealed", "under the vault's key"},
	{"identity", "sealed", "under the vault's key"},
	{"audit", "sealed", "under the vault's key"},
}

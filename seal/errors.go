package seal

import "errors"

// What can go wrong. Callers compare with errors.Is; the texts name no key and quote no content.
var (
	// ErrNoRecipient: nothing is accepted that nobody could open.
	ErrNoRecipient = errors.New("nobody to seal to: give at least one recipient (age1pq1...)")
	// ErrNotRecipient: the text is no age recipient at all.
	ErrNotRecipient = errors.New("this is not an age recipient; a good one starts with age1pq1 and was copied whole")
	// ErrClassic: a key or file that is not safe from quantum computers is refused, not used.
	ErrClassic = errors.New("this uses a classic age key, which is not safe from quantum computers; make a post-quantum key with `age-keygen -pq` and use its age1pq1... recipient")
	// ErrMixed: one classic (or unknown) recipient makes the whole file as weak as itself.
	ErrMixed = errors.New("this file is sealed to a post-quantum key and to another kind as well, which undoes the protection; seal it again to the age1pq1... key alone")
	// ErrNotAge: there is no whole age header at the start of the file.
	ErrNotAge = errors.New("this is not a whole age file")
	// ErrPassphrase: a file is locked by passphrase where a key is needed, or the passphrase is not the right one.
	ErrPassphrase = errors.New("this is locked by a passphrase, and the right one was not given")
	// ErrWrongKey: the file is sealed to somebody else (or the part of its header that is for us was changed).
	ErrWrongKey = errors.New("this is sealed to another key")
	// ErrDamaged: the bytes are not those that were sealed, or not all of them, or not sealed for this place.
	ErrDamaged = errors.New("this was damaged, cut off or changed after it was sealed")
	// ErrLength: a receipt with too few or too many words or digits.
	ErrLength = errors.New("this is too short or too long for a receipt: it has 11 words in English, 12 in Arabic, or 36 digits")
	// ErrCheck: every word or digit could be right, but together they are not a receipt that was ever given.
	ErrCheck = errors.New("this receipt has a mistake in it: a word or digit is wrong, or two have changed places")
	// ErrShares: recovery shares that do not lead to a key. The message around it says which share is the matter.
	ErrShares = errors.New("these recovery shares do not make a key")
)

package desk

// A sieve remembers, roughly, which runs of three bytes a text has: a Bloom filter with one hash function, of two to four
// bits for each byte of the text, its length a power of two. A word whose runs are not all in it is not in the text. A
// word of six letters that is not in the text gets through about one case in 150 (at most a third of the bits are set,
// and it has four runs).
type sieve []uint64

func newSieve(text []byte) sieve {
	words := 4
	for words*64 < 2*len(text) {
		words *= 2
	}
	s := make(sieve, words)
	for i := 0; i+3 <= len(text); i++ {
		bit := s.bit(text[i:])
		s[bit/64] |= 1 << (bit % 64)
	}
	return s
}

// bit hashes the first three bytes of b.
func (s sieve) bit(b []byte) uint32 {
	run := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	return (run * 0x9E3779B1) >> 8 & uint32(64*len(s)-1) // Knuth's multiplicative hash
}

// mayHold tells whether the text may hold a word; false is certain.
func (s sieve) mayHold(word []byte) bool {
	if len(s) == 0 {
		return true
	}
	for i := 0; i+3 <= len(word); i++ {
		if bit := s.bit(word[i:]); s[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
	}
	return true
}

package search

import "github.com/RoaringBitmap/roaring/v2"

// few is up to how many documents a word keeps as plain numbers. Most words are in one or two documents, and a bitmap
// takes 150 bytes before its first number.
const few = 24

// A list is the documents that have a word: few or many is set.
type list struct {
	few  []uint32 // increasing
	many *roaring.Bitmap
}

func newList(numbers []uint32) list {
	if len(numbers) <= few {
		return list{few: numbers}
	}
	many := roaring.New()
	many.AddMany(numbers)
	many.RunOptimize()
	return list{many: many}
}

func (l list) len() int {
	if l.many != nil {
		return int(l.many.GetCardinality())
	}
	return len(l.few)
}

// union returns the documents of all lists. What it returns may be part of the index and must not be changed.
func union(lists []list) *roaring.Bitmap {
	var big []*roaring.Bitmap
	var small []uint32
	for _, l := range lists {
		if l.many != nil {
			big = append(big, l.many)
		} else {
			small = append(small, l.few...)
		}
	}
	if len(small) == 0 && len(big) == 1 {
		return big[0]
	}
	all := roaring.FastOr(big...)
	all.AddMany(small)
	return all
}

// Package undercount estimates how many cases there are when several lists each hold some of them and overlap: by two
// lists after Chapman, by several lists with log-linear models after Fienberg, and the lower bound of Chao. It says what
// lists cannot tell, too: without overlap nothing follows, and models that fit as well as each other may differ widely.
//
// All estimates assume that no case came or went during the time of the lists, that the same case is known for the same in
// each, and that every case had some chance to get on each list. Of cases that no list could ever hold, because nobody
// dares to speak of them, nothing here can say anything: all numbers are of the cases that could have been listed. Two lists
// must be independent as well. Where being on one makes it likelier to be on the other, as when one list is fed by the
// other, the true number is larger than the estimate; where it makes it less likely, smaller. Models of several lists relax
// this, but only for what can be seen among the cases that are on some list.
package undercount

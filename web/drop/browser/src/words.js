// The word lists of receipts, and how a written word is compared with them (seal/words in Go has the reasons).
import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import arabic from '../../../../seal/words/ar.txt'

const same = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ی: 'ي', ک: 'ك', ؤ: 'و', ة: 'ه' }

// normalise returns the form under which words are compared.
export function normalise (word) {
  return word.normalize('NFKC').toLowerCase()
    .replace(/[\u064b-\u0655\u0670\u0640\u0621\p{Cf}\s]/gu, '')
    .replace(/./gu, c => same[c] ?? c)
    .normalize('NFKC')
}

const bodies = { ب: 'تثنيٮںپ', ح: 'جخچ', د: 'ذ', ر: 'زژ', س: 'ش', ص: 'ض', ط: 'ظ', ع: 'غ', ف: 'قڡٯڤ', ك: 'گ' }
const body = new Map(Object.entries(bodies).flatMap(([to, from]) => [...from].map(c => [c, to])))

// shape also takes away the dots of Arabic letters, which handwriting loses first.
const shape = word => normalise(word).replace(/./gu, c => body.get(c) ?? c)

function list (lang, words) {
  const exact = new Map(words.map((w, i) => [normalise(w), i]))
  const near = new Map(words.map((w, i) => [shape(w), i]))
  return { lang, words, width: Math.log2(words.length), index: w => exact.get(normalise(w)) ?? near.get(shape(w)) ?? -1 }
}

export const lists = [list('en', english), list('ar', arabic.trim().split('\n'))]
export const listOf = lang => lists.find(l => l.lang === lang.split('-')[0]) ?? lists[0]

// Receipts, made and read in the browser: docs/protocol.md, section 5.
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { expand } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import { Refusal } from './seal.js'
import { listOf, lists } from './words.js'

const bits = 110
const zero = new Uint8Array(1)
const number = r => BigInt('0x' + bytesToHex(r))
const bytes = n => hexToBytes(n.toString(16).padStart(28, '0'))

// newReceipt returns 110 random bits as 14 bytes.
export function newReceipt () {
  const r = crypto.getRandomValues(new Uint8Array(14))
  r[0] &= 0x3f
  return r
}

function checkWord (r, width) {
  const sum = sha256(concatBytes(utf8ToBytes('unhindered/receipt/v1/check'), zero, r))
  return ((sum[0] << 8) | sum[1]) >> (16 - width)
}

// words returns a receipt as words of a language, the last one a check word.
export function words (r, lang) {
  const { words, width } = listOf(lang)
  const out = []
  for (let i = 1; i <= bits / width; i++) {
    out.push(words[Number((number(r) >> BigInt(bits - width * i)) & BigInt(words.length - 1))])
  }
  return [...out, words[checkWord(r, width)]]
}

const checkDigits = n => String(98n - ((BigInt(n) * 100n) % 97n)).padStart(2, '0')

// digits returns a receipt as nine groups of four digits.
export function digits (r) {
  const n = number(r).toString().padStart(34, '0')
  return (n + checkDigits(n)).match(/..../g)
}

// digitValue returns the value of a decimal digit of any script: Unicode keeps ten together, from zero to nine.
function digitValue (c) {
  let zeroth = c.codePointAt(0)
  while (/\p{Nd}/u.test(String.fromCodePoint(zeroth - 1))) zeroth--
  return (c.codePointAt(0) - zeroth) % 10
}

// parse reads what a person typed: words of any language of ours, or digits. It throws a Refusal: word (with details
// word and position), length or check.
export function parse (text) {
  const tokens = text.replace(/\p{Cf}/gu, '').split(/[^\p{L}\p{M}\p{Nd}]+/u).filter(Boolean)
  const written = tokens.filter(t => !/^\p{Nd}+$/u.test(t))
  return written.length ? fromWords(written) : fromDigits([...tokens.join('')].map(digitValue).join(''))
}

function fromDigits (typed) {
  if (typed.length !== 36) throw new Refusal('length')
  const n = typed.slice(0, 34)
  if (checkDigits(n) !== typed.slice(34) || BigInt(n) >> BigInt(bits)) throw new Refusal('check')
  return bytes(BigInt(n))
}

function fromWords (written) {
  const found = lists.map(list => ({ list, numbers: written.map(list.index) }))
  const known = f => f.numbers.filter(n => n >= 0).length
  const { list, numbers } = found.reduce((best, f) => known(f) > known(best) ? f : best)
  const unknown = numbers.findIndex(n => n < 0)
  if (unknown >= 0) throw new Refusal('word', { word: written[unknown], position: unknown + 1 })
  if (numbers.length !== bits / list.width + 1) throw new Refusal('length')
  const r = bytes(numbers.slice(0, -1).reduce((n, next) => (n << BigInt(list.width)) | BigInt(next), 0n))
  if (checkWord(r, list.width) !== numbers.at(-1)) throw new Refusal('check')
  return r
}

// keys derives what a receipt stands for. It takes some seconds and 64 MiB on purpose, and much longer where the browser
// does not compile scripts; progress is called with 0 to 1.
export async function keys (r, progress = () => {}) {
  if (r.every(b => b === 0)) throw new Refusal('check')
  const master = await argon2idAsync(r, utf8ToBytes('unhindered/receipt/v1'),
    { t: 3, m: 65536, p: 4, dkLen: 32, asyncTick: 20, onProgress: progress })
  const lookup = bytesToHex(expand(sha256, master, utf8ToBytes('unhindered/receipt/v1/lookup'), 32))
  const seed = expand(sha256, master, utf8ToBytes('unhindered/receipt/v1/identity'), 32)
  const identity = bech32.encodeFromBytes('age-secret-key-pq-', seed).toUpperCase()
  master.fill(0)
  return {
    lookup,
    lookupHash: bytesToHex(sha256(concatBytes(utf8ToBytes('unhindered/receipt/v1/lookup-hash'), zero, utf8ToBytes(lookup)))),
    identity,
    recipient: await identityToRecipient(identity)
  }
}

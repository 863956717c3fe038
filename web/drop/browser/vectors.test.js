// The script's own reading and making of our formats, against the test vectors of docs/protocol.md.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const { outputFiles: [bundle] } = await build({
  stdin: { contents: ['message', 'padding', 'receipt', 'seal', 'words'].map(m => `export * from './src/${m}.js'`).join('\n'), resolveDir: here },
  bundle: true, format: 'esm', loader: { '.txt': 'text' }, write: false
})
const ours = await import('data:text/javascript;base64,' + Buffer.from(bundle.text).toString('base64'))
const load = name => JSON.parse(readFileSync(`${here}/../../../seal/testdata/vectors/${name}.json`, 'utf8'))
const bytes = base64 => new Uint8Array(Buffer.from(base64 ?? '', 'base64'))
const hex = b => Buffer.from(b).toString('hex')
const code = want => error => error.code === want

test('sizes after padding', () => {
  for (const v of load('padding')) assert.equal(ours.padded(v.content), v.part, `${v.content} bytes`)
})

test('parts open, or are refused', async () => {
  const parts = load('parts')
  for (const v of parts.parts) {
    const opened = ours.openPart(bytes(v.sealed), parts.identity)
    if (v.outcome === 'ok') assert.deepEqual(hex(await opened), hex(bytes(v.content)), v.comment)
    else await assert.rejects(opened, code('damaged'), v.comment)
  }
})

test('receipts are written as words and digits, and give their keys', { timeout: 300_000 }, async () => {
  for (const v of load('receipts').receipts) {
    const r = new Uint8Array(Buffer.from(v.bits, 'hex'))
    assert.equal(ours.digits(r).join(' '), v.digits)
    for (const [lang, words] of Object.entries(v.words)) {
      assert.deepEqual(ours.words(r, lang), words)
      assert.equal(hex(ours.parse(words.join(' '))), v.bits)
    }
    const keys = await ours.keys(r)
    assert.equal(keys.lookup, v.lookup)
    assert.equal(keys.lookupHash, v.lookup_hash)
    assert.equal(keys.identity, v.identity)
    assert.equal(keys.recipient, v.recipient)
  }
})

test('receipts are read as people type them', () => {
  for (const v of load('receipts').read) {
    if (v.outcome === 'ok') {
      assert.equal(hex(ours.parse(v.text)), v.bits, v.comment)
      continue
    }
    const [want, position] = v.outcome.split(' ')
    assert.throws(() => ours.parse(v.text), e => e.code === want && (!position || e.details.position === Number(position)), v.comment)
  }
})

test('new receipts use all their bits and no more', () => {
  const seen = new Set()
  for (let i = 0; i < 500; i++) {
    const r = ours.newReceipt()
    assert.ok(r[0] < 0x40)
    seen.add(r[0])
  }
  assert.equal(seen.size, 64)
})

test('what is sealed is padded, opens, and tells its size and hash', async () => {
  const identity = await generateHybridIdentity()
  const recipient = await identityToRecipient(identity)
  for (const size of [0, 1, 4095, 4096, 65535, 65536, 300_000]) {
    const content = new Uint8Array(size).fill(7)
    let told = 0
    const part = await ours.sealPart(recipient, new Blob([content]), n => { told += n })
    const file = new Uint8Array(await part.blob.arrayBuffer())
    assert.equal(part.size, size)
    assert.equal(told, size)
    assert.equal(part.sha256, createHash('sha256').update(content).digest('hex'))
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    assert.equal((await decrypter.decrypt(file)).length, ours.padded(size))
    assert.equal(hex(await ours.openPart(file, identity)), hex(content))
  }
})

test('nothing is sealed to no key or to a weaker kind', async () => {
  const good = await identityToRecipient(await generateHybridIdentity())
  const weak = await identityToRecipient(await generateX25519Identity())
  for (const [key, want] of [['', 'nokey'], [undefined, 'nokey'], [weak, 'weakkey'], ['age1pq1x', 'weakkey'],
    [good.slice(0, -1) + (good.endsWith('q') ? 'p' : 'q'), 'weakkey'], [good + '\n' + weak, 'weakkey'], [good.toUpperCase(), 'weakkey']]) {
    await assert.rejects(ours.sealPart(key, new Blob(['x'])), code(want))
  }
})

test('sealing can be stopped, and a file that changes is noticed', async () => {
  const recipient = await identityToRecipient(await generateHybridIdentity())
  const stop = new AbortController()
  const big = new Blob([new Uint8Array(2_000_000)])
  await assert.rejects(ours.sealPart(recipient, big, () => stop.abort(), stop.signal), code('stopped'))
  const grown = { size: 10, stream: () => new Blob(['eleven bytes']).stream() }
  await assert.rejects(ours.sealPart(recipient, grown), code('unreadable'))
})

test('texts and names are cleaned as the server cleans them', () => {
  assert.equal(ours.cleanText(' a\r\nb\rc\u0000\u0007\td\ud800 '), 'a\nb\nc\td\ufffd')
  assert.equal(ours.cleanName('../../etc/"><b>\u202efdp.txt'), '"><b>fdp.txt')
  assert.equal(ours.cleanName('C:\\x\\photo.jpg'), 'photo.jpg')
  assert.equal(ours.cleanName('..'), 'file')
  assert.equal([...ours.cleanName('é'.repeat(500) + '.jpg')].length, 200)
})

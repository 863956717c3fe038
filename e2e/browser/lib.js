// What the tests, the screenshots and the pictures share: a demo of their own, a real browser, sign-in, a small PNG.
import { spawn, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { deflateSync, crc32 } from 'node:zlib'
import { chromium } from 'playwright-core'

const program = process.env.UNHINDERED_BIN || fileURLToPath(new URL('../../bin/unhindered', import.meta.url))

// startDemo runs `unhindered demo` in a new folder and waits until its three rooms are ready.
export async function startDemo () {
  const data = mkdtempSync(join(tmpdir(), 'unhindered-browser-'))
  const child = spawn(program, ['demo', '--data', data, '--listen', '127.0.0.1:0', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', text => { errors += text })
  const ended = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => { throw new Error(`unhindered demo ended with ${code}:\n${errors}`) })
  ])
  const demo = JSON.parse(line)
  demo.data = data
  Object.assign(demo, JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')))
  demo.stop = async () => {
    child.kill()
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  return demo
}

// run runs the program to its end.
export function run (...args) {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  return { status: done.status, text: done.stdout + done.stderr }
}

// startBrowser starts Chromium. Root, as in many containers, cannot use its sandbox; the pages are our own.
export function startBrowser () {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: process.getuid() === 0 ? ['--no-sandbox'] : []
  })
}

// visitor opens a browser window of its own, with script off unless asked for. Every request it makes is noted in page.requests.
export async function visitor (browser, options = {}) {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', ...options })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  page.requests = []
  context.on('request', request => page.requests.push(request.url()))
  return page
}

const used = new Map() // newest time step used by each secret: a code opens the door once

// code makes the one-time code of a member (RFC 6238: SHA-1, 6 digits, 30 seconds). The desk takes the step after the
// present one too, so that two sign-ins need no waiting; the one before may have been used by the demo as it was made.
async function code (member) {
  const step = Math.max(Math.floor(Date.now() / 30_000), (used.get(member.totp_secret) ?? 0) + 1)
  const early = (step - 1) * 30_000 - Date.now()
  if (early > 0) await new Promise(resolve => setTimeout(resolve, early + 100))
  used.set(member.totp_secret, step)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', base32(member.totp_secret)).update(counter).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

function base32 (text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map(c => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))
}

// signIn takes a member to the desk's first page, or to the address that asked for the sign-in.
export async function signIn (page, demo, name) {
  const member = demo.members.find(m => m.name === name)
  if (!new URL(page.url() === 'about:blank' ? demo.drop : page.url()).pathname.startsWith('/login')) await page.goto(demo.desk + '/login')
  await page.getByLabel('Name', { exact: true }).fill(member.name)
  await page.getByLabel('Passphrase', { exact: true }).fill(member.passphrase)
  await page.getByLabel('Code', { exact: true }).fill(await code(member))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Lock now' }).waitFor()
}

// png makes a picture of the given size, striped so that it is no bigger than it must be.
export function png (width = 64, height = 48) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8) // 8 bits a channel, RGB
  const row = Buffer.alloc(1 + width * 3)
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => {
    row.fill(y * 5 % 256, 1)
    return Buffer.from(row)
  }))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

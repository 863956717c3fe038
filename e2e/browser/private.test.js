// Sealing in the browser: with script on, what a person writes leaves their device sealed, and never otherwise. Another
// browser, without script, is the member of the team who reads it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { png, signIn, startBrowser, startDemo, visitor } from './lib.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let demo, browser, heron
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()])
  heron = await visitor(browser)
  await signIn(heron, demo, 'heron')
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

// A writer is a person with script on, whose line to the drop is tapped: page.lines has every byte that left, by
// connection; page.drop is the address to use; page.complaints has every complaint of the browser.
async function writer (options = {}) {
  const page = await visitor(browser, { javaScriptEnabled: true, ...options })
  page.lines = []
  page.complaints = []
  page.cut = () => false // tells of each connection whether to cut it instead of answering
  const { port, hostname } = new URL(demo.drop)
  const tap = createServer(person => {
    const server = connect(port, hostname)
    const line = { sent: Buffer.alloc(0) }
    page.lines.push(line)
    person.on('data', bytes => {
      line.sent = Buffer.concat([line.sent, bytes])
      server.write(bytes)
    })
    server.on('data', bytes => page.cut(line.sent) ? person.destroy() : person.write(bytes))
    for (const [one, other] of [[person, server], [server, person]]) {
      one.on('close', () => other.destroy())
      one.on('error', () => other.destroy())
    }
  })
  await new Promise(resolve => tap.listen(0, '127.0.0.1', resolve))
  page.drop = `http://127.0.0.1:${tap.address().port}`
  page.on('close', () => tap.close())
  page.on('pageerror', error => page.complaints.push(error.stack))
  page.on('console', message => { if (message.type() === 'error') page.complaints.push(message.text()) })
  return page
}

const posts = page => page.lines.map(line => line.sent).filter(bytes => bytes.includes('POST /private'))

// leaked returns which of the texts is in anything that left the browser: as it is, in UTF-16, in base64, or escaped.
function leaked (page, texts) {
  return texts.filter(text => {
    const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(encodeURIComponent(text)),
      ...[0, 1, 2].map(shift => Buffer.from(Buffer.from('x'.repeat(shift) + text).toString('base64').slice(shift ? 4 : 0, -4)))]
    return page.lines.some(({ sent }) => forms.some(form => sent.includes(form)))
  })
}

const says = async (page, ...texts) => {
  const body = await page.locator('body').innerText()
  for (const text of texts) assert.ok(text instanceof RegExp ? text.test(body) : body.includes(text), `${page.url()} does not say “${text}”:\n${body}`)
}

// fetchAndOpen has the desk fetch what waits, opens the newest report and returns its address.
async function fetchAndOpen (seen) {
  const all = await inbox()
  const fresh = all.filter(action => !seen.includes(action))
  assert.equal(fresh.length, 1, 'one new report is in the inbox')
  await heron.locator(`form[action="${fresh[0]}"]`).getByRole('button').click()
  await heron.getByRole('heading', { name: /^Report / }).waitFor()
  return heron.url()
}

async function inbox () {
  await heron.goto(demo.desk + '/inbox')
  await heron.getByRole('button', { name: 'Look for new reports now' }).click()
  await heron.waitForLoadState()
  return heron.locator('form[action$="/open"]').evaluateAll(forms => forms.map(f => f.getAttribute('action')))
}

const receiptOf = async page => ({
  words: await page.locator('.words li').allInnerTexts(),
  digits: (await page.locator('.digits span').allInnerTexts()).join(' ')
})

test('a report sealed in the browser reaches the team, and nothing else of it reaches the server', async () => {
  const canary = name => `canary-${name}-qzx`
  const typed = Object.fromEntries(['what', 'whom', 'where', 'when', 'cooperation', 'partner'].map(name => [name, canary(name)]))
  const photo = png(200, 200)
  const text = Buffer.from((canary('content') + '\n').repeat(20_000))
  const names = [canary('photo') + '.png', canary('text') + '.txt']
  const seen = await inbox()

  const page = await writer()
  await page.goto(page.drop + '/report')
  await page.getByRole('link', { name: 'seal it in this browser' }).click()
  await page.waitForURL(page.drop + '/private')
  const policy = (await page.request.get(page.drop + '/private')).headers()['content-security-policy']
  for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'none'"]) assert.ok(policy.includes(rule), policy)
  assert.doesNotMatch(policy, /unsafe|wasm/)
  for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value)
  await page.getByLabel('Yes', { exact: true }).check()
  await page.getByLabel('Keep what I send and work on it.').check()
  await page.getByLabel(/Share it with the person/).check()
  await page.getByLabel('Files').setInputFiles([
    { name: names[0], mimeType: 'image/png', buffer: photo },
    { name: names[1], mimeType: 'text/plain', buffer: text }
  ])
  await page.getByRole('button', { name: 'Seal and send' }).click()
  await page.getByRole('heading', { name: 'It has arrived.' }).waitFor({ timeout: 60_000 })
  const { words, digits } = await receiptOf(page)
  assert.equal(words.length, 11)
  assert.match(digits, /^(\d{4} ?){9}$/)
  await says(page, 'It was sealed in this browser.')

  const [post, ...others] = posts(page)
  assert.equal(others.length, 0, 'one request carries everything')
  assert.equal(post.toString('latin1').match(/age-encryption\.org\/v1/g).length, 4, 'the message, two files and the copy for the person')
  assert.deepEqual(leaked(page, ['mlkem768x25519']), ['mlkem768x25519'], 'the tap sees what is sent')
  assert.deepEqual(leaked(page, [...Object.values(typed), ...names, canary('content'), words.join(' '), words.slice(0, 3).join(' '),
    words.join('\n'), digits, digits.replaceAll(' ', ''), 'share_partner', 'Keep what I send']), [])
  for (const word of words) assert.ok(!post.includes(word + ' ') || word.length < 4, 'no word of the receipt is in the request')
  assert.deepEqual(await page.context().cookies(), [])
  assert.deepEqual(page.complaints, [])
  for (const address of page.requests) assert.ok(address.startsWith(page.drop + '/'), address)

  // The team reads all of it.
  const thread = await fetchAndOpen(seen)
  await says(heron, typed.what, typed.where, typed.when, typed.cooperation)
  assert.ok((await heron.content()).includes(typed.whom))
  for (const [i, want] of [photo, text].entries()) {
    const waiting = heron.waitForEvent('download')
    await heron.locator('.files a').nth(i).click()
    const file = await waiting
    assert.deepEqual(readFileSync(await file.path()), want)
  }
  await heron.goto(thread)
  await heron.getByLabel('Your answer to the person').fill('Thank you. Are you safe <now>?')
  await heron.getByRole('button', { name: 'Send the answer' }).click()
  await heron.waitForLoadState()

  // The person reads the answer in the browser, with a receipt that stays there.
  page.lines = []
  await page.goto(page.drop + '/private/return')
  await page.getByLabel('Your words or digits').fill(words.map((w, i) => `${i + 1}. ${w.toUpperCase()}`).join('\n'))
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('heading', { name: 'Your letters with the team' }).waitFor({ timeout: 60_000 })
  await says(page, 'Thank you. Are you safe <now>?', 'The team has fetched everything that you sent.')
  assert.equal(await page.getByLabel('Keep what I send and work on it.').isChecked(), true, 'consents are as they were left')
  assert.equal(await page.getByLabel('Tell the government my name.').isChecked(), false)
  assert.equal(await page.locator('#partner').inputValue(), typed.partner)

  // They write again, change what they agree to, and withdraw: all of it sealed.
  const more = canary('addition')
  await page.locator('#what').fill(more)
  await page.locator('#files').setInputFiles([{ name: canary('third') + '.txt', mimeType: 'text/plain', buffer: text.subarray(0, 5000) }])
  await page.getByRole('button', { name: 'Seal and send' }).click()
  await page.getByText('What you wrote has arrived.').waitFor()
  await page.getByLabel(/Publish it on the open record, without my name/).check()
  await page.getByRole('button', { name: 'Keep these choices' }).click()
  await page.getByText('Your choices have been kept.').waitFor()
  assert.equal(await page.getByLabel(/Publish it on the open record, without my name/).isChecked(), true)
  await inbox()
  await heron.goto(thread)
  await says(heron, more, canary('third') + '.txt')
  const why = canary('why')
  await page.getByRole('button', { name: 'Withdraw everything', exact: true }).click()
  await page.locator('#why').fill(why)
  await page.getByRole('button', { name: 'Yes, withdraw everything' }).click()
  await page.getByText('You have withdrawn everything.').waitFor()
  await inbox()
  await heron.goto(thread)
  await says(heron, why)
  assert.deepEqual(leaked(page, [more, why, canary('third'), typed.partner, words.join(' '), words.slice(0, 3).join(' '), digits, 'publish_anonymous']), [])
  assert.deepEqual(await page.context().cookies(), [])
  assert.deepEqual(page.complaints, [])
})

const aClassicKey = 'age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa'

// anotherKey returns a good hybrid key that is nobody's: the team's own, of another demo.
const anotherKey = () => readFileSync(new URL('../../seal/testdata/vectors/receipts.json', import.meta.url), 'utf8').match(/age1pq1[a-z0-9]+/)[0]

async function writeTo (page, what, lang = 'en') {
  await page.goto(`${page.drop}/private?lang=${lang}`)
  await page.locator('#what').fill(what)
}

const send = page => page.locator('form .primary').click()

test('nothing is sealed to a key that changed while the person wrote, nor to a weaker one', async () => {
  const page = await writer()
  await writeTo(page, 'canary-key')
  await page.locator('#files').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }])
  const shown = await page.locator('#print').innerText()
  await page.route('**/key.json', route => route.fulfill({ json: { recipient: anotherKey() } }))
  await send(page)
  await page.getByText('The key of the team has changed since you opened this page').waitFor()
  await says(page, 'Nothing was sent yet', 'What you typed is still here.')
  const offered = await page.locator('.errors code').innerText()
  assert.notEqual(offered, shown)
  assert.equal(await page.locator('#what').inputValue(), 'canary-key')
  assert.equal(await page.locator('#files').evaluate(input => input.files.length), 1)
  await send(page)
  await page.locator('.errors code').waitFor()
  assert.equal(posts(page).length, 0, 'trying again does not help')
  // Only if the person says so is the new key used; this one is false, and the server does not take it.
  await page.getByRole('button', { name: 'Seal to the new key' }).click()
  assert.equal(await page.locator('#print').innerText(), offered)
  await send(page)
  await page.getByText('The key of the team has changed, so nothing was kept.').waitFor({ timeout: 60_000 })
  assert.deepEqual(leaked(page, ['canary-key']), [])

  for (const [key, words] of [[aClassicKey, 'is not of the kind that is safe from future quantum computers'], ['', 'There is no key to seal with']]) {
    const page = await writer()
    await page.route('**/private*', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace(/data-key="[^"]*"/, `data-key="${key}"`) })
    })
    await page.route('**/key.json', route => route.fulfill({ json: { recipient: key } }))
    await writeTo(page, 'canary-key')
    await send(page)
    await page.getByText(words).first().waitFor()
    assert.equal(posts(page).length, 0)
    assert.equal(await page.locator('#what').inputValue(), 'canary-key')
  }
})

test('a broken connection loses nothing, and trying again sends nothing twice', async () => {
  const before = await inbox()
  const page = await writer()
  await writeTo(page, 'sent over a bad line')
  await page.context().setOffline(true)
  await send(page)
  await page.getByText('The server cannot be reached, so nothing was sent.').waitFor()
  await page.context().setOffline(false)
  // It arrives, but the answer does not.
  page.cut = sent => sent.includes('POST /private')
  await send(page)
  await page.getByText('The connection broke before the server said that it is stored.').waitFor({ timeout: 60_000 })
  assert.equal(await page.locator('#what').inputValue(), 'sent over a bad line')
  assert.equal(await page.locator('.words li').count(), 0, 'no receipt without an acknowledgement')
  page.cut = () => false
  await page.locator('#what').fill('sent over a bad line, and changed')
  await send(page)
  await page.getByRole('heading', { name: 'It has arrived.' }).waitFor({ timeout: 60_000 })
  await says(page, 'Your first try had arrived. What you changed after it is not in it')
  const { digits } = await receiptOf(page)
  await fetchAndOpen(before)
  await says(heron, 'sent over a bad line')
  // The receipt is that of the letter that arrived, also on the page without script, by its digits.
  const later = await visitor(browser)
  await later.goto(demo.drop + '/return')
  await later.getByLabel('Your words or digits').fill(digits)
  await later.getByRole('button', { name: 'Open', exact: true }).click()
  await says(later, 'Your letters with the team')
})

test('in Arabic, and from one language to the other, without losing what was typed', async () => {
  const page = await writer()
  await writeTo(page, 'written in English first')
  await page.locator('#files').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }])
  await page.locator('input[value=hold]').check()
  await page.getByRole('link', { name: 'العربية' }).click()
  await page.locator('html[lang=ar][dir=rtl]').waitFor()
  assert.equal(await page.locator('#what').inputValue(), 'written in English first')
  assert.equal(await page.locator('#files').evaluate(input => input.files.length), 1)
  assert.equal(await page.locator('input[value=hold]').isChecked(), true)
  await send(page)
  await page.getByRole('heading', { name: 'وصلت رسالتك.' }).waitFor({ timeout: 60_000 })
  const { words } = await receiptOf(page)
  assert.equal(words.length, 12)
  await page.goto(page.drop + '/private/return?lang=ar')
  const wrong = [...words]
  wrong[4] = 'خطأ'
  await page.locator('#receipt').fill(wrong.join(' '))
  await send(page)
  await page.locator('.errors').waitFor()
  await says(page, 'الكلمة رقم 5')
  await page.locator('#receipt').fill(words.join('، '))
  await send(page)
  await page.getByRole('heading', { name: 'رسائلك مع الفريق' }).waitFor({ timeout: 60_000 })
  assert.equal(await page.locator('input[value=hold]').isChecked(), true)
  assert.deepEqual(leaked(page, [words.slice(0, 3).join(' ')]), [])
})

test('what must be mended is said beside the field, and the way out leaves nothing', async () => {
  const page = await writer()
  await writeTo(page, '')
  await page.locator('#where').fill('canary-leave')
  await send(page)
  await says(page, 'Please write what happened, or add a file.')
  assert.equal(await page.locator('#what').getAttribute('aria-invalid'), 'true')
  await page.locator('input[value=share_partner]').check()
  await page.locator('#what').fill('x')
  await send(page)
  await says(page, 'Please write with whom it may be shared')
  assert.equal(await page.locator('.error').count(), 1)
  await page.locator('#partner').fill('somebody')
  await page.locator('#files').setInputFiles([{ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }])
  await send(page)
  await says(page, 'One of the files is empty.', 'empty.txt')
  await page.getByRole('link', { name: 'Leave quickly' }).click()
  await page.waitForURL('**/leave?lang=en')
  await page.goBack()
  assert.ok(!page.url().includes('/private'), 'the step back does not lead to the form')
  assert.deepEqual(leaked(page, ['canary-leave', 'empty.txt']), [])
})

test('without script there is nothing to type into', async () => {
  const page = await visitor(browser)
  for (const path of ['/private', '/private/return']) {
    await page.goto(demo.drop + path)
    await says(page, 'This page needs JavaScript, and its script has not started.')
    assert.equal(await page.locator('textarea:visible, input:visible').count(), 0)
  }
})

test('the pages are sound for assistive technology, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await writer({ colorScheme })
    const check = async state => {
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run())
      assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(', ')}`), [], `${state}, ${colorScheme}`)
    }
    await writeTo(page, '')
    await send(page)
    await check('the form with an error')
    await page.locator('#what').fill('x')
    await send(page)
    await page.getByRole('heading', { name: 'It has arrived.' }).waitFor({ timeout: 60_000 })
    await check('the receipt')
    const { words } = await receiptOf(page)
    await page.goto(page.drop + '/private/return')
    await page.locator('#receipt').fill(words.join(' '))
    await send(page)
    await page.getByRole('heading', { name: 'Your letters with the team' }).waitFor({ timeout: 60_000 })
    await page.locator('#ask').click()
    await check('the thread')
  }
})

test('long work can be stopped, and goes on where it was', async () => {
  const page = await writer()
  await writeTo(page, 'a long letter')
  await page.locator('#files').setInputFiles([{ name: 'film.bin', mimeType: 'video/mp4', buffer: Buffer.alloc(40_000_000, 7) }])
  const stopped = page.evaluate(() => new Promise(resolve => {
    const look = () => {
      const half = document.querySelector('#work [role=status]').textContent.startsWith('Sealing') && document.querySelector('#work progress').value > 0.2
      if (!half) return requestAnimationFrame(look)
      document.querySelector('#stop').click()
      resolve()
    }
    look()
  }))
  await send(page)
  await stopped
  await page.getByText('You stopped it.').waitFor()
  assert.equal(await page.locator('#work').isVisible(), false)
  await page.locator('#files').setInputFiles([])
  await send(page)
  await page.getByRole('heading', { name: 'It has arrived.' }).waitFor({ timeout: 60_000 })
  assert.equal(posts(page).length, 1)
})

test('digits that nobody has are refused in words', async () => {
  const page = await writer()
  await page.goto(page.drop + '/private/return')
  for (const [typed, words] of [
    ['0'.repeat(34) + '98', 'There is a mistake in it'],
    ['1234', 'That is too short or too long.'],
    ['0020 4417 9924 3135 9611 3654 4514 5756 3002', 'Nothing was found for this.']
  ]) {
    await page.locator('#receipt').fill(typed)
    await send(page)
    await page.locator('.errors').getByText(words).waitFor({ timeout: 60_000 })
    assert.equal(await page.locator('#receipt').inputValue(), typed)
  }
})

// Searching the record as a visitor does, with script off: from the box on the home page, by words, by a symbol, by the name of
// a State in another language, and with the filters as links.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser, startDemo, visitor } from './lib.js'

let demo, browser, reader
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()])
  reader = await visitor(browser)
  // The index is built while the demo starts; until it is there, the page says so.
  await reader.goto(demo.record + '/search')
  while (await reader.getByText('The index is being built.').count()) await reader.reload()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

// ask fills the box of a page and sends it.
async function ask (page, words) {
  await page.locator('main input[type=search]').first().fill(words)
  await page.locator('main form[action="/search"] button').first().click()
  await page.waitForURL(/\/search\?/)
}

const first = page => page.locator('.search-hits a').first()

test('the home page has a box, and what is found has its words marked', async () => {
  await reader.goto(demo.record + '/')
  await ask(reader, 'torture')
  assert.ok(await reader.locator('.search-hits > li').count() > 0)
  assert.match(await reader.locator('.search-hits mark').first().innerText(), /tortur/i)
  const total = Number((await reader.locator('.lead strong').innerText()).match(/\d+/)[0])
  const data = await (await fetch(demo.record + '/search.json?q=torture')).json()
  assert.equal(total, data.total)
})

test('a filter is a link that says how long the list will be', async () => {
  await reader.goto(demo.record + '/search?q=China')
  const row = reader.locator('.search-where tbody tr').first()
  const want = Number(await row.locator('td.num').innerText())
  await row.getByRole('link').first().click()
  assert.equal(Number((await reader.locator('.lead strong').innerText()).match(/\d+/)[0]), want)
  await reader.getByTitle('Take this condition away').first().click()
  assert.ok(!reader.url().includes('q=China'))
})

test('the name of a State goes to the State, in any language', async () => {
  for (const name of ['China', 'Chine', 'الصين', 'CHN']) {
    await reader.goto(demo.record + '/search')
    await ask(reader, name)
    assert.equal(await first(reader).getAttribute('href'), '/states/CHN', name)
  }
})

test('in Arabic the page reads from the right and keeps its language', async () => {
  await reader.goto(demo.record + '/search?lang=ar')
  await ask(reader, 'torture')
  assert.equal(await reader.locator('html').getAttribute('dir'), 'rtl')
  assert.match(await first(reader).getAttribute('href'), /lang=ar/)
  assert.equal(await reader.locator('.search-hits [lang=en]').first().getAttribute('dir'), 'auto')
})

test('nothing found teaches how to ask', async () => {
  await reader.goto(demo.record + '/search?q=xyzzy')
  const text = await reader.locator('main').innerText()
  for (const words of ['Nothing was found', 'No text has: xyzzy', 'How to ask']) assert.ok(text.includes(words), words)
})

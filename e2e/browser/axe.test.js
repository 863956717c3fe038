// Every page of every room, as nobody, as a person with a receipt and as members: axe finds nothing, in light and in
// dark; nothing comes from elsewhere; nothing needs a script; 400 % zoom needs no scrolling sideways; the keyboard
// reaches everything and shows where it is.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { signIn, startBrowser, startDemo, visitor } from './lib.js'
import { tourDesk, tourDrop, tourRecord } from './tour.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

let demo, browser, ours
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()])
  ours = [demo.record, demo.drop, demo.desk]
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

// inspector returns a visit that notes what is wrong with each page, and the notes.
function inspector () {
  const wrong = []
  let pages = 0
  const visit = async (page, name, response) => {
    pages++
    const note = text => wrong.push(`${name} (${page.url()}): ${text}`)
    if (response && page.url().startsWith(demo.record + '/')) { // the budget of the record
      const weight = (await response.body().catch(() => '')).length
      if (weight > 100_000) note(`weighs ${weight} bytes, at most 100,000 are allowed`)
    }
    for (const text of await page.evaluate(lookAt)) note(text)
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme })
      for (const text of await violations(page, scheme)) note(text)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 320, height: 256 }) // 1280 × 1024 at 400 %
    const over = await page.evaluate(widest)
    if (over) note(`scrolls sideways at 320 pixels: ${over}`)
    await page.setViewportSize({ width: 1280, height: 720 })
    for (const address of page.requests.splice(0)) {
      if (!ours.some(room => address.startsWith(room + '/'))) note(`loads ${address}`)
    }
  }
  return { visit, done: () => { assert.deepEqual(wrong, [], wrong.join('\n')); return pages } }
}

// violations runs axe. The scheme changes nothing but colours, so in the dark only these are looked at.
async function violations (page, scheme) {
  await page.evaluate(axe)
  const found = await page.evaluate(async ([rules, dark]) => {
    const runOnly = dark ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: rules }
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'], preload: false, iframes: false })
    return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary.replace(/\s+/g, ' ')}`))
  }, [rules, scheme === 'dark'])
  return found.map(text => `${scheme}: ${text}`)
}

// lookAt runs in the page and returns what should not be there: script, inline style, resources from elsewhere, no language.
function lookAt () {
  const found = []
  const { lang, dir } = document.documentElement
  if (document.body.innerText.trim()) { // the page to leave to is blank
    if (!lang || !dir) found.push('has no language or direction')
    if (!document.title) found.push('has no title')
    if (document.querySelectorAll('h1').length !== 1) found.push('has not one h1')
  }
  for (const e of document.querySelectorAll('script, style, [style], iframe, object, embed, base, meta[http-equiv=refresh]')) {
    // Sealing in the browser is for who wants it and has script: pages of their own, that no other page needs.
    if (e.localName === 'script' && e.src && location.pathname.startsWith('/private')) continue
    found.push('has ' + e.outerHTML.slice(0, 120))
  }
  for (const e of document.querySelectorAll('*')) {
    for (const { name, value } of e.attributes) {
      if (name.startsWith('on')) found.push(`has ${name} on ${e.localName}`)
      if (['src', 'srcset', 'poster', 'action', 'formaction', 'data', 'ping', 'xlink:href'].includes(name) ||
        (name === 'href' && e.localName !== 'a')) {
        if (new URL(value, document.baseURI).origin !== location.origin && !value.startsWith('data:')) found.push(`has ${e.localName} ${name}=${value}`)
      }
    }
  }
  return found
}

// widest runs in the page and names what makes it wider than the window.
function widest () {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return ''
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1)
  return `${document.documentElement.scrollWidth}, for example ${out.at(-1)?.outerHTML.slice(0, 120)}`
}

const script = { javaScriptEnabled: true, viewport: { width: 1280, height: 720 } } // for axe; the rooms have none of their own

describe('every page of', { concurrency: 2 }, () => {
  test('the desk', async () => {
    const { visit, done } = inspector()
    await tourDesk(demo, browser, script, visit)
    assert.ok(done() >= 40)
  })
  for (const lang of ['en', 'ar']) {
    test(`the drop, ${lang}`, async () => {
      const { visit, done } = inspector()
      await tourDrop(demo, await visitor(browser, script), lang, visit)
      assert.ok(done() >= 20)
    })
    test(`the record, ${lang}`, async () => {
      const { visit, done } = inspector()
      await tourRecord(demo, await visitor(browser, script), lang, visit)
      assert.ok(done() >= 15)
    })
  }
})

test('the style sheets load nothing', async () => {
  for (const room of ours) {
    const html = await (await fetch(room + '/', { redirect: 'follow' })).text()
    const sheets = [...html.matchAll(/<link[^>]+rel="?stylesheet"?[^>]*>/g)].map(m => m[0].match(/href="?([^" >]+)/)[1])
    assert.ok(sheets.length > 0, room)
    for (const sheet of sheets) {
      const css = await (await fetch(new URL(sheet, room))).text()
      assert.doesNotMatch(css, /@import|@font-face|url\((?!["']?data:)/, sheet)
    }
  }
})

test('the keyboard reaches what a page is for, and shows where it is', async () => {
  const nobody = await visitor(browser)
  const member = await visitor(browser)
  await signIn(member, demo, 'swift')
  await member.goto(demo.desk + '/cases')
  const theCase = await member.locator('table.list th a').first().getAttribute('href')
  for (const [page, address, names] of [
    [nobody, demo.drop + '/', ['Write', 'Come back with a receipt', 'Leave quickly']],
    [nobody, demo.drop + '/report', ['what', 'Send', 'One question at a time', 'Leave quickly']],
    [nobody, demo.drop + '/return', ['receipt', 'Open']],
    [nobody, demo.record + '/register', ['State', 'Show']],
    [nobody, demo.desk + '/login', ['name', 'passphrase', 'code', 'Sign in']],
    [member, demo.desk + '/', ['Lock now', /^Open the inbox/]],
    [member, demo.desk + '/inbox', ['Look for new reports now', /^Open report/]],
    [member, demo.desk + theCase, ['Add a party', /^Add to the ledger/, /publication|approval|published/]]
  ]) {
    await page.goto(address)
    const missing = new Set(names)
    for (let i = 0; i < 200 && missing.size > 0; i++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(focused)
      if (!at) continue // beyond the last; the next is the first again
      assert.ok(at.seen, `${address}: the focus on “${at.text}” does not show`)
      for (const name of missing) if (name instanceof RegExp ? name.test(at.text) : [at.text, at.label, at.id].includes(name)) missing.delete(name)
    }
    assert.deepEqual([...missing], [], `${address}: the keyboard does not reach it`)
  }
})

// focused runs in the page and tells what has the focus, and whether one sees it: an outline, within the window.
function focused () {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const look = getComputedStyle(e)
  const box = e.getBoundingClientRect()
  const outline = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2
  return {
    text: (e.innerText || '').replace(/\s+/g, ' ').trim(),
    label: e.labels?.[0]?.innerText.trim() ?? '',
    id: e.id,
    seen: outline && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  }
}

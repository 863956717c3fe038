// A tour through every page of the three rooms: by the links, and by the forms where no link leads.
import assert from 'node:assert/strict'
import { png, signIn, visitor } from './lib.js'

// pattern makes one name of the addresses that show the same kind of page.
export function pattern (address) {
  const { pathname, searchParams } = new URL(address)
  const path = pathname
    .replace(/^\/states\/\w{3}$/, '/states/{state}')
    .replace(/^\/register\/[^/]+/, '/register/{id}')
    .replace(/\/[0-9a-f]{32}(?=\/|$)/g, '/{id}')
    // In the ledgers a row has a digit or a capital in its name, an organisation a hyphen; what else stands there is a list.
    .replace(/^(\/(?:votes|upr|visits|letters|statements|reports|advice|quality|treaties|ngo)(?:\/[a-z-]+)?)\/[^/]*[0-9A-Z][^/]*(?=\/|$)/, '$1/{row}')
    .replace(/^\/ngo\/[^/]+-[^/]+$/, '/ngo/{row}')
    .replace(/^\/sheets\/.+/, '/sheets/{table}')
    .replace(/^\/data\/.+/, '/data/{table}')
  const keys = [...searchParams.keys()].filter(key => key !== 'lang' && key !== 'done')
  return path + (keys.length ? '?' + keys[0] : '')
}

// crawl opens every page that links lead to from where the page is, one or more of each kind, and calls visit for each.
export async function crawl (page, visit, most = 1) {
  const { origin, searchParams } = new URL(page.url())
  const lang = searchParams.get('lang') ?? 'en'
  const queue = [page.url()]
  const known = new Set(queue)
  const count = new Map()
  while (queue.length > 0) {
    const address = queue.shift()
    const kind = pattern(address)
    const nth = (count.get(kind) ?? 0) + 1
    if (nth > most) continue
    const response = await page.goto(address)
    assert.equal(response.status(), 200, `a link leads to ${address}`)
    if (!(response.headers()['content-type'] ?? '').startsWith('text/html')) continue
    count.set(kind, nth)
    await visit(page, kind + (nth > 1 ? ` ${nth}` : ''), response)
    const links = await page.locator('a[href]:not([download])').evaluateAll(all => all.map(a => new URL(a.getAttribute('href'), a.baseURI).href))
    for (const link of links) {
      const to = new URL(link)
      to.hash = ''
      // Data twins are no pages; leaving and ending a visit would end the crawl.
      if (to.origin !== origin || /\.(json|csv|xlsx|parquet|ics|atom)$|^\/api\/v1|\/text$|^\/key|^\/leave|^\/return\/leave|^\/log\/./.test(to.pathname)) continue
      if (known.has(to.href) || (to.searchParams.get('lang') ?? lang) !== lang) continue
      known.add(to.href)
      queue.push(to.href)
    }
  }
}

// press clicks the button and waits for the page it leads to.
async function press (page, button) {
  await Promise.all([
    page.waitForEvent('response', r => r.request().isNavigationRequest() && (r.status() < 300 || r.status() >= 400)),
    button.click()
  ])
  await page.waitForLoadState()
}

// tourDrop visits every page of the drop in a language: by its links, then what a person sees on the way of a report.
export async function tourDrop (demo, page, lang, visit) {
  const at = path => demo.drop + path + (path.includes('?') ? '&' : '?') + 'lang=' + lang
  const go = value => page.locator(`main button[name=go][value="${value}"]`).last()
  for (const path of ['/', '/report', '/return', '/sealed', '/private', '/private/return', '/leave', '/nowhere']) {
    const response = await page.goto(at(path))
    await visit(page, path, response)
  }
  await page.goto(at('/report'))
  await page.locator('[name=consent][value=share_partner]').check()
  await press(page, go('send'))
  await visit(page, '/report with errors')
  await page.goto(at('/report?step=1'))
  for (let step = 1; step < 9; step++) {
    if (step !== 3 && step !== 4) await visit(page, `/report step ${step}`)
    if (step === 1) await page.locator('#what').fill(lang === 'ar' ? 'أوقفوني في المطار وسألوني عن جنيف.' : 'They stopped me at the airport and asked about Geneva.')
    if (step === 7) await page.locator('[name=consent]').first().check()
    if (step === 8) await page.locator('#files').setInputFiles({ name: 'photo-of-the-gate-with-a-rather-long-name-2025-03-03.png', mimeType: 'image/png', buffer: png() })
    await press(page, go('next'))
  }
  await visit(page, '/report step 9')
  await press(page, go('8'))
  await visit(page, '/report with a file kept')
  await press(page, go('send').or(go('next')).last())
  if (!await page.locator('.words').count()) await press(page, go('send'))
  await visit(page, '/report receipt')
  const words = await page.locator('.words li').allInnerTexts()

  await page.goto(at('/return'))
  await page.locator('#receipt').fill(['wrongword', ...words.slice(1)].join(' '))
  await press(page, go('open'))
  await visit(page, '/return with a wrong word')
  await page.locator('#receipt').fill(words.join(' '))
  await press(page, go('open'))
  await visit(page, '/return letters')
  await press(page, page.locator('form[action*="/return/consents"] button').last())
  await visit(page, '/return choices kept')
  await page.goto(at('/return/withdraw'))
  await visit(page, '/return/withdraw')
  await press(page, go('yes'))
  await visit(page, '/return withdrawn')
  await page.context().clearCookies()
  const ended = await page.goto(at('/return/withdraw'))
  await visit(page, '/return visit ended', ended)

  // The report of the demo has an answer.
  await page.goto(at('/return'))
  await page.locator('#receipt').fill(demo.receipt)
  await press(page, go('open'))
  await visit(page, '/return with an answer')
  await page.goto(at('/return/leave'))
}

// tourRecord visits every page of the record in a language.
export async function tourRecord (demo, page, lang, visit) {
  const at = path => demo.record + path + (path.includes('?') ? '&' : '?') + 'lang=' + lang
  await page.goto(at('/'))
  await crawl(page, visit)
  for (const [path, name] of [
    ['/register/CN-0017', '/register/CN-0017 context'],
    ['/register?state=AND', '/register with nothing found'],
    ['/register?state=CHN&sort=subject&year=2013', '/register of one State and year'],
    ['/register?sort=nonsense', '/register not understood'],
    ['/states/CHN', '/states/CHN'],
    ['/states/XEX', '/states/XEX'],
    ['/states/TUV', '/states/TUV without entries'],
    ['/visits/HRW-V04', '/visits/{row} with its terms of reference'],
    ['/visits?state=CHN&standing=no+answer+known', '/visits of one State'],
    ['/letters/COM-02', '/letters/{row} question by question'],
    ['/ngo/child-rights-information-network', '/ngo/{row} with questions'],
    ['/votes/HRC-2014-03-20', '/votes/{row} with speakers'],
    ['/quality?ledger=visits', '/quality of one ledger'],
    ['/register/XX-9999', '/register not found'],
    ['/search?q=torture&sort=best', '/search'],
    ['/search?q=xyzzy', '/search with nothing found'],
    ['/search?q=the+torture+' + 'x'.repeat(1200), '/search for too much'],
    ['/nowhere', '/nowhere']
  ]) {
    const response = await page.goto(at(path))
    await visit(page, name, response)
  }
  // The menus of the header, open one after the other.
  for (const menu of await page.goto(at('/states/CHN')).then(() => page.locator('details.menu summary').all())) {
    await menu.click()
    await visit(page, '/states/CHN with the menu ' + await menu.innerText())
  }
}

// tourDesk visits every page of the desk: as nobody, as a member by the links, then what only forms lead to.
export async function tourDesk (demo, browser, options, visit) {
  const page = await visitor(browser, options)
  const button = (name, within = page) => within.getByRole('button', { name })
  await page.goto(demo.desk + '/login')
  await visit(page, '/login')
  await page.getByLabel('Name', { exact: true }).fill('heron')
  await page.getByLabel('Passphrase', { exact: true }).fill('not this one at all')
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await press(page, button('Sign in'))
  await visit(page, '/login refused')

  await signIn(page, demo, 'heron')
  await crawl(page, visit)
  await page.goto(demo.desk + '/inbox')
  await press(page, button('Look for new reports now'))
  await visit(page, '/inbox fetched')
  await page.goto(demo.desk + '/nowhere')
  await visit(page, '/nowhere')

  // A report, what is wrong with an answer, and erasing.
  for (const [i, action] of (await page.goto(demo.desk + '/inbox').then(() => page.locator('form[action$="/open"]').evaluateAll(all => all.map(f => f.getAttribute('action'))))).entries()) {
    if (i > 3) break
    await page.goto(demo.desk + action.replace(/\/open$/, ''))
    await visit(page, `/threads/{id}${i ? ' ' + (i + 1) : ''}`)
    if (i === 0) {
      await page.goto(page.url() + '/erase')
      await visit(page, '/threads/{id}/erase')
      await page.goBack()
    }
    if (await button('Send the answer').count()) {
      await press(page, button('Send the answer'))
      await visit(page, '/threads/{id}/answer empty')
    }
  }

  // A case: mistakes, identity, two who save at once, removal.
  await page.goto(demo.desk + '/cases')
  const cases = await page.locator('table.list th a').evaluateAll(all => all.map(a => new URL(a.getAttribute('href'), a.baseURI).href))
  assert.ok(cases.length > 0, 'the demo has cases')
  const theCase = cases[0]
  await page.goto(theCase + '/add/act')
  await press(page, button('Add an act'))
  await visit(page, '/cases/{id}/items with errors')
  await page.goto(theCase)
  if (await page.locator('form.uncover').count()) {
    await press(page, page.locator('form.uncover button').first())
    await visit(page, '/cases/{id}/identity')
  }
  await page.goto(theCase + '/items/' + theCase.split('/').pop())
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  for (const [p, text] of [[tab, 'Call the lawyer on Monday'], [page, 'Write to the family']]) {
    await p.getByLabel('Next step').fill(text)
    await press(p, p.getByRole('button', { name: 'Save', exact: true }))
  }
  await tab.close()
  await visit(page, '/cases/{id}/items conflict')
  await page.goto(demo.desk + '/cases/new')
  await press(page, button('Make the case'))
  await visit(page, '/cases with errors')
  await page.goto(demo.desk + '/')
  for (const q of ['school', 'nothing has this']) {
    await page.locator('#find').fill(q)
    await Promise.all([page.waitForEvent('response', r => r.request().method() === 'POST'), page.locator('#find').press('Enter')])
    await page.waitForLoadState()
    await visit(page, q === 'school' ? '/search' : '/search with nothing found')
  }

  // Publication as the one who did not ask sees it, up to the withdrawal of the entry.
  const swift = await visitor(browser, options)
  await signIn(swift, demo, 'swift')
  for (const address of cases) {
    await swift.goto(address + '/publication')
    if (!await swift.getByRole('link', { name: 'Look at it and decide' }).count()) continue
    await visit(swift, '/cases/{id}/publication waits')
    await swift.goto(address + '/publication/preview')
    await visit(swift, '/cases/{id}/publication/preview to decide')
    await press(swift, swift.getByRole('button', { name: 'Send it back' }))
    await visit(swift, '/cases/{id}/publication/refuse without a reason')
    await press(swift, swift.getByRole('button', { name: 'Approve and publish now' }))
    await visit(swift, '/cases/{id}/publication published')
    const entry = await swift.locator(`a[href^="${demo.record}/register/"]`).first().getAttribute('href')
    await swift.goto(address)
    await visit(swift, '/cases/{id} published')
    await page.goto(address + '/publication/withdraw')
    await visit(page, '/cases/{id}/publication/withdraw')
    await page.getByLabel('Why it is to be withdrawn').fill('The person asked for it.')
    await press(page, button('Ask for withdrawal'))
    await visit(page, '/cases/{id}/publication withdrawal asked for')
    await swift.goto(address + '/publication/preview')
    await visit(swift, '/cases/{id}/publication/preview of a withdrawal')
    await press(swift, swift.getByRole('button', { name: 'Approve and withdraw now' }))
    await visit(swift, '/cases/{id}/publication withdrawn')
    const gone = await swift.goto(entry)
    await visit(swift, 'record /register/{id} withdrawn', gone)
    break
  }
  await swift.context().close()

  // Another team's desk has nothing yet.
  const wren = await visitor(browser, options)
  await signIn(wren, demo, 'wren')
  for (const path of ['/', '/inbox', '/cases', '/audit', '/members']) {
    await wren.goto(demo.desk + path)
    await visit(wren, path + ' of another team')
  }
  await press(wren, wren.getByRole('button', { name: 'Lock now' }))
  await visit(wren, '/login locked')
  await wren.context().close()
  return page
}

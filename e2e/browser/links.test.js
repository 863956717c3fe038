// Every link of the record leads somewhere: pages and their data, in both languages. Lists that combine their filters have
// more addresses than anyone will ask for, so of each kind of address with conditions some are taken.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startDemo } from './lib.js'
import { pattern } from './tour.js'

const most = 12 // addresses of one kind with conditions, or of rows of one table

let demo
before(async () => { demo = await startDemo() })
after(() => demo?.stop())

for (const lang of ['en', 'ar']) {
  test(`no link of the record is dead, ${lang}`, async () => {
    const queue = [demo.record + '/?lang=' + lang]
    const known = new Set(queue)
    const count = new Map()
    const dead = []
    while (queue.length > 0) {
      const address = queue.shift()
      const kind = pattern(address).replace(/[?].*/, '?')
      count.set(kind, (count.get(kind) ?? 0) + 1)
      if (count.get(kind) > most && !kind.startsWith('/states/')) continue
      const response = await fetch(address)
      const body = await response.text()
      if (response.status !== 200) dead.push(`${address}: ${response.status}`)
      if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) continue
      if (body.length > 100_000) dead.push(`${address} weighs ${body.length} bytes`)
      for (const [, href] of body.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const to = new URL(href.replaceAll('&amp;', '&').replaceAll('&#43;', '+'), address)
        to.hash = ''
        if (to.origin !== demo.record || known.has(to.href)) continue
        known.add(to.href)
        if ((to.searchParams.get('lang') ?? lang) === lang) queue.push(to.href)
      }
    }
    assert.deepEqual(dead, [])
    assert.ok(known.size > 500, `${known.size} links were seen`)
  })
}

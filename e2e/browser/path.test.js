// The whole path in a real browser, with script off: a sealed report becomes a case, a case becomes a public entry, and
// both go again when the person or the team takes them back.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { png, run, signIn, startBrowser, startDemo, visitor } from './lib.js'

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

// story runs steps that each need the one before: after a step that fails the rest is left out.
async function story (t, steps) {
  let broken = false
  for (const [name, step] of Object.entries(steps)) {
    await t.test(name, { skip: broken && 'an earlier step failed' }, async () => {
      broken = true
      await step()
      broken = false
    })
  }
}

async function says (page, ...texts) {
  const body = await page.locator('body').innerText()
  for (const text of texts) {
    assert.ok(text instanceof RegExp ? text.test(body) : body.includes(text), `${page.url()} does not say “${text}”:\n${body}`)
  }
}

async function lacks (page, ...texts) {
  const html = await page.content()
  for (const text of texts) assert.ok(!html.includes(text), `${page.url()} says “${text}”`)
}

// press clicks a button, waits for the page it leads to and returns that page's status.
async function press (page, name, within = page) {
  const [response] = await Promise.all([
    page.waitForEvent('response', r => r.request().isNavigationRequest() && (r.status() < 300 || r.status() >= 400)),
    within.getByRole('button', { name, exact: true }).click()
  ])
  await page.waitForLoadState()
  return response.status()
}

async function logSize () {
  const note = await (await fetch(demo.record + '/log/checkpoint')).text()
  return Number(note.split('\n')[1])
}

async function listed (id) {
  const { entries } = await (await fetch(demo.record + '/register.json')).json()
  return entries.some(e => e.id === id)
}

// inbox has the desk fetch what waits in the drop, and returns what opens each report.
const inbox = async () => {
  await heron.goto(demo.desk + '/inbox')
  await press(heron, 'Look for new reports now')
  return heron.locator('form[action$="/open"]').evaluateAll(forms => forms.map(f => f.getAttribute('action')))
}

async function comeBack (person, receipt) {
  await person.goto(demo.drop + '/return')
  await person.getByLabel('Your words or digits').fill(receipt)
  return press(person, 'Open')
}

test('a report walks through all three rooms and back out', async t => {
  const person = await visitor(browser)
  const photo = png()
  const hostile = '../../etc/"><img src=x onerror=alert(1)>\u202efdp.txt'
  const note = Buffer.from('The officer had no name plate.\n')
  const name = 'Zora Quillfeather'
  let words, digits, seen, thread, theCase, swift, size, entry

  const add = async (kind, fill) => {
    await heron.goto(theCase)
    await heron.getByRole('link', { name: kind, exact: true }).click()
    await fill(heron.locator('form.item'))
    assert.equal(await press(heron, kind), 200)
    assert.ok(heron.url().startsWith(theCase + '#i-') || heron.url().startsWith(theCase + '?'), heron.url())
  }

  await story(t, {
    'the person reports, with two files and script off': async () => {
      seen = await inbox()
      await person.goto(demo.drop)
      await says(person, 'Are you in danger now?', 'Who can read it')
      await person.getByRole('link', { name: 'Write', exact: true }).first().click()
      assert.equal(await person.locator('input[name=consent]:checked').count(), 0, 'no consent is ticked beforehand')
      await person.getByLabel('What happened?').fill('They stopped me at the gate of the airport and asked about Geneva.')
      await person.getByLabel('To whom did it happen?').fill('To me, ' + name)
      await person.getByLabel('Where?').fill('The airport')
      await person.getByLabel('When?').fill('3 March 2025')
      await person.getByLabel(/What contact with the United Nations/).fill('A statement that I wanted to read to the Council')
      await person.getByLabel('Keep what I send and work on it.').check()
      await person.getByLabel('Files').setInputFiles([
        { name: 'photo of the gate.png', mimeType: 'image/png', buffer: photo },
        { name: hostile, mimeType: 'text/plain', buffer: note }
      ])
      assert.equal(await press(person, 'Send'), 200)
    },
    'the receipt is there, as words and as digits': async () => {
      await says(person, 'It has arrived.', 'your 2 files are sealed')
      words = await person.locator('.words li').allInnerTexts()
      digits = (await person.locator('.digits').innerText()).trim()
      assert.equal(words.length, 11)
      assert.match(digits.replace(/\s/g, ''), /^\d{36}$/)
      assert.deepEqual(await person.context().cookies(), [], 'the drop sets no cookie before the person comes back')
    },
    'a member opens it from the inbox, where nothing of it shows': async () => {
      const fresh = (await inbox()).filter(action => !seen.includes(action))
      await lacks(heron, 'stopped me', name, 'photo of the gate')
      assert.equal(fresh.length, 1, 'one new report is in the inbox')
      await heron.locator(`form[action="${fresh[0]}"]`).getByRole('button').click()
      await heron.getByRole('heading', { name: /^Report / }).waitFor()
      thread = heron.url()
      await says(heron, 'They stopped me at the gate', '3 March 2025', 'Files may be hostile')
      assert.equal(await heron.getByText(name).first().isVisible(), false, 'who it is stays covered')
      await heron.goto(demo.desk + '/audit')
      await says(heron, 'Opened a report')
    },
    'both files are what was sent, and the hostile name does no harm': async () => {
      await heron.goto(thread)
      assert.equal(await heron.locator('img').count(), 0)
      for (const [i, want] of [photo, note].entries()) {
        const waiting = heron.waitForEvent('download')
        await heron.locator('.files a').nth(i).click()
        const file = await waiting
        assert.deepEqual(readFileSync(await file.path()), want)
        assert.doesNotMatch(file.suggestedFilename(), /[/\\<>"\u202e]|\.\./)
      }
    },
    'the member answers': async () => {
      await heron.getByLabel('Your answer to the person').fill('Thank you. Are you safe <now>?')
      await press(heron, 'Send the answer')
      await says(heron, 'Thank you. Are you safe <now>?')
    },
    'a mistyped word is named, and nothing else is told': async () => {
      const wrong = [...words]
      wrong[4] = 'wrongword'
      assert.equal(await comeBack(person, wrong.join(' ')), 422)
      await says(person, 'wrongword')
      await lacks(person, 'Your letters with the team', 'Are you safe')
      assert.equal(await person.getByLabel('Your words or digits').inputValue(), wrong.join(' '), 'what was typed is still there')
    },
    'the person reads the answer with the words': async () => {
      await comeBack(person, '  ' + words.join('\n').toUpperCase())
      await says(person, 'Your letters with the team', 'Thank you. Are you safe <now>?')
      const [cookie, ...more] = await person.context().cookies()
      assert.equal(more.length, 0)
      assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict', JSON.stringify(cookie))
      await person.getByRole('link', { name: 'Leave', exact: true }).click()
      assert.deepEqual(await person.context().cookies(), [])
    },
    'and with the digits': async () => {
      await comeBack(person, digits)
      await says(person, 'Are you safe <now>?')
      await person.getByRole('link', { name: 'Leave', exact: true }).click()
    },
    'a case is made from the report': async () => {
      await heron.goto(thread)
      await heron.getByLabel('Title').fill('The gate')
      await heron.locator('form', { hasText: 'Make the case' }).getByLabel('State concerned').selectOption('XEX')
      await press(heron, 'Make the case')
      theCase = heron.url().split('?')[0]
      await says(heron, 'The gate', 'Examplestan', 'photo of the gate.png')
    },
    'with a party, whose name is sealed apart and covered': async () => {
      const party = heron.locator('#s-party li').first()
      await press(heron, 'Write down who this is', party)
      await heron.getByLabel('Name', { exact: true }).fill(name)
      await heron.getByLabel('Other names').fill('The Heron of the Lake')
      await press(heron, 'Save and cover')
      await lacks(heron, 'Heron of the Lake')
      assert.ok(!(await heron.locator('body').innerText()).includes('Quillfeather'), 'the name is covered where the person wrote it, too')
    },
    'an engagement, an act and a source': async () => {
      await add('Add a cooperation', async form => {
        await form.getByLabel('Body or mechanism').selectOption('HRC')
        await form.getByLabel('Form', { exact: true }).selectOption('statement')
        await form.getByLabel('Done, sought or presumed').selectOption('sought')
        await form.getByLabel('Session or meeting').fill('58th session')
        await form.getByRole('group', { name: 'Who cooperated' }).getByRole('checkbox').first().check()
        await form.getByLabel(/^From/).fill('2025-03')
      })
      await add('Add an act', async form => {
        await form.getByLabel('Type of act').selectOption('EXIT_STOP')
        await form.getByRole('group', { name: 'Done to' }).getByRole('checkbox').first().check()
        await form.getByLabel('The cooperation it answered').selectOption({ index: 1 })
        await form.getByLabel(/^From/).fill('2025-03-03')
      })
      await add('Add a source', async form => {
        await form.getByLabel('Document', { exact: true }).fill('Interview with the person concerned')
        await form.getByRole('group', { name: 'It supports' }).getByRole('checkbox').first().check()
      })
      await says(heron, 'Stopped at the border or airport', '3 March 2025', '58th session', 'Interview with the person concerned')
    },
    'publication is drafted, and refused for want of consent': async () => {
      await heron.getByRole('link', { name: 'Prepare publication' }).click()
      await heron.getByLabel('Who, as the public will read it').fill('A human rights defender')
      await heron.getByLabel('Public summary').fill('A defender was allegedly stopped at an airport on the way to a session of the Human Rights Council.')
      await press(heron, 'Save and see the exact page')
      await says(heron, 'Must be mended:', /has not consented to publication, not even without a name/)
      assert.equal(await heron.getByRole('button', { name: 'Ask for approval' }).count(), 0)
      // Asking nevertheless, past the page, is refused by the program too.
      const asked = await heron.context().request.post(theCase + '/publication/request', {
        form: { hash: (await heron.locator('.hash code').innerText()).trim() }, headers: { Origin: demo.desk }
      })
      assert.equal(asked.status(), 422)
    },
    'the person comes back and agrees to it': async () => {
      await comeBack(person, words.join(' '))
      await person.getByLabel('Publish it on the open record, without my name.').check()
      await press(person, 'Keep these choices')
      assert.equal(await person.getByLabel('Publish it on the open record, without my name.').isChecked(), true)
      assert.equal(await person.getByLabel('Publish it on the open record, with my name.').isChecked(), false)
      await person.getByRole('link', { name: 'Leave', exact: true }).click()
    },
    'the consent enters the ledger by itself, and approval is asked for': async () => {
      await inbox()
      await heron.goto(theCase + '/publication/preview')
      await lacks(heron, 'Must be mended:', name, 'Heron of the Lake')
      await press(heron, 'Ask for approval')
      await says(heron, /Approval was asked for by\s+heron|Waits for another approver/)
    },
    'the same member cannot approve': async () => {
      await heron.goto(theCase + '/publication/preview')
      await says(heron, 'You asked for this, so somebody else has to decide.')
      assert.equal(await heron.getByRole('button', { name: /Approve/ }).count(), 0)
      const tried = await heron.context().request.post(theCase + '/publication/approve', {
        form: { hash: (await heron.locator('.hash code').innerText()).trim() }, headers: { Origin: demo.desk }
      })
      assert.equal(tried.status(), 403)
      size = await logSize()
    },
    'a second member approves': async () => {
      swift = await visitor(browser)
      await signIn(swift, demo, 'swift')
      await says(swift, 'Wait for approval', 'The gate')
      await swift.goto(theCase + '/publication/preview')
      await press(swift, 'Approve and publish now')
      await says(swift, 'Version 1 is in the register')
      entry = await swift.getByRole('link', { name: 'Version 1 is in the register' }).getAttribute('href')
      assert.ok(entry.startsWith(demo.record + '/register/'), entry)
    },
    'the entry is on the register page, on its own page, in the data and in the log': async () => {
      const reader = await visitor(browser)
      await reader.goto(demo.record + '/register?state=XEX')
      await says(reader, 'A human rights defender')
      await reader.locator(`a[href="${new URL(entry).pathname}"]`).first().click()
      assert.equal(reader.url(), entry)
      await says(reader, 'A defender was allegedly stopped at an airport', 'Check this entry', /leaf \d+/)
      await lacks(reader, name, 'Heron of the Lake', '3 March', 'Interview with')
      assert.ok(await listed(entry.split('/').pop()))
      assert.equal(await logSize(), size + 1)
      const { status, text } = run('verify', '--data', demo.data)
      assert.equal(status, 0, text)
      assert.match(text, new RegExp(`\\b${size + 1} leaves`))
    },
    'withdrawal is asked for by one and approved by the other': async () => {
      await heron.goto(theCase + '/publication/withdraw')
      await heron.getByLabel('Why it is to be withdrawn').fill('The person asked for it.')
      await press(heron, 'Ask for withdrawal')
      assert.equal((await heron.context().request.post(theCase + '/publication/approve', { headers: { Origin: demo.desk } })).status(), 403)
      await swift.goto(theCase + '/publication/preview')
      await says(swift, 'The person asked for it.', 'cannot be taken back')
      await press(swift, 'Approve and withdraw now')
      await says(swift, 'A tombstone stands in its place')
    },
    'a tombstone is left': async () => {
      const reader = await visitor(browser)
      assert.equal((await reader.goto(entry)).status(), 410)
      await says(reader, 'This entry was withdrawn')
      await lacks(reader, 'defender was allegedly stopped')
      await reader.goto(demo.record + '/register?state=XEX')
      assert.equal(await reader.locator(`a[href="${new URL(entry).pathname}"]`).count(), 0)
      assert.equal(await listed(entry.split('/').pop()), false)
      assert.equal(await logSize(), size + 2)
      const { status, text } = run('verify', '--data', demo.data)
      assert.equal(status, 0, text)
    },
    'the person withdraws the report itself': async () => {
      await comeBack(person, digits)
      await person.getByRole('link', { name: 'Withdraw everything' }).click()
      await press(person, 'Yes, withdraw everything')
      await says(person, 'You have withdrawn everything.')
      await lacks(person, 'Are you safe')
      await inbox()
      await heron.goto(thread)
      await says(heron, /The person withdrew this report on/)
      await person.getByRole('link', { name: 'Leave', exact: true }).click()
      await comeBack(person, words.join(' '))
      await says(person, 'You have withdrawn everything.')
    }
  })
})

test('two tabs edit one item, and nothing is lost', async () => {
  const tab = await heron.context().newPage()
  await heron.goto(demo.desk + '/cases')
  const theCase = await heron.locator('table.list th a').first().getAttribute('href')
  const edit = `${demo.desk}${theCase}/items/${theCase.split('/').pop()}`
  await heron.goto(edit)
  await tab.goto(edit)

  await heron.getByLabel('Next step').fill('Call the lawyer')
  await heron.getByLabel('Due on').fill('2030-01-31')
  assert.equal(await press(heron, 'Save'), 200)

  await tab.getByLabel('Next step').fill('Write to the family')
  await tab.getByLabel('Notes').fill('They asked to be called in the morning.')
  assert.equal(await press(tab, 'Save'), 409)
  await says(tab, 'Somebody saved this while you were writing', 'Call the lawyer')
  const row = tab.locator('table.diff tr', { hasText: 'Next step' })
  assert.match(await row.innerText(), /both changed[\s\S]*Call the lawyer[\s\S]*Write to the family/)
  assert.equal(await tab.getByLabel('Next step').inputValue(), 'Write to the family')
  assert.equal(await tab.getByLabel('Due on').inputValue(), '2030-01-31', 'what only they changed is taken over')
  assert.equal(await tab.getByLabel('Notes').inputValue(), 'They asked to be called in the morning.')

  assert.equal(await press(tab, 'Save on top of theirs'), 200)
  await says(tab, 'Write to the family', 'They asked to be called in the morning.', '31 January 2030')
  await tab.goto(`${demo.desk}${theCase}/history`)
  for (const fold of await tab.locator('details > summary').all()) await fold.click()
  await says(tab, 'Call the lawyer', 'Write to the family')
})

test('the whole drop is there in Arabic, from right to left', async t => {
  const person = await visitor(browser, { locale: 'ar' })
  let words
  // arabic fails if a text of the page is in Latin letters. Proper names and what the person is to type are allowed.
  const arabic = async () => {
    assert.equal(await person.locator('html').getAttribute('dir'), 'rtl')
    assert.equal(await person.locator('html').getAttribute('lang'), 'ar')
    const text = await person.locator('main').evaluate(main => {
      const copy = main.cloneNode(true)
      copy.querySelectorAll('bdi, code, pre, textarea, [lang=en], [dir=ltr]').forEach(e => e.remove())
      return copy.textContent.replace(/\u2068[^\u2069]*\u2069/g, '')
    })
    const latin = text.replace(/Tor Browser|JavaScript|\bage\b|\/key|key\.txt|SHA-256|MB|kB/g, '').match(/[A-Za-z][A-Za-z ]+/)
    assert.ok(!latin, `${person.url()}: “${latin?.[0]}” is not Arabic`)
  }
  await story(t, {
    'every page of it': async () => {
      for (const path of ['/', '/report', '/report?step=1', '/report?step=7', '/report?step=9', '/return', '/sealed']) {
        await person.goto(demo.drop + path)
        await arabic()
      }
    },
    'a mistake': async () => {
      await person.goto(demo.drop + '/report')
      await person.locator('#where').fill('المطار')
      await person.locator('button[name=go][value=send]').click()
      await person.locator('.errors').waitFor()
      await arabic()
      assert.equal(await person.locator('#where').inputValue(), 'المطار')
    },
    'the way by single questions': async () => {
      await person.locator('button[value="1"]').first().click()
      for (let i = 1; i < 9; i++) {
        await person.locator('input[name=step]').and(person.locator(`[value="${i}"]`)).waitFor({ state: 'attached' })
        await arabic()
        if (i === 1) await person.locator('#what').fill('أوقفوني في المطار.')
        await person.locator('button[value=next].primary').click()
      }
      await person.locator('dl.answers').waitFor()
      await arabic()
      assert.match(await person.locator('dl.answers').innerText(), /أوقفوني في المطار[\s\S]*المطار/)
    },
    'the receipt and the way back': async () => {
      await person.locator('button[value=send].primary').click()
      await person.locator('.words').waitFor()
      await arabic()
      words = await person.locator('.words li').allInnerTexts()
      assert.equal(words.length, 12)
      assert.match(words.join(''), /^[\u0600-\u06ff]+$/)
      await person.goto(demo.drop + '/return')
      await person.locator('#receipt').fill(words.join(' '))
      await person.locator('button[value=open].primary').click()
      await person.locator('form[action^="/return/consents"]').waitFor()
      await arabic()
      await person.locator('a[href^="/return/withdraw"]').click()
      await arabic()
    }
  })
})

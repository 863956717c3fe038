// Takes a picture of every page, for people to look at: node shots.js [drop|record|desk]. They land in shots/.
import { mkdirSync, rmSync } from 'node:fs'
import { startBrowser, startDemo, visitor } from './lib.js'
import { tourDesk, tourDrop, tourRecord } from './tour.js'

const looks = [['1280', 'light'], ['1280', 'dark'], ['390', 'light'], ['390', 'dark']]
const only = process.argv.slice(2)
const wanted = room => only.length === 0 || only.includes(room)
const folder = new URL('shots/', import.meta.url).pathname
for (const room of ['drop', 'record', 'desk'].filter(wanted)) rmSync(folder + room, { recursive: true, force: true })

const [demo, browser] = await Promise.all([startDemo(), startBrowser()])
const shoot = (room, prefix = '') => async (page, name) => {
  const file = prefix + (name.replace(/^record /, '').replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'home')
  for (const [width, scheme] of looks) {
    mkdirSync(folder + room, { recursive: true })
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width: Number(width), height: 900 })
    await page.screenshot({ path: `${folder}${room}/${file}.${width}.${scheme}.png`, fullPage: true })
  }
}
try {
  for (const lang of ['en', 'ar']) {
    if (wanted('record')) await tourRecord(demo, await visitor(browser), lang, shoot('record', lang + '-'))
    if (wanted('drop')) await tourDrop(demo, await visitor(browser), lang, shoot('drop', lang + '-'))
  }
  if (wanted('desk')) await tourDesk(demo, browser, {}, shoot('desk'))
} finally {
  await browser.close()
  await demo.stop()
}

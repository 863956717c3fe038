// Takes the pictures of the README, one of each room: node pictures.js. ImageMagick, if there, makes them small.
import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { signIn, startBrowser, startDemo, visitor } from './lib.js'

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
mkdirSync(folder, { recursive: true })
const [demo, browser] = await Promise.all([startDemo(), startBrowser()])
const look = { viewport: { width: 1440, height: 1050 }, deviceScaleFactor: 1200 / 1440, colorScheme: 'light' }

async function shoot (page, name) {
  const path = folder + name + '.png'
  await page.screenshot({ path })
  for (const convert of ['convert', 'convert-im6']) { // fewer colours, no metadata
    if (spawnSync(convert, [path, '-strip', '-dither', 'None', '-colors', '64', 'PNG8:' + path]).status === 0) break
  }
  console.log(`${path} ${Math.round(statSync(path).size / 1000)} kB`)
}

try {
  const page = await visitor(browser, look)
  await page.goto(demo.drop + '/report')
  await shoot(page, 'drop')
  await page.goto(demo.record + '/register')
  await shoot(page, 'record')
  await signIn(page, demo, 'heron')
  await page.getByRole('link', { name: /^River group/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /^River group/ }).waitFor()
  await shoot(page, 'desk')
} finally {
  await browser.close()
  await demo.stop()
}

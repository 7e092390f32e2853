/**
 * What charts cost the window: `npm run bench:charts -- [--only overlaid,compared,table,live] [--json]`, in a real Chromium.
 * - overlaid: ten curves of 100,000 epochs, each of which grows; beside them the same drawn as elements.
 * - compared: a project of 200 runs, of which the ten with 100,000 epochs are compared.
 * - table: the table of a project of 1,000 runs, all of which are compared in the end.
 * - live: a training on the sample Penguins after its 10,000th epoch.
 * Costs are the page's own script, style and layout time; the budget of an update is 16 ms.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../scripts/setup/all.mjs'
import { ensureChromium } from '../../scripts/setup/browser.mjs'
import { main, say } from '../../scripts/setup/report.mjs'
import { measureCompared } from './compared.mjs'
import { measureLive } from './live.mjs'
import { measureOverlaid } from './overlaid.mjs'
import { measureTable } from './table.mjs'
import { makeProject } from './project.mjs'
import { startStudio } from './studio.mjs'

const budget = 16
const project = { runs: 200, long: 10, epochs: 100_000 }
const tabled = { runs: 1000, long: 0, epochs: 5000 }
/** Milliseconds in which the window is to answer. */
const answer = 100

async function inStudio(measure) {
  const folder = mkdtempSync(join(tmpdir(), 'descent-charts-'))
  try {
    return await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const works = {
  overlaid: (browser) => measureOverlaid(browser),
  compared: (browser) =>
    inStudio(async (folder) => {
      say(`• Storing ${project.runs} runs …`)
      await makeProject(folder, join(folder, 'Many runs.descent'), project)
      const studio = await startStudio(folder)
      return measureCompared(browser, studio.address).finally(studio.close)
    }),
  table: (browser) =>
    inStudio(async (folder) => {
      say(`• Storing ${tabled.runs} runs …`)
      await makeProject(folder, join(folder, 'Many runs.descent'), tabled)
      const studio = await startStudio(folder)
      return measureTable(browser, studio.address).finally(studio.close)
    }),
  live: (browser) =>
    inStudio(async (folder) => {
      const studio = await startStudio(folder)
      return measureLive(browser, studio.address).finally(studio.close)
    }),
}

const shown = (numbers) => Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, value.toFixed(1)]))
const sum = ({ script, style, layout }) => script + style + layout

function print({ overlaid, compared, table, live }) {
  if (overlaid !== undefined) {
    const { studio } = overlaid.millisecondsAnUpdate
    say(`Ten curves of 100,000 epochs that grow, milliseconds an update (budget ${budget}):`)
    const rows = Object.entries(overlaid.millisecondsAnUpdate).map(([way, cost]) => [
      way,
      { ...shown({ ...cost, all: sum(cost) }), 'times the studio': (sum(cost) / sum(studio)).toFixed(1) },
    ])
    console.table(Object.fromEntries(rows))
  }
  if (compared !== undefined) {
    say(`Ten of ${project.runs} runs compared, milliseconds (budget of a zoom ${budget}):`)
    console.table({ 'until drawn': shown(compared.untilDrawn), 'each zoom': shown(compared.zoom) })
  }
  if (table !== undefined) {
    say(`The table of ${tabled.runs} runs, milliseconds (budgets: ${budget} a scroll, ${answer} for an answer):`)
    console.table(
      Object.fromEntries(Object.entries(table).map(([what, cost]) => [what, shown({ ...cost, all: sum(cost) })])),
    )
  }
  if (live !== undefined) {
    say(`A training at epoch ${live.epoch}, ${live.updatesPerSecond.toFixed(1)} updates a second:`)
    console.table({
      'milliseconds a second': shown(live.millisecondsPerSecond),
      'gap of frames, milliseconds': shown(live.frameGap),
    })
  }
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(works).join(',') },
      json: { type: 'boolean', default: false },
    },
  })
  await ensureBuilt()
  const executablePath = await ensureChromium()
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  const found = {}
  try {
    for (const [name, measure] of Object.entries(works)) {
      if (values.only.split(',').includes(name)) found[name] = await measure(browser)
    }
  } finally {
    await browser.close()
  }
  if (values.json) console.log(JSON.stringify(found))
  else print(found)
})

const kinds = { script: 'ScriptDuration', style: 'RecalcStyleDuration', layout: 'LayoutDuration' }

/** A page whose main thread is measured. */
export async function openMeasured(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  page.setDefaultTimeout(10_000)
  await page.goto(address)
  return { page, session }
}

/** Milliseconds of the page's main thread that some work takes, as Chromium's performance counters give them. */
export async function spent(session, work) {
  const before = await counters(session)
  const found = await work()
  const after = await counters(session)
  const milliseconds = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, (after[kind] - before[kind]) * 1000]))
  return { found, milliseconds }
}

async function counters(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, name]) => [kind, metrics.find((metric) => metric.name === name)?.value ?? 0]),
  )
}

/** Seconds of a page's main thread so far, by kind of work, as Chromium's performance counters give them. */
export async function counters(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { script: value('ScriptDuration'), style: value('RecalcStyleDuration'), layout: value('LayoutDuration') }
}

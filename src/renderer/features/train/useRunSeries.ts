import { useEffect, useMemo, useRef, useState } from 'react'
import type { RunSeries } from '../../../shared/runs.ts'
import type { CurveMetric } from '../../../shared/training.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { createThrottle, joinSeries, shortestGapMs } from './seriesFeed.ts'

/** Points asked for while the curve grows, and once it stands still (for smoothing) or a part of it is looked at. */
const livePoints = 150
const restingPoints = 2_000
const detailPoints = 10_000

interface Loaded {
  run: string
  metric: CurveMetric
  whole: RunSeries
  detail: RunSeries | null
}

/**
 * A run's curves of a loss or metric, followed while it trains. `version` is anything that changes when there may be new epochs; `from`
 * is the first epoch looked at closely, null for the whole. While another metric is on its way, the one before stays.
 */
export function useRunSeries(
  project: string,
  run: string,
  metric: CurveMetric,
  version: unknown,
  live: boolean,
  from: number | null,
): { series: RunSeries | null; metric: CurveMetric; failed: unknown } {
  const host = useHost()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const wanted = useRef({ live, from })
  wanted.current = { live, from }

  const feed = useRef<ReturnType<typeof createThrottle> | null>(null)
  useEffect(() => {
    let current = true
    const ask = async () => {
      const { live: growing, from: close } = wanted.current
      try {
        const points = growing ? livePoints : restingPoints
        const whole = await callHost(host, 'runs.series', { project, run, points, metric })
        const detail =
          close === null || whole.recorded <= points
            ? null
            : await callHost(host, 'runs.series', {
                project,
                run,
                metric,
                points: growing ? restingPoints : detailPoints,
                fromEpoch: Math.max(0, Math.floor(close)),
              })
        if (current) {
          setLoaded({ run, metric, whole, detail })
          setFailed(null)
        }
      } catch (error) {
        if (current) setFailed(error)
      }
    }
    const made = createThrottle(ask, shortestGapMs)
    feed.current = made
    made.want()
    return () => {
      current = false
      made.end()
    }
  }, [host, project, run, metric])

  useEffect(() => feed.current?.want(), [version, live, from])
  const series = useMemo(
    () => (loaded === null || loaded.run !== run ? null : joinSeries(loaded.whole, loaded.detail)),
    [loaded, run],
  )
  return { series, metric: loaded?.metric ?? metric, failed }
}

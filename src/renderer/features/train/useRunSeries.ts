import { useEffect, useRef, useState } from 'react'
import type { CurveMetric } from '../../../shared/training.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { begun, continued, type FollowedSeries } from './followedSeries.ts'
import { createThrottle, shortestGapMs } from './seriesFeed.ts'

/** So often it is asked for epochs that the feed has told of and that do not come. */
const mostFruitless = 20

/** Points asked for of the whole, and of the part that is looked at closely or has come since. */
const wholePoints = 4_000
const detailPoints = 10_000

interface Loaded {
  run: string
  metric: CurveMetric
  series: FollowedSeries
  /** Of the run when all of it was read, and the first epoch looked at closely. */
  state: string
  from: number | null
  /** The last epoch when all of it was read. */
  wholeTo: number
}

/**
 * A run's curves of one quantity, followed while it trains: read once, and from then on only what came since. `epochs`
 * and `state` are the run's, `from` is the first epoch looked at closely, null for the whole. While another quantity is
 * on its way, the one before stays.
 */
export function useRunSeries(
  project: string,
  run: string,
  metric: CurveMetric,
  { epochs, state, from }: { epochs: number; state: string; from: number | null },
): { series: FollowedSeries | null; metric: CurveMetric; failed: unknown } {
  const host = useHost()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const wanted = useRef({ state, from, epochs })
  wanted.current = { state, from, epochs }

  const feed = useRef<ReturnType<typeof createThrottle> | null>(null)
  useEffect(() => {
    let current = true
    let known: Loaded | null = null
    let fruitless = 0
    const of = { project, run, metric }
    const read = async (now: { state: string; from: number | null }): Promise<Loaded> => {
      const whole = await callHost(host, 'runs.series', { ...of, points: wholePoints })
      const isClose = now.from !== null && whole.recorded > wholePoints
      const fromEpoch = Math.max(0, Math.floor(now.from ?? 0))
      const detail = isClose ? await callHost(host, 'runs.series', { ...of, points: detailPoints, fromEpoch }) : null
      const series = begun(whole, detail)
      return { run, metric, series, ...now, wholeTo: series.recorded }
    }
    const follow = async (before: Loaded): Promise<Loaded | null> => {
      const fromEpoch = before.series.recorded + 1
      const tail = await callHost(host, 'runs.series', { ...of, points: detailPoints, fromEpoch })
      const series = continued(before.series, tail)
      return series === null ? null : series === before.series ? before : { ...before, series }
    }
    const ask = async () => {
      const { epochs: told, ...now } = wanted.current
      try {
        // Thinned anew from time to time, so that what came since does not crowd out what was there.
        const holds =
          known !== null &&
          known.state === now.state &&
          known.from === now.from &&
          known.series.recorded - known.wholeTo < wholePoints
        const next = (holds && known !== null ? await follow(known) : null) ?? (await read(now))
        if (!current) return
        fruitless = known !== null && next.series.recorded === known.series.recorded ? fruitless + 1 : 0
        known = next
        setLoaded(next)
        setFailed(null)
        // The feed may know of epochs that are stored only a moment later, and then say no more.
        if (next.series.recorded < told && fruitless < mostFruitless) made.want()
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

  useEffect(() => feed.current?.want(), [epochs, state, from])
  return {
    series: loaded === null || loaded.run !== run ? null : loaded.series,
    metric: loaded?.metric ?? metric,
    failed,
  }
}

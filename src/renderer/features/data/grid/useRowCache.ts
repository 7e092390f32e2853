import { useEffect, useMemo, useReducer, useState } from 'react'
import { callHost, useHost } from '../../../app/data.tsx'
import { RowCache } from './rowCache.ts'

/** The rows of a dataset for the time a grid is shown; the component draws again when rows arrive. */
export function useRowCache(
  project: string,
  dataset: { id: string; rows: number },
): { cache: RowCache; error: unknown } {
  const host = useHost()
  const [error, setError] = useState<unknown>(null)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const { id, rows } = dataset
  const cache = useMemo(
    () =>
      new RowCache(
        rows,
        async (offset, limit) => (await callHost(host, 'datasets.rows', { project, dataset: id, offset, limit })).rows,
        (problem) => {
          setError(problem)
          redraw()
        },
      ),
    [host, project, id, rows],
  )
  useEffect(() => () => cache.close(), [cache])
  return { cache, error }
}

import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Dataset } from '../../../shared/datasets.ts'
import type { DescentError } from '../../../shared/errors.ts'
import type { Look, Recipe, RecipePreview, StepPreview } from '../../../shared/recipes.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { newJobId } from '../../app/jobs.ts'
import { refusedSteps, unfinishedSteps, withoutSteps } from './tableSteps.ts'
import { previewKey, useKnownPreview, usePreview } from './useRecipe.ts'

const nothingRefused: ReadonlyMap<string, DescentError> = new Map()
const nothingUnfinished: ReadonlyMap<string, string> = new Map()

/** Between two keystrokes nothing is asked for. */
const TYPING = 20

/** A step as it is shown: of all rows, of a sample of them, or still of the recipe before. */
export interface ShownStep {
  preview: StepPreview
  /** Rows of the sample it was worked out on; null: it is exact. */
  sample: number | null
  /** It is of the recipe as it was. */
  old: boolean
}

export interface Previews {
  /** Of all rows, without the steps that are not finished; of the recipe as it was while `updating`. */
  whole: RecipePreview | undefined
  /** What is still to be entered in steps that are left out meanwhile, by their ids. */
  unfinished: ReadonlyMap<string, string>
  /** Other steps that cannot run, and why, by their ids. */
  refused: ReadonlyMap<string, DescentError>
  updating: boolean
  /** Why there is nothing to show, if so. */
  error: DescentError | null
  /** Why the sample cannot be shown, where all rows are not worked out yet, or cannot be. */
  sampleError: DescentError | null
  /** The work over all rows was cancelled; a sample is shown. */
  cancelled: boolean
  /** Works all rows out, or once more. */
  retry: () => void
  /** The newest that is known. */
  stepOf: (id: string) => ShownStep | undefined
}

/** The sample's preview of exactly this recipe and these columns; while it is asked for, the one before. */
function useSamplePreview(
  of: { project: string; dataset: string },
  recipe: Recipe | undefined,
  looks: readonly Look[],
) {
  const host = useHost()
  return useQuery<RecipePreview, DescentError>({
    queryKey: [...previewKey(of, recipe ?? null), 'sample', looks],
    enabled: recipe !== undefined && recipe.target !== null,
    gcTime: 60_000,
    networkMode: 'always',
    placeholderData: (previous) => previous,
    queryFn: () => {
      if (recipe === undefined) throw new Error('a preview needs a recipe')
      return callHost(host, 'recipes.preview', { ...of, job: newJobId(), recipe, looks: [...looks], sample: true })
    },
  })
}

/** Columns before and after their steps over all rows. Asked for once the whole was worked out, of which it is a part. */
function useWholeLooks(
  of: { project: string; dataset: string },
  recipe: Recipe | undefined,
  looks: readonly Look[],
  known: boolean,
) {
  const host = useHost()
  return useQuery<RecipePreview, DescentError>({
    queryKey: [...previewKey(of, recipe ?? null), 'looks', looks],
    enabled: known && looks.length > 0,
    gcTime: 60_000,
    networkMode: 'always',
    queryFn: ({ signal }) => {
      if (recipe === undefined) throw new Error('a preview needs a recipe')
      const job = newJobId()
      signal.addEventListener('abort', () => void host.call('jobs.cancel', { job }))
      return callHost(host, 'recipes.preview', { ...of, job, recipe, looks: [...looks] })
    },
  })
}

/**
 * What the recipe does: at once over a sample, then over all rows. `looks` are the columns in view. Of the sample, steps
 * that cannot run are left out, so that all others can be seen while one is being written.
 */
export function usePreviews(
  project: string,
  table: Pick<Dataset, 'id' | 'columns'> | undefined,
  recipe: Recipe | undefined,
  looks: readonly Look[],
): Previews {
  const dataset = table?.id ?? ''
  const of = { project, dataset }
  const [typed] = useDebouncedValue(recipe, TYPING)
  const columns = table?.columns
  const unfinished = useMemo(() => (recipe === undefined ? nothingUnfinished : unfinishedSteps(recipe)), [recipe])
  const finished = useMemo(() => recipe && withoutSteps(recipe, unfinished), [recipe, unfinished])
  const refused = useMemo(
    () => (columns === undefined || finished === undefined ? nothingRefused : refusedSteps(columns, finished)),
    [columns, finished],
  )
  const running =
    typed === undefined || columns === undefined ? undefined : withoutSteps(withoutSteps(typed, unfinished), refused)
  const sample = useSamplePreview(of, running, looks)
  const whole = usePreview(project, dataset, table === undefined ? undefined : finished)
  const known = useKnownPreview(of, finished ?? null).data
  const isAll = sample.data !== undefined && sample.data.sample === sample.data.rows.total
  const wholeLooks = useWholeLooks(of, finished, looks, known !== undefined && !isAll)
  const isCancelled = whole.error?.kind === 'cancelled'
  const sampled: Source | undefined = sample.data && {
    preview: sample.data,
    rows: isAll ? null : sample.data.sample,
    old: sample.isPlaceholderData || typed !== recipe,
  }
  const looked: Source | undefined = wholeLooks.data && { preview: wholeLooks.data, rows: null, old: false }
  return {
    whole: known ?? whole.data,
    unfinished,
    refused,
    updating: known === undefined,
    error: isCancelled ? null : whole.error,
    sampleError: known !== undefined || sample.error?.kind === 'cancelled' ? null : sample.error,
    cancelled: isCancelled,
    retry: () => void whole.refetch(),
    stepOf: (id) => shownStep(id, looked ?? sampled, known),
  }
}

interface Source {
  preview: RecipePreview
  /** Of the sample; null: all. */
  rows: number | null
  old: boolean
}

/** The columns of the newest source; the words of the whole where it is known. */
function shownStep(id: string, source: Source | undefined, known: RecipePreview | undefined): ShownStep | undefined {
  const find = (preview: RecipePreview | undefined) => preview?.steps.find((step) => step.id === id)
  const [views, words] = [find(source?.preview), find(known)]
  if (views === undefined) return words && { preview: words, sample: null, old: false }
  if (source === undefined || words === undefined)
    return { preview: views, sample: source?.rows ?? null, old: source?.old ?? false }
  const { before, after } = views
  return { preview: { ...words, before, after }, sample: source.rows, old: source.old }
}

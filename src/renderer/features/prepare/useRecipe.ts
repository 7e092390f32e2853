import { notifications } from '@mantine/notifications'
import { skipToken, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { type DescentError, toFailure } from '../../../shared/errors.ts'
import type { Recipe, RecipePreview } from '../../../shared/recipes.ts'
import { withTargetFollowed } from '../../../core/recipe/renamedTarget.ts'
import { callHost, useCall, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { newJobId } from '../../app/jobs.ts'

/** `next` is made of the recipe as it then is, where what it is made with was waited for. */
export type ChangeRecipe = (label: string, next: Recipe | ((recipe: Recipe) => Recipe), subject?: string) => void

export interface RecipeState {
  recipe: Recipe | undefined
  error: DescentError | null
  /**
   * Shows a change at once, stores it, and remembers how to take it back. Quick changes of one `subject`, such as a
   * field being typed in, are taken back together.
   */
  change: ChangeRecipe
}

/** A dataset's recipe with autosave and undo. */
export function useRecipe(project: string, dataset: string): RecipeState {
  const host = useHost()
  const client = useQueryClient()
  const of = { project, dataset }
  const queryKey = ['recipes.get', of]
  const { data: recipe, error } = useCall('recipes.get', of)
  const save = useMutation({
    mutationKey: ['recipes.save'],
    // One after the other, so that the newest is what stays.
    scope: { id: `recipe-${dataset}` },
    mutationFn: (next: Recipe) => callHost(host, 'recipes.save', { ...of, recipe: next }),
    onError: (problem) => {
      const failure = toFailure(problem)
      notifications.show({
        color: 'red',
        title: `The recipe was not saved: ${failure.message}`,
        message: failure.hint ?? '',
      })
      void client.invalidateQueries({ queryKey })
    },
  })
  const apply = async (next: Recipe) => {
    await client.cancelQueries({ queryKey })
    client.setQueryData(queryKey, next)
    await save.mutateAsync(next)
  }
  const change: ChangeRecipe = (label, changed, subject) => {
    const before = client.getQueryData<Recipe>(queryKey)
    if (before === undefined) return
    const next = withTargetFollowed(before, typeof changed === 'function' ? changed(before) : changed)
    recordChange({
      label,
      project,
      ...(subject === undefined ? {} : { subject: `${dataset} ${subject}` }),
      undo: () => apply(before),
      redo: () => apply(next),
    })
    apply(next).catch(() => undefined)
  }
  return { recipe, error, change }
}

/** Under which the preview of all rows is kept. */
export function previewKey(of: { project: string; dataset: string }, recipe: Recipe | null) {
  return ['recipes.preview', of, recipe] as const
}

/** The preview of exactly this recipe if one has been computed already; never starts the work. */
export function useKnownPreview(
  of: { project: string; dataset: string } | null,
  recipe: Recipe | null,
): UseQueryResult<RecipePreview, DescentError> {
  return useQuery<RecipePreview, DescentError>({
    queryKey: previewKey(of ?? { project: '', dataset: '' }, recipe),
    queryFn: skipToken,
    networkMode: 'always',
  })
}

/**
 * What the recipe does, a moment after the last change. The preview before stays while the new one is computed, and
 * work for a recipe that has changed meanwhile is cancelled.
 */
export function usePreview(
  project: string,
  dataset: string,
  recipe: Recipe | undefined,
): UseQueryResult<RecipePreview, DescentError> {
  const host = useHost()
  const [settled] = useDebouncedValue(recipe, 300)
  return useQuery<RecipePreview, DescentError>({
    queryKey: previewKey({ project, dataset }, settled ?? null),
    enabled: settled !== undefined && settled.target !== null,
    gcTime: 60_000,
    networkMode: 'always',
    placeholderData: (previous) => (settled?.target === null ? undefined : previous),
    queryFn: ({ signal }) => {
      if (settled === undefined) throw new Error('a preview needs a recipe')
      const job = newJobId()
      signal.addEventListener('abort', () => void host.call('jobs.cancel', { job }))
      return callHost(host, 'recipes.preview', { project, dataset, job, recipe: settled })
    },
  })
}

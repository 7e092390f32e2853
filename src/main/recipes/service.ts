import { requireNamedColumns } from '../../core/recipe/goneColumns.ts'
import { suggestRecipe } from '../../core/recipe/suggest.ts'
import type { Handlers } from '../../shared/contract.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { EventSink, RunStorage } from '../runs/ports.ts'
import type { TableSource } from '../runs/tables.ts'
import type { SamplePreviews } from './samples.ts'
import { createSuggestions, relationsTo } from './suggestions.ts'

type RecipeCalls = Extract<keyof Handlers, `recipes.${string}`>

export interface RecipesContext {
  storage: RunStorage
  tables: TableSource
  compute: ComputeClient
  samples: SamplePreviews
  /** A thread that no long work holds up. */
  sampling: ComputeClient
  jobs: Jobs
  events: EventSink
}

/** Every column but free texts, of which no two rows agree. */
function rolesToMeasure({ columns }: Dataset, target: string): Recipe['roles'] {
  const texts = columns.filter(({ kind, name }) => kind === 'text' && name !== target)
  return { ...Object.fromEntries(texts.map(({ name }) => [name, 'ignored'])), [target]: 'target' }
}

export function createRecipesService(context: RecipesContext): { handlers: Pick<Handlers, RecipeCalls> } {
  const { storage, tables, compute, samples, sampling, jobs, events } = context
  const suggestions = createSuggestions(context)
  return {
    handlers: {
      'recipes.get': async ({ project, dataset: id }) => {
        const stored = await storage.getRecipe(project, id)
        if (stored !== null) return stored
        const dataset = await storage.getDataset(project, id)
        const { recipe } = suggestRecipe(dataset.columns, dataset.rows, null, dataset.findings)
        // A project that another program writes can still be seen: the suggestion is simply not kept.
        await storage.saveRecipe(project, id, recipe).catch(() => {})
        return recipe
      },

      'recipes.save': async ({ project, dataset, recipe }) => {
        await storage.saveRecipe(project, dataset, recipe)
        events.emit('projectChanged', { project })
        return recipe
      },

      'recipes.suggest': async ({ project, dataset: id, target }) => {
        const dataset = await storage.getDataset(project, id)
        return suggestions.suggest(project, dataset, target)
      },

      'recipes.preview': async ({ project, dataset: id, job, recipe, looks, sample }) => {
        const dataset = await storage.getDataset(project, id)
        requireNamedColumns(dataset.columns, recipe)
        // All that a preview depends on but the columns that are looked at.
        const key = JSON.stringify([await tables.signature(project, dataset, recipe), recipe])
        if (sample) return samples.preview(project, dataset, recipe, looks, key)
        const title = `Preview of ${dataset.name}`
        return jobs.run({ id: job, project, kind: 'prepare', title }, async ({ signal, progress }) => {
          const table = await tables.load(project, dataset, recipe)
          const question = { key, table, recipe, looks, relations: true }
          return compute.ask('preview', question, { signal, onProgress: (fraction) => progress(fraction, '') })
        })
      },

      'recipes.holidayPlaces': () => sampling.ask('holidayPlaces', null),

      'recipes.relations': async ({ project, dataset: id, job, target }) => {
        const dataset = await storage.getDataset(project, id)
        const title = `What goes with ${target}`
        return jobs.run({ id: job, project, kind: 'prepare', title }, async ({ signal }) => {
          const { recipe } = suggestRecipe(dataset.columns, dataset.rows, target)
          const measured = { ...recipe, roles: rolesToMeasure(dataset, target) }
          return relationsTo(context, project, dataset, measured, target, signal)
        })
      },
    },
  }
}

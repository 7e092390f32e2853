import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assertNever } from '../../../shared/assertNever.ts'
import type { ColumnSettings, ColumnSummary, Dataset, Remedy } from '../../../shared/datasets.ts'
import { toFailure } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { kindTitles } from '../../components/kinds.tsx'
import { withLevelLimit, withRole, withTarget } from '../prepare/recipeChanges.ts'
import { withProposed, withSettings, withStepBefore } from '../prepare/stepChanges.ts'
import { formOf, titleInSentence } from '../prepare/steps/registry.ts'
import { numberFormatExamples } from '../../../core/readingExamples.ts'
import { dateOrderNames } from './readingWords.ts'

export interface ColumnChanges {
  busy: boolean
  /** Reads a column with some settings changed; the label says what was done, in the imperative. */
  set: (column: string, part: Partial<ColumnSettings>, label: string) => Promise<void>
  remedy: (remedy: Remedy) => Promise<void>
}

/** How a column is read now, as settings that would read it so again. */
export function currentSettings({ kind, missingMarkers, reading }: ColumnSummary): ColumnSettings {
  return {
    kind,
    missingMarkers: missingMarkers.map(({ marker }) => marker),
    ...(kind === 'number' ? { numberFormat: reading.numberFormat } : {}),
    ...(kind === 'date' ? { dateOrder: reading.dateOrder } : {}),
  }
}

/** Changes of a dataset's columns: each can be undone, failures are said. */
export function useColumnChanges(
  project: string,
  dataset: Dataset | undefined,
  onIrregularRows: () => void,
): ColumnChanges {
  const host = useHost()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const failure = toFailure(error)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    } finally {
      setBusy(false)
    }
  }

  const write = async (id: string, column: string, settings: ColumnSettings) => {
    const changed = await callHost(host, 'datasets.setColumn', { project, dataset: id, column, ...settings })
    client.setQueryData(['datasets.get', { project, dataset: id }], changed)
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'recipes.preview' })
  }

  const set: ColumnChanges['set'] = async (column, part, label) => {
    const summary = dataset?.columns.find(({ name }) => name === column)
    if (dataset === undefined || summary === undefined) return
    const { id } = dataset
    const before = currentSettings(summary)
    // How numbers or dates are written means nothing without the kind; what was not chosen is inferred anew.
    const withKind = part.numberFormat !== undefined || part.dateOrder !== undefined
    const after: ColumnSettings = withKind ? { kind: before.kind, ...part } : part
    await attempt(async () => {
      await write(id, column, after)
      recordChange({
        label,
        project,
        undo: () => write(id, column, before),
        redo: () => write(id, column, after),
      })
    })
  }

  /** Changes the recipe, so that it can be undone; `done` says what holds from now on. */
  const changeRecipe = async (change: (recipe: Recipe) => Recipe, label: string, done: string) => {
    if (dataset === undefined) return
    const of = { project, dataset: dataset.id }
    const save = async (recipe: Recipe) => {
      client.setQueryData(['recipes.get', of], await callHost(host, 'recipes.save', { ...of, recipe }))
    }
    await attempt(async () => {
      const before = await callHost(host, 'recipes.get', of)
      const after = change(before)
      await save(after)
      recordChange({ label, project, undo: () => save(before), redo: () => save(after) })
      notifications.show({ message: `${done} Ctrl+Z takes it back.` })
    })
  }

  const markersOf = (column: string) =>
    dataset?.columns.find(({ name }) => name === column)?.missingMarkers.map(({ marker }) => marker) ?? []

  const remedy = async (chosen: Remedy) => {
    switch (chosen.kind) {
      case 'ignoreColumn':
        return changeRecipe(
          (recipe) => withRole(recipe, chosen.column, 'ignored'),
          `Ignore the column ${chosen.column}`,
          `${chosen.column} is ignored from now on.`,
        )
      case 'limitLevels':
        return changeRecipe(
          (recipe) => withLevelLimit(recipe, chosen.column, chosen.levels),
          `Keep ${chosen.levels} levels of ${chosen.column}`,
          `Prepare encodes the ${chosen.levels} most frequent levels of ${chosen.column} from now on.`,
        )
      case 'addStep': {
        const found = withProposed([], chosen.step)
        if (found === null) return undefined
        return changeRecipe(
          (recipe) => ({ ...recipe, steps: withProposed(recipe.steps, chosen.step)?.steps ?? recipe.steps }),
          `Add the step ${titleInSentence(found.step)}`,
          `Prepare has the step “${formOf(found.step).title}” now.`,
        )
      }
      case 'editStep':
        return changeRecipe(
          (recipe) => ({ ...recipe, steps: withSettings(recipe.steps, chosen.step, chosen.settings) }),
          chosen.label,
          `${chosen.label}: done.`,
        )
      case 'moveStep':
        return changeRecipe(
          (recipe) => ({ ...recipe, steps: withStepBefore(recipe.steps, chosen.step, chosen.before) }),
          chosen.label,
          `${chosen.label}: done.`,
        )
      case 'chooseTarget':
        return changeRecipe(
          (recipe) => ({ ...withTarget(recipe, chosen.column), task: 'auto' }),
          `Predict ${chosen.column}`,
          `${chosen.column} is the target now.`,
        )
      case 'transformTarget':
        return changeRecipe(
          (recipe) => ({ ...recipe, targetTransform: chosen.transform }),
          chosen.label,
          `${chosen.label}: done.`,
        )
      case 'stratify':
        return changeRecipe(
          (recipe) => ({ ...recipe, split: { ...recipe.split, stratify: true } }),
          'Stratify the split',
          'Every class has the same share in training, validation and test from now on.',
        )
      case 'dealRows': {
        const { by, folds, label } = chosen
        return changeRecipe(
          (recipe) => ({
            ...recipe,
            ...(by === undefined ? {} : { split: { ...recipe.split, by } }),
            ...(folds === undefined ? {} : { folds }),
          }),
          label,
          `${label}: done.`,
        )
      }
      case 'setKind':
        return set(
          chosen.column,
          { kind: chosen.columnKind },
          `Read ${chosen.column} as ${kindTitles[chosen.columnKind].toLowerCase()}`,
        )
      case 'keepMarker':
        return set(
          chosen.column,
          { missingMarkers: markersOf(chosen.column).filter((marker) => marker !== chosen.marker) },
          `Keep “${chosen.marker}” as a value of ${chosen.column}`,
        )
      case 'setMissing':
        return set(
          chosen.column,
          { missingMarkers: [...markersOf(chosen.column), chosen.marker] },
          `Read “${chosen.marker}” as missing in ${chosen.column}`,
        )
      case 'setNumberFormat':
        return set(
          chosen.column,
          { kind: 'number', numberFormat: chosen.numberFormat },
          `Read the numbers of ${chosen.column} like ${numberFormatExamples[chosen.numberFormat]}`,
        )
      case 'setDateOrder':
        return set(
          chosen.column,
          { kind: 'date', dateOrder: chosen.dateOrder },
          `Read the dates of ${chosen.column} as ${dateOrderNames[chosen.dateOrder]}`,
        )
      case 'showIrregularRows':
        return onIrregularRows()
      case 'readOtherTable':
        // The file is needed again: the person imports it and chooses there.
        notifications.show({ message: 'Import the file again and choose the other table there.' })
        return
      default:
        return assertNever(chosen)
    }
  }
  return { busy, set, remedy }
}

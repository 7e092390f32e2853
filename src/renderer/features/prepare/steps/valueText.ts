import { columnSelectionSchema } from '../../../../shared/recipes.ts'
import { mergesText } from '../fields/texts.ts'
import type { StepField } from './form.ts'
import { namesText, selectionText } from './selection.ts'

/** A setting's value in words. */
export function valueText(value: unknown, field?: StepField): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return String(value)
  if (field?.entry === 'columns') {
    const selection = columnSelectionSchema.safeParse(value)
    if (selection.success) return selectionText(selection.data)
  }
  if (typeof value === 'string') return field?.options?.[value] ?? value
  if (field?.entry === 'merges') return mergesText(value).replaceAll('\n', '; ')
  if (Array.isArray(value)) return namesText(value.map((one) => field?.options?.[String(one)] ?? String(one)))
  return JSON.stringify(value)
}

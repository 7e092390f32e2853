import { detailNames } from '../../network/predictions.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type { Program } from '../program/program.ts'
import { block, tag } from './xml.ts'
import { writable } from './preparation.ts'

/** Evaluators differ in their functions of dates, or have none beyond 2038; numbers they all have. */
export const dateUnit = 'days since 1970-01-01 UTC'

export interface UniqueNames {
  /** What the names of derived fields begin with. */
  prefix: string
  /** Of the prediction, and of what stands beside it as `detailNames` has it. */
  outputs: readonly string[]
}

/** Names that no column has: all fields of a document are told apart by their names. */
export function uniqueNames({ inputs, target }: Program): UniqueNames {
  const taken = new Set([...inputs.map(({ name }) => name), target.name])
  let prefix = 'prepared_'
  while ([...taken].some((name) => name.startsWith(prefix))) prefix += '_'
  const outputs = ['prediction', ...detailNames(target)].map((name) => {
    let free = name
    while (taken.has(free)) free += '_'
    taken.add(free)
    return free
  })
  return { prefix, outputs }
}

/** The raw columns and the target. */
export function columnFields({ inputs, target }: Program): string[] {
  const isClasses = target.task === 'classification'
  const type = isClasses ? { optype: 'categorical', dataType: 'string' } : { optype: 'continuous', dataType: 'double' }
  const classes = isClasses ? target.classes.map((value) => tag('Value', { value: writable(value) })) : []
  return [...inputs.map(columnField), tag('DataField', { name: writable(target.name), ...type }, classes)]
}

function columnField({ name, kind, missingMarkers }: RawInput): string {
  switch (kind) {
    case 'number':
      return tag('DataField', { name, optype: 'continuous', dataType: 'double' })
    case 'date':
      return tag('DataField', { name, displayName: `${name} (${dateUnit})`, optype: 'continuous', dataType: 'double' })
    case 'category':
    case 'boolean':
    case 'text': {
      // Without its levels: evaluators would take any other value for invalid, before the preparation is asked.
      const markers = [...new Set(['', ...missingMarkers])]
      const missing = markers.map((value) => tag('Value', { value: writable(value), property: 'missing' }))
      return tag('DataField', { name, optype: 'categorical', dataType: 'string' }, missing)
    }
  }
}

export function miningSchema({ inputs, target }: Program): string {
  return block('MiningSchema', {}, [
    ...inputs.map(({ name }) => tag('MiningField', { name, usageType: 'active' })),
    tag('MiningField', { name: target.name, usageType: 'target' }),
  ])
}

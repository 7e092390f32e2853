import type { DrawnNetwork } from '../../../../core/network/drawn.ts'
import type { InputGroup } from '../../../../shared/runs.ts'
import type { HiddenLayer, Network } from '../../../../shared/training.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { activationNames, categoriesNames, layerNames, numbersNames } from '../../../../core/words/settings/names.ts'
import { lowerFirst, plainNumber } from '../../../../core/words/settings/settingText.ts'
import { groupsOf, shapeText, unitsOf, type DrawingRow } from './layout.ts'

/** What a row of the drawing says. */
export interface RowWords {
  name: string
  /** How the layer is set, in a word or two. */
  detail: string
  /** "30 → 64" */
  shape: string
  parameters: number
}

/** The words of every row that can be chosen. */
export function rowWords(
  row: DrawingRow,
  network: Network,
  drawn: DrawnNetwork,
  groups: readonly InputGroup[],
  target: string,
): RowWords {
  switch (row.key) {
    case 'numbers':
      return numbersWords(groupsOf(groups, 'numbers'), network)
    case 'categories':
      return categoriesWords(groupsOf(groups, 'categories'))
    case 'output':
      return {
        name: 'Output',
        detail: target,
        shape: shapeText(drawn.output, formatCount),
        parameters: drawn.output.parameters,
      }
    case 'ensemble': {
      const { ensemble } = network
      return ensemble === null || ensemble === undefined
        ? { name: 'One network', detail: 'no ensemble', shape: '', parameters: 0 }
        : { name: 'Ensemble', detail: `mean of ${plural(ensemble.members, 'member')}`, shape: '', parameters: 0 }
    }
    default: {
      if (row.drawn === null) return { name: '', detail: '', shape: '', parameters: 0 }
      const { layer, shape } = row.drawn
      return {
        ...layerText(layer),
        shape: shapeText(shape, formatCount),
        parameters: shape.parameters,
      }
    }
  }
}

function numbersWords(groups: readonly InputGroup[], { numbers }: Network): RowWords {
  const columns = groups.reduce((sum, { inputs }) => sum + inputs, 0)
  const units = unitsOf(groups)
  const kind = groups.some((group) => group.kind !== 'number') ? (numbers?.kind ?? 'piecewiseLinear') : 'plain'
  return {
    name: 'Numbers',
    detail: groups.length === 0 ? 'none' : lowerFirst(numbersNames[kind]),
    shape: groups.length === 0 ? '' : shapeText({ inputs: columns, units }, formatCount),
    parameters: groups.reduce((sum, { parameters }) => sum + parameters, 0),
  }
}

function categoriesWords(groups: readonly InputGroup[]): RowWords {
  const embedded = groups.filter(({ kind }) => kind === 'embedding')
  const names = [
    ...(embedded.length < groups.length ? [categoriesNames.oneHot] : []),
    ...(embedded.length > 0 ? [plural(embedded.length, 'embedding')] : []),
  ]
  return {
    name: 'Categories',
    detail: groups.length === 0 ? 'none' : names.join(', '),
    shape: groups.length === 0 ? '' : shapeText({ inputs: groups.length, units: unitsOf(groups) }, formatCount),
    parameters: groups.reduce((sum, { parameters }) => sum + parameters, 0),
  }
}

function layerText(layer: HiddenLayer): Pick<RowWords, 'name' | 'detail'> {
  const name = layerNames[layer.kind]
  switch (layer.kind) {
    case 'dense':
      return { name, detail: activationNames[layer.activation] }
    case 'activation':
      return { name, detail: activationNames[layer.activation] }
    case 'dropout':
      return { name, detail: plainNumber(layer.rate) }
    case 'residual':
      return { name, detail: plural(layer.layers.length, 'layer') }
    case 'scale':
      return { name, detail: layer.initial }
    case 'prelu':
      return { name, detail: plainNumber(layer.initial) }
    default:
      return { name, detail: '' }
  }
}

/** How a row is called to a screen reader. */
export function rowLabel({ name, detail, shape, parameters }: RowWords, row: DrawingRow): string {
  const place = row.drawn === null ? '' : `layer ${row.drawn.path.map((index) => index + 1).join('.')}: `
  const parts = [
    `${place}${name}`,
    ...(detail === '' ? [] : [detail]),
    ...(shape === '' ? [] : [shape.replace('→', 'to')]),
    ...(parameters === 0 ? [] : [plural(parameters, 'parameter')]),
    ...(row.drawn !== null && row.drawn.wrong !== null ? ['does not fit'] : []),
  ]
  return parts.join(', ')
}

import type { DrawnLayer, DrawnNetwork, LayerPath } from '../../../../core/network/drawn.ts'
import type { InputGroup, LayerShape } from '../../../../shared/runs.ts'

/** What can be chosen in the drawing: a layer by its path, or a part that is always there. */
export type PartKey = 'numbers' | 'categories' | 'output' | 'ensemble' | `layer ${string}`

/** A row of the drawing, from top to bottom; lengths in pixels. */
export interface DrawingRow {
  /** null for the end of a residual block, which is no part of its own. */
  key: PartKey | null
  top: number
  height: number
  /** Within so many residual blocks. */
  depth: number
  /** Numbers that leave it, by which it is as wide as it is. */
  units: number
  /** Numbers that flow into it from the row above; null where nothing does. */
  flow: number | null
  /** A layer put in above this row gets this place; null where none can be. */
  slot: LayerPath | null
  drawn: DrawnLayer | null
  /** It is there once for each member of an ensemble. */
  isApart: boolean
}

/** A residual block: from its head to where its results are added, in pixels. */
export interface DrawnBlock {
  depth: number
  top: number
  bottom: number
  isWrong: boolean
}

export interface DrawingLayout {
  rows: DrawingRow[]
  blocks: DrawnBlock[]
  height: number
}

const tall = 38
const low = 32
/** Between rows: as much as a button to add a layer needs. */
const gap = 20
const inputsGap = 6
const added = 16

export const keyOf = (path: LayerPath): PartKey => `layer ${path.join('.')}`

/** The layer that a key names; null for the other parts. */
export function pathOf(key: PartKey): LayerPath | null {
  return key.startsWith('layer ') ? key.slice(6).split('.').map(Number) : null
}

/** The groups that are set together: all numbers, all categories. */
export function groupsOf(groups: readonly InputGroup[], part: 'numbers' | 'categories'): InputGroup[] {
  return groups.filter(({ kind }) => (kind === 'oneHot' || kind === 'embedding') === (part === 'categories'))
}

export function unitsOf(groups: readonly InputGroup[]): number {
  return groups.reduce((sum, { units }) => sum + units, 0)
}

/** Where everything stands in the drawing, from the inputs at the top to the ensemble at the bottom. */
export function drawingLayout(
  network: DrawnNetwork,
  inputs: number,
  groups: readonly InputGroup[],
  isEnsemble: boolean,
): DrawingLayout {
  const rows: DrawingRow[] = []
  const blocks: DrawnBlock[] = []
  let top = 0
  const add = (row: Omit<DrawingRow, 'top' | 'height'>, height: number, space: number) => {
    top += space
    rows.push({ ...row, top, height })
    top += height
  }
  const still = { depth: 0, slot: null, drawn: null, isApart: false }
  for (const part of ['numbers', 'categories'] as const) {
    const units = unitsOf(groupsOf(groups, part))
    add({ ...still, key: part, units, flow: null }, low, rows.length === 0 ? 0 : inputsGap)
  }
  const open: { path: LayerPath; block: DrawnBlock; length: number }[] = []
  let flow = inputs
  let reached = false
  const close = () => {
    const last = open.pop()
    if (last === undefined) return
    const { path, block, length } = last
    add(
      { ...still, key: null, depth: path.length, units: flow, flow, slot: [...path, length], isApart: reached },
      added,
      gap,
    )
    block.bottom = top
  }
  for (const drawn of network.layers) {
    const { path, layer, shape, isApart, wrong } = drawn
    while (open.length >= path.length) close()
    reached = isApart
    const height = layer.kind === 'dense' ? tall : low
    add({ key: keyOf(path), depth: path.length - 1, units: shape.units, flow, slot: path, drawn, isApart }, height, gap)
    flow = shape.units
    if (layer.kind !== 'residual') continue
    const block = { depth: path.length - 1, top: top - height, bottom: top, isWrong: wrong !== null }
    blocks.push(block)
    open.push({ path, block, length: layer.layers.length })
  }
  while (open.length > 0) close()
  const { units } = network.output
  const hidden = network.layers.filter(({ path }) => path.length === 1).length
  add({ ...still, key: 'output', units, flow, slot: [hidden], isApart: isEnsemble }, tall, gap)
  add({ ...still, key: 'ensemble', units, flow: units }, low, inputsGap)
  return { rows, blocks, height: top }
}

/** 4,096 units, the widest layer there is, span the drawing. */
const widest = Math.log2(4097)
const narrowest = 0.08

/** The share of the drawing's width that so many units take: by their logarithm. */
export function shareOfWidth(units: number): number {
  return narrowest + (1 - narrowest) * Math.min(1, Math.log2(units + 1) / widest)
}

/** The units of a layer that is drawn so wide. */
export function unitsOfWidth(share: number): number {
  const part = Math.max(0, Math.min(1, (share - narrowest) / (1 - narrowest)))
  return Math.max(1, Math.min(4096, Math.round(2 ** (part * widest) - 1)))
}

const steps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]

/** The next usual width above or below. */
export function nextWidth(units: number, by: -1 | 1): number {
  const next = by === 1 ? steps.find((step) => step > units) : steps.findLast((step) => step < units)
  return next ?? units
}

/** "30 → 64", or one number where the width stays. */
export function shapeText(
  { inputs, units }: Pick<LayerShape, 'inputs' | 'units'>,
  count: (n: number) => string,
): string {
  return inputs === units ? count(units) : `${count(inputs)} → ${count(units)}`
}

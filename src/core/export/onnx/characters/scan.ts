import type { ElementType } from '../protobuf.ts'
import type { GraphBuilder } from '../graph.ts'

export interface ScanOptions {
  type: ElementType
  /** What each row begins with. */
  initial: string
  /** [N, L] */
  sequences: readonly string[]
  /** The state, [N], after a character, from that before it and the character's numbers of each sequence. */
  next: (graph: GraphBuilder, state: string, numbers: readonly string[]) => string
  isBackwards?: boolean
}

/** Goes through the characters of every row at once: the states before each of them, [N, L], and the last one, [N, 1]. */
export function addScan(
  graph: GraphBuilder,
  { type, initial, sequences, next, isBackwards = false }: ScanOptions,
): { before: string; last: string } {
  const [any = ''] = sequences
  const rows = graph.operator('Shape', [any], { start: { int: 0 }, end: { int: 1 } })
  const body = graph.nested((inner) => {
    const state = inner.formal(type)
    const numbers = sequences.map(() => inner.formal(type))
    inner.result(next(inner, state, numbers), type)
    inner.result(state, type)
  })
  const direction = isBackwards ? 1 : 0
  const [last = '', before = ''] = graph.operators(
    'Scan',
    [graph.operator('Expand', [initial, rows]), ...sequences],
    2,
    {
      body: { graph: body },
      num_scan_inputs: { int: sequences.length },
      scan_input_axes: { ints: sequences.map(() => 1) },
      scan_output_axes: { ints: [1] },
      scan_input_directions: { ints: sequences.map(() => direction) },
      scan_output_directions: { ints: [direction] },
    },
  )
  return { before, last: graph.operator('Unsqueeze', [last, graph.integers([1])]) }
}

import { tickFormat } from '../../core/words/values.ts'
import type { Axis } from '../../core/scales.ts'

/** Lines of axes are left out: the grid says as much. */
export const quietAxis = { axisLine: false, tickLine: false } as const

export const gridStroke = 'var(--chart-grid)'

/** Of a tooltip that follows the pointer at once. */
export const crosshair = {
  isAnimationActive: false,
  cursor: { stroke: 'var(--chart-axis)', strokeDasharray: '2 2' },
} as const

/** An axis of numbers, which shows its domain and cuts off what lies beyond. */
export function numberAxis({ domain, ticks }: Axis, log = false) {
  const scale: 'log' | 'linear' = log ? 'log' : 'linear'
  return {
    ...quietAxis,
    type: 'number' as const,
    scale,
    domain,
    ticks,
    tickFormatter: tickFormat(ticks),
    allowDataOverflow: true,
  }
}

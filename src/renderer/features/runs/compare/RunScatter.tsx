import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { CartesianGrid, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts'
import type { Run } from '../../../../shared/runs.ts'
import { navigate } from '../../../app/route.ts'
import { crosshair, gridStroke, numberAxis, quietAxis } from '../../../charts/axes.ts'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { linearAxis, logAxis } from '../../../../core/scales.ts'
import { useStepping } from '../../../charts/useStepping.ts'
import { plural } from '../../../../core/words/format.ts'
import type { MetricChoice } from '../scores.ts'
import { quantityText, resultQuantities, settingQuantities, type Quantity } from './quantities.ts'
import styles from '../runs.module.css'

/** Room at the ends of an axis, in pixels: no dot is cut. */
const DOT = 7

interface Point {
  id: string
  name: string
  x: number | string
  y: number | string
}

/** Any two things that runs differ in against each other, a dot a run. */
export function RunScatter({ runs, metric }: { runs: readonly Run[]; metric: MetricChoice }) {
  const quantities = useMemo(() => [...settingQuantities(runs), ...resultQuantities(runs, metric)], [runs, metric])
  const [chosen, setChosen] = useState<{ x: string; y: string }>({ x: 'time', y: 'validation' })
  const of = (id: string, otherwise: number) =>
    quantities.find((quantity) => quantity.id === id) ?? quantities.at(otherwise)
  const x = of(chosen.x, 0)
  const y = of(chosen.y, -1)
  const points = x === undefined || y === undefined ? [] : pointsOf(runs, x, y)
  const { current, onKeyDown } = useStepping(
    points.map(({ id }) => id),
    (run) => navigate({ step: 'train', run }),
  )
  if (x === undefined || y === undefined) return null
  const pointed = points.find(({ id }) => id === current)
  const data = quantities.map(({ id, label }) => ({ value: id, label }))
  return (
    <ChartFigure
      title={`${y.label} against ${x.label}`}
      heading={
        <span className={styles.pair}>
          <Select
            aria-label="Upwards"
            size="xs"
            w={170}
            allowDeselect={false}
            data={data}
            value={y.id}
            onChange={(id) => id !== null && setChosen({ x: x.id, y: id })}
          />
          <Select
            aria-label="To the right"
            size="xs"
            w={170}
            allowDeselect={false}
            data={data}
            value={x.id}
            onChange={(id) => id !== null && setChosen({ x: id, y: y.id })}
          />
        </span>
      }
      summary={`${plural(points.length, 'run')} by ${x.label} and ${y.label}. The arrow keys go through the runs, Enter opens one.`}
      fileName={`${y.label} against ${x.label}`}
      table={() => ({
        header: ['run', x.label, y.label],
        rows: points.map(({ name, x: right, y: up }) => [name, right, up]),
      })}
    >
      {({ width, height }) => (
        <div
          className="chart-stepping"
          tabIndex={0}
          role="group"
          aria-label={`${y.label} against ${x.label}`}
          onKeyDown={onKeyDown}
        >
          <ScatterChart
            accessibilityLayer={false}
            width={width}
            height={height}
            margin={{ top: 8, right: 26, bottom: 14, left: 4 }}
          >
            <CartesianGrid stroke={gridStroke} />
            <XAxis
              dataKey="x"
              height={34}
              padding={{ left: DOT, right: DOT }}
              {...axisOf(x)}
              allowDataOverflow={false}
              label={{
                value: x.label,
                position: 'insideBottom',
                offset: -10,
                fill: 'var(--chart-axis)',
                fontSize: 11.5,
              }}
            />
            <YAxis
              dataKey="y"
              width={80}
              padding={{ top: DOT, bottom: DOT }}
              {...axisOf(y)}
              allowDataOverflow={false}
              label={{
                value: y.label,
                angle: -90,
                position: 'insideLeft',
                offset: 4,
                fill: 'var(--chart-axis)',
                fontSize: 11.5,
                style: { textAnchor: 'middle' },
              }}
            />
            <Tooltip
              {...crosshair}
              content={({ active, payload }) => {
                const point: unknown = payload?.[0]?.payload
                if (active !== true || !isPoint(point)) return null
                return (
                  <div className="chart-tooltip">
                    <strong>{point.name}</strong>
                    <div>
                      {x.label} {quantityText(point.x)}
                    </div>
                    <div>
                      {y.label} {quantityText(point.y)}
                    </div>
                  </div>
                )
              }}
            />
            <Scatter
              data={points}
              fill="var(--chart-1)"
              fillOpacity={0.7}
              isAnimationActive={false}
              cursor="pointer"
              onClick={({ payload }: { payload?: unknown }) => {
                if (isPoint(payload)) navigate({ step: 'train', run: payload.id })
              }}
            />
            {pointed !== undefined && (
              <Scatter
                data={[pointed]}
                fill="var(--chart-2)"
                stroke="var(--d-text)"
                strokeWidth={2}
                isAnimationActive={false}
              />
            )}
          </ScatterChart>
          <p className="chart-said chart-tooltip" aria-live="polite">
            {pointed === undefined
              ? ''
              : `${pointed.name}\n${x.label} ${quantityText(pointed.x)}\n${y.label} ${quantityText(pointed.y)}`}
          </p>
        </div>
      )}
    </ChartFigure>
  )
}

function pointsOf(runs: readonly Run[], x: Quantity, y: Quantity): Point[] {
  return runs.flatMap(({ id, name }, i) => {
    const [right, up] = [x.values[i] ?? null, y.values[i] ?? null]
    return right === null || up === null ? [] : [{ id, name, x: right, y: up }]
  })
}

function axisOf({ kind, log, values }: Quantity) {
  if (kind === 'category') return { ...quietAxis, type: 'category' as const, allowDuplicatedCategory: false }
  const numbers = values.filter((value) => typeof value === 'number')
  return numberAxis(log ? logAxis(numbers) : linearAxis(numbers), log)
}

function isPoint(value: unknown): value is Point {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'x' in value && 'y' in value
}

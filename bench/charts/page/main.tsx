import '@mantine/core/styles.css'
import '../../../src/renderer/app/tokens.css'
import { MantineProvider } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { createRandom } from '../../../src/core/random.ts'
import { Curve } from '../../../src/core/series/curve.ts'
import { cssVariables, theme } from '../../../src/renderer/app/theme.ts'
import { CurveChart } from '../../../src/renderer/charts/CurveChart.tsx'
import { DerivedCurves } from '../../../src/renderer/charts/derived.ts'
import { columnsOf, drawnLines, valuesWithin } from '../../../src/renderer/charts/drawing.ts'
import { FewLines } from '../../../src/renderer/charts/FewLines.tsx'
import { epochAxis, linearAxis } from '../../../src/core/scales.ts'
import { extent, type GrowingLine } from '../../../src/renderer/charts/series.ts'

/**
 * How curves are drawn: as the studio does; or as elements, thinned to `places` for all lines together (400 is what
 * the studio once drew of any chart, 20,000 about what it draws now).
 */
type Way = { kind: 'studio' } | { kind: 'elements'; places: number }

interface BenchPage {
  /** Shows `runs` curves of `epochs` epochs. */
  show: (way: Way, runs: number, epochs: number) => void
  /** Adds epochs to every curve and waits for the next frame, `updates` times. */
  grow: (updates: number, epochs: number) => Promise<void>
}

declare global {
  interface Window {
    charts: BenchPage
  }
}

const frame = () => new Promise((done) => requestAnimationFrame(done))

const random = createRandom(1)
const noise = () => random.uint32() / 2 ** 32

/** A loss that falls, with noise and now and then a spike. */
function grown({ curve, style, ...line }: GrowingLine, epochs: number): GrowingLine {
  const x = Array.from({ length: epochs }, (_, i) => curve.length + i + 1)
  const y = x.map((epoch) => {
    const level = (1 + 0.1 * style) * (0.15 + 1 / (1 + epoch / 4000))
    return level * (1 + 0.06 * noise() + (noise() < 1e-4 ? 1 : 0))
  })
  return { ...line, style, curve: curve.append(x, y) }
}

function Elements(props: { series: readonly GrowingLine[]; places: number }) {
  const derived = useMemo(() => new DerivedCurves(0, false), [])
  const range = extent(props.series) ?? [0, 1]
  const whole = drawnLines(props.series, derived)
  const columns = columnsOf(whole, range, props.places / props.series.length / 2)
  const lines = whole.map((line, i) => ({ ...line, curve: Curve.from(columns.x, columns.y[i] ?? []) }))
  return (
    <FewLines
      title="Loss"
      width={1100}
      height={520}
      lines={lines}
      visible={props.series}
      x={epochAxis(...range)}
      y={linearAxis(valuesWithin(whole, range))}
      log={false}
      marks={{ markers: [], events: [] }}
      onZoom={() => undefined}
    />
  )
}

function Page() {
  const [shown, setShown] = useState<{ way: Way; series: GrowingLine[] } | null>(null)
  useEffect(() => {
    window.charts = {
      show: (way, runs, epochs) => {
        const empty = Array.from({ length: runs }, (_, i) => ({
          id: `${i}`,
          label: `Run ${i + 1}`,
          style: i,
          curve: Curve.empty,
        }))
        flushSync(() => setShown({ way, series: empty.map((line) => grown(line, epochs)) }))
      },
      grow: async (updates, epochs) => {
        for (let update = 0; update < updates; update++) {
          setShown((old) => old && { ...old, series: old.series.map((line) => grown(line, epochs)) })
          await frame()
        }
      },
    }
  }, [])
  if (shown === null) return null
  const { way, series } = shown
  return (
    <main style={{ display: 'flex', height: 600, padding: 20, background: 'var(--d-panel)' }} key={JSON.stringify(way)}>
      {way.kind === 'elements' ? (
        <Elements series={series} places={way.places} />
      ) : (
        <CurveChart
          title="Loss"
          summary="Losses of runs by epoch."
          fileName="loss"
          series={series}
          markers={series.slice(0, 1).map(({ id, curve }) => {
            const at = curve.extremes(0, curve.length)?.[0] ?? 0
            return { series: id, label: 'best', x: curve.x(at), y: curve.y(at) }
          })}
        />
      )}
    </main>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
    <Page />
  </MantineProvider>,
)

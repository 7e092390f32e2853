import type { LayerShape } from '../../../shared/runs.ts'
import { formatCount, plural } from '../../../core/words/format.ts'
import { activationNames, layerNames, numbersNames } from '../../../core/words/settings/names.ts'
import styles from './train.module.css'

const width = 268
const height = 118
/** Beyond this many boxes the middle ones are drawn as one. */
const mostBoxes = 6

interface Box {
  key: string
  top: string
  text: string
  units: number
  title: string
}

/** The network as boxes from inputs to outputs, as high as the logarithm of their units, with a table of shapes. */
export function NetworkDrawing(props: { layers: readonly LayerShape[]; inputs: number }) {
  const { layers, inputs } = props
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0)
  const encoded = layers.filter(isEncoding)
  // Layers that keep the width have no box of their own: what they do stands in the table.
  const wide = layers.filter(({ kind, depth }) => (kind === 'dense' && depth === 0) || kind === 'residual')
  const all: Box[] = [
    { key: 'in', top: 'inputs', text: formatCount(inputs), units: inputs, title: plural(inputs, 'input') },
    ...(encoded.length === 0 ? [] : [encodedBox(encoded)]),
    ...wide.map((shape, i) => ({
      key: String(i),
      top: i === wide.length - 1 ? 'output' : boxName(shape),
      text: formatCount(shape.units),
      units: shape.units,
      title: `${plural(shape.units, 'unit')}${shape.parameters > 0 ? `, ${plural(shape.parameters, 'parameter')}` : ''}`,
    })),
  ]
  const boxes = all.length <= mostBoxes ? all : [...all.slice(0, 3), skipped(all.slice(3, -2)), ...all.slice(-2)]
  const widest = Math.max(...boxes.map(({ units }) => units))
  const gap = Math.min(30, 90 / boxes.length)
  const boxWidth = Math.min(58, (width - gap * (boxes.length - 1)) / boxes.length)
  const left = (width - boxWidth * boxes.length - gap * (boxes.length - 1)) / 2
  const middle = 66
  return (
    <div className={styles.drawing}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Network: ${all.map(({ top, text }) => `${text} ${top}`).join(', ')}; ${plural(total, 'parameter')}`}
      >
        {boxes.map((box, i) => {
          const x = left + i * (boxWidth + gap)
          const tall = 26 + 62 * (Math.log2(box.units + 1) / Math.log2(widest + 1))
          return (
            <g key={box.key}>
              <title>{box.title}</title>
              {i > 0 && <path d={`M${x - gap} ${middle}H${x}`} stroke="var(--d-faint)" />}
              <rect
                x={x + 0.5}
                y={middle - tall / 2}
                width={boxWidth - 1}
                height={tall}
                rx={6}
                fill="var(--d-accent-soft)"
                stroke="var(--d-accent)"
                strokeDasharray={box.key === 'skipped' ? '3 3' : undefined}
              />
              <text x={x + boxWidth / 2} y={middle + 4} textAnchor="middle" className={styles.drawnUnits}>
                {box.text}
              </text>
              <text x={x + boxWidth / 2} y={12} textAnchor="middle" className={styles.drawnName}>
                {box.top}
              </text>
            </g>
          )
        })}
      </svg>
      <table className={styles.shapes}>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Shape</th>
            <th scope="col">Parameters</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((shape, i) => (
            <tr key={i}>
              <td style={{ paddingLeft: shape.depth * 12 }}>{i === layers.length - 1 ? 'Output' : rowName(shape)}</td>
              <td>
                {shape.inputs === shape.units && shape.kind !== 'dense'
                  ? formatCount(shape.units)
                  : `${formatCount(shape.inputs)} × ${formatCount(shape.units)}`}
              </td>
              <td>{shape.parameters === 0 ? '–' : formatCount(shape.parameters)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>In all</td>
            <td>{formatCount(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function isEncoding({ kind }: LayerShape): boolean {
  return kind === 'embedding' || kind === 'periodic' || kind === 'piecewiseLinear'
}

/** What becomes of inputs that are encoded, all of them as one box. */
function encodedBox(encoded: readonly LayerShape[]): Box {
  const units = encoded.reduce((sum, shape) => sum + shape.units, 0)
  const parameters = encoded.reduce((sum, shape) => sum + shape.parameters, 0)
  return {
    key: 'encoded',
    top: 'encoded',
    text: formatCount(units),
    units,
    title: `${plural(units, 'number')} of ${plural(encoded.length, 'encoding')}, ${plural(parameters, 'parameter')}`,
  }
}

function boxName({ kind, activation }: LayerShape): string {
  return kind === 'residual' ? 'residual' : activationNames[activation ?? 'linear']
}

function rowName({ kind, activation, column }: LayerShape): string {
  switch (kind) {
    case 'embedding':
      return column === undefined ? 'Embedding' : `Embedding of ${column}`
    case 'periodic':
    case 'piecewiseLinear':
      return numbersNames[kind]
    case 'dense':
    case 'activation':
      return activationNames[activation ?? 'linear']
    default:
      return layerNames[kind]
  }
}

function skipped(boxes: readonly Box[]): Box {
  return {
    key: 'skipped',
    top: `${boxes.length} more`,
    text: '…',
    units: Math.max(...boxes.map(({ units }) => units)),
    title: boxes.map(({ text }) => text).join(', '),
  }
}

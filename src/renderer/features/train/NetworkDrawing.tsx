import { layerShapes } from '../../../core/network/spec.ts'
import type { Network } from '../../../shared/training.ts'
import { formatCount, plural } from '../../components/format.ts'
import { activationNames } from './words.ts'
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
export function NetworkDrawing(props: { network: Network; inputs: number; outputs: number }) {
  const { network, inputs, outputs } = props
  const shapes = layerShapes(inputs, network.hidden, outputs)
  const total = shapes.reduce((sum, { parameters }) => sum + parameters, 0)
  const all: Box[] = [
    { key: 'in', top: 'inputs', text: formatCount(inputs), units: inputs, title: plural(inputs, 'input') },
    ...shapes.map((shape, i) => ({
      key: String(i),
      top: i === shapes.length - 1 ? 'output' : activationNames[shape.activation],
      text: formatCount(shape.units),
      units: shape.units,
      title: `${plural(shape.units, 'unit')}, ${plural(shape.parameters, 'parameter')}`,
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
          {shapes.map((shape, i) => (
            <tr key={i}>
              <td>{i === shapes.length - 1 ? 'Output' : `${i + 1} ${activationNames[shape.activation]}`}</td>
              <td>
                {formatCount(shape.inputs)} × {formatCount(shape.units)}
              </td>
              <td>{formatCount(shape.parameters)}</td>
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

function skipped(boxes: readonly Box[]): Box {
  return {
    key: 'skipped',
    top: `${boxes.length} more`,
    text: '…',
    units: Math.max(...boxes.map(({ units }) => units)),
    title: boxes.map(({ text }) => text).join(', '),
  }
}

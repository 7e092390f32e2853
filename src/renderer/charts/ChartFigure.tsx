import { Button, Group, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconDownload, IconCopy } from '@tabler/icons-react'
import { memo, useCallback, useId, useRef, useState, type ReactNode } from 'react'
import { saveBlob, standaloneSvg, toPng, type LegendEntry } from './exportChart.ts'
import { toCsv, type ChartTable } from './csv.ts'
import { useElementSize } from './useElementSize.ts'
import './charts.css'

interface ChartFigureProps {
  title: string
  /** Stands in the title's place, such as a choice of what is shown. */
  heading?: ReactNode
  /** What the picture shows, in a sentence: its text alternative. */
  summary: string
  /** All values, for the table view and the CSV. Asked for only when they are wanted. */
  table: () => ChartTable
  /** The values for a CSV, where it holds more than the table that is shown. */
  fileTable?: (() => Promise<ChartTable>) | undefined
  /** How a value of the table is shown; the CSV keeps full precision. */
  formatCell?: (value: string | number | null) => string
  /** Base name of saved files. */
  fileName: string
  legend?: ReactNode
  legendEntries?: LegendEntry[]
  controls?: ReactNode
  /** Draws the picture for files where the one on screen is no SVG but for the layer over it that is given. */
  picture?: ((layer: SVGSVGElement) => SVGSVGElement) | undefined
  children: (size: { width: number; height: number }) => ReactNode
}

const formats = ['PNG', 'SVG', 'CSV'] as const
type Format = (typeof formats)[number]

/** The frame every chart shares: title, legend, tools, the picture or its values, copies and files of both. */
export function ChartFigure(props: ChartFigureProps) {
  const [holder, size] = useElementSize<HTMLDivElement>()
  const [asTable, setAsTable] = useState(false)
  const [status, setStatus] = useState('')
  const titleId = useId()
  const summaryId = useId()

  const make = async (format: Format): Promise<Blob> => {
    if (format === 'CSV') {
      const { header, rows } = await (props.fileTable?.() ?? props.table())
      return new Blob([toCsv(header, rows)], { type: 'text/csv' })
    }
    const svg = holder.current?.querySelector('svg') ?? null
    if (svg === null) throw new Error('no picture')
    const made = props.picture?.(svg)
    // In the page while it is read, because that decides its colours and size.
    if (made !== undefined) holder.current?.append(made)
    const text = standaloneSvg(made ?? svg, props.title, props.legendEntries ?? [], format === 'PNG' ? 2 : 1)
    made?.remove()
    return format === 'SVG' ? new Blob([text], { type: 'image/svg+xml' }) : await toPng(text)
  }

  const copy = async (format: Format) => {
    try {
      if (format === 'PNG') await navigator.clipboard.write([new ClipboardItem({ 'image/png': make('PNG') })])
      else await navigator.clipboard.writeText(await (await make(format)).text())
      setStatus(`Copied as ${format}.`)
    } catch {
      setStatus('The clipboard could not be reached. Save the file instead.')
    }
  }

  const save = async (format: Format) => {
    try {
      saveBlob(await make(format), `${props.fileName}.${format.toLowerCase()}`)
      setStatus(`Saved as ${props.fileName}.${format.toLowerCase()}.`)
    } catch {
      setStatus(`The ${format} could not be made. Copy or save the values as CSV instead.`)
    }
  }

  const latest = useRef({ copy, save })
  latest.current = { copy, save }
  const onUse = useCallback((use: 'copy' | 'save', format: Format) => void latest.current[use](format), [])

  return (
    <figure className="chart" aria-labelledby={titleId} aria-describedby={summaryId}>
      <figcaption className="chart-head">
        <span className={props.heading == null ? 'chart-title' : 'chart-hidden'} id={titleId}>
          {props.title}
        </span>
        {props.heading}
        <span className="chart-legend">{props.legend}</span>
        <Group gap={6} ml="auto" wrap="nowrap">
          {props.controls}
          <ChartTools title={props.title} asTable={asTable} onTable={setAsTable} onUse={onUse} />
        </Group>
      </figcaption>
      <p className="chart-hidden" id={summaryId}>
        {props.summary}
      </p>
      <div className="chart-body" ref={holder}>
        {asTable ? (
          <ValueTable title={props.title} table={props.table()} format={props.formatCell ?? String} />
        ) : (
          size.width > 0 && size.height > 0 && props.children(size)
        )}
      </div>
      <span className="chart-status" role="status">
        {status}
      </span>
    </figure>
  )
}

/** The buttons of a chart; the same while its curves grow. */
const ChartTools = memo(function ChartTools(props: {
  title: string
  asTable: boolean
  onTable: (asTable: boolean) => void
  onUse: (use: 'copy' | 'save', format: Format) => void
}) {
  const { title, asTable, onTable, onUse } = props
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={asTable}
        leftSection={asTable ? <IconCheck size={14} aria-hidden /> : undefined}
        onClick={() => onTable(!asTable)}
      >
        Values
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`Copy or save the chart ${title}`}
          >
            Copy
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map((format) => (
            <Menu.Item
              key={format}
              leftSection={<IconCopy size={14} aria-hidden />}
              disabled={asTable && format !== 'CSV'}
              onClick={() => onUse('copy', format)}
            >
              Copy as {format}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {formats.map((format) => (
            <Menu.Item
              key={format}
              leftSection={<IconDownload size={14} aria-hidden />}
              disabled={asTable && format !== 'CSV'}
              onClick={() => onUse('save', format)}
            >
              Save as {format}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
})

function ValueTable(props: { title: string; table: ChartTable; format: (value: string | number | null) => string }) {
  return (
    <div className="chart-values" tabIndex={0} role="region" aria-label={`Values of ${props.title}`}>
      <table>
        <thead>
          <tr>
            {props.table.header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={j}>{props.format(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {props.table.note !== undefined && <p className="soft small">{props.table.note}</p>}
    </div>
  )
}

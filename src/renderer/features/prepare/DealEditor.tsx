import { MultiSelect, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ColumnSummary } from '../../../shared/datasets.ts'
import { type Deal, dealSchema, type Recipe, splitNames } from '../../../shared/recipes.ts'
import { formatCount } from '../../components/format.ts'
import { FieldFrame } from './fields/FieldFrame.tsx'
import { TypedInput } from './fields/TypedInput.tsx'
import styles from './split.module.css'
import { dealByColumn, dealKinds, dealWords, freshDeal, partColumns, withPart } from './splitChanges.ts'

const partTitles = { train: 'Training', validation: 'Validation', test: 'Test' } as const
const leftOut = 'leftOut'

interface DealProps<D extends Deal> {
  deal: D
  columns: readonly ColumnSummary[]
  onDeal: (deal: Deal) => void
}

function ColumnChoice({
  label,
  help,
  value,
  names,
  onChoose,
}: {
  label: string
  help: string
  value: string | null
  names: readonly string[]
  onChoose: (name: string) => void
}) {
  return (
    <FieldFrame field={{ label, help }}>
      {(id) => (
        <NativeSelect
          id={id}
          value={value ?? ''}
          data={value === null ? ['', ...names] : [...new Set([...names, value])]}
          onChange={(event) => onChoose(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  )
}

function TimeDeal({ deal, columns, onDeal }: DealProps<Extract<Deal, { kind: 'time' }>>) {
  const times = columns.filter(({ kind }) => kind === 'date' || kind === 'number').map(({ name }) => name)
  return (
    <>
      <ColumnChoice
        label="Time"
        help="Rows are put in the order of this column."
        value={deal.column}
        names={times}
        onChoose={(column) => onDeal({ ...deal, column })}
      />
      <TypedInput
        field={{
          key: 'gap',
          label: 'Gap before the next part',
          help: 'Rows so near the later part are left out, so that nothing of it is known.',
        }}
        value={deal.gap}
        text={String(deal.gap)}
        read={(text) => (text.trim() === '' ? NaN : Number(text))}
        range="0 or more"
        numeric
        onChange={(gap) => {
          const parsed = dealSchema.safeParse({ ...deal, gap })
          if (!parsed.success) return 'Must be 0 or more'
          onDeal(parsed.data)
          return null
        }}
      />
      <FieldFrame field={{ label: 'Gap in', help: 'Days need a column of dates.' }}>
        {(id) => (
          <NativeSelect
            id={id}
            value={deal.unit}
            data={['rows', 'days']}
            onChange={(event) => onDeal({ ...deal, unit: event.currentTarget.value === 'days' ? 'days' : 'rows' })}
          />
        )}
      </FieldFrame>
    </>
  )
}

function ColumnDeal({ deal, columns, onDeal }: DealProps<Extract<Deal, { kind: 'column' }>>) {
  const column = columns.find(({ name }) => name === deal.column)
  const partOf = (value: string) => splitNames.find((part) => deal[part].includes(value)) ?? leftOut
  return (
    <>
      <ColumnChoice
        label="Column"
        help="Its values name the part of each row."
        value={deal.column}
        names={partColumns(columns).map(({ name }) => name)}
        onChoose={(name) => {
          const chosen = columns.find((other) => other.name === name)
          if (chosen !== undefined) onDeal(dealByColumn(chosen))
        }}
      />
      <ul className={styles.values} aria-label="The part of each value">
        {(column?.top ?? []).map(({ value, count }) => (
          <li key={value}>
            <span className="ellipsis" title={value}>
              {value} <span className="faint">{formatCount(count)}</span>
            </span>
            <NativeSelect
              aria-label={`Part of ${value}`}
              value={partOf(value)}
              data={[
                ...splitNames.map((part) => ({ value: part, label: partTitles[part] })),
                { value: leftOut, label: 'Left out' },
              ]}
              onChange={(event) => {
                const part = splitNames.find((name) => name === event.currentTarget.value)
                onDeal(withPart(deal, value, part ?? null))
              }}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

/** How rows are dealt to training, validation and test, with the columns that decide it. */
export function DealEditor({
  recipe,
  columns,
  onDeal,
}: {
  recipe: Recipe
  columns: readonly ColumnSummary[]
  onDeal: (deal: Deal) => void
}) {
  const deal: Deal = recipe.split.by ?? { kind: 'rows' }
  const names = columns.map(({ name }) => name)
  const choose = (value: string) => {
    const kind = dealKinds.find((known) => known === value)
    if (kind === undefined || kind === deal.kind) return
    const fresh = freshDeal(kind, recipe, columns)
    if (fresh !== null) onDeal(fresh)
    else
      notifications.show({
        message: `No column of this table can decide the split ${dealWords[kind].title.toLowerCase()}.`,
      })
  }
  const shared = { columns, onDeal }
  return (
    <>
      <FieldFrame field={{ label: 'How rows are dealt', help: dealWords[deal.kind].help }}>
        {(id) => (
          <NativeSelect
            id={id}
            value={deal.kind}
            data={dealKinds.map((value) => ({ value, label: dealWords[value].title }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      {deal.kind === 'group' && (
        <ColumnChoice
          label="Group"
          help="Rows with the same value stay together."
          value={deal.column}
          names={names}
          onChoose={(column) => onDeal({ ...deal, column })}
        />
      )}
      {deal.kind === 'time' && <TimeDeal deal={deal} {...shared} />}
      {deal.kind === 'column' && <ColumnDeal deal={deal} {...shared} />}
      {deal.kind === 'hash' && (
        <MultiSelect
          label="Key"
          w={260}
          data={names}
          searchable
          value={deal.columns}
          onChange={(chosen) => {
            if (chosen.length > 0) onDeal({ ...deal, columns: chosen })
          }}
        />
      )}
    </>
  )
}

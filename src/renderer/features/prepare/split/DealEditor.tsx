import { MultiSelect, NativeSelect, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { type Deal, type Recipe, splitNames } from '../../../../shared/recipes.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { sameSettings } from '../recipeChanges.ts'
import type { ListedColumn } from '../tableSteps.ts'
import { DealColumn } from './DealColumn.tsx'
import { GapFields } from './GapFields.tsx'
import styles from './split.module.css'
import {
  type ColumnDeal,
  dealBy,
  dealKinds,
  type DealKind,
  dealWords,
  freshDeal,
  partColumns,
  timeColumns,
  withPart,
} from './splitChanges.ts'

const partTitles = { train: 'Training', validation: 'Validation', test: 'Test' } as const
const leftOut = 'leftOut'

/** The part of each value; of a column that a step makes, which values stand for each part. */
function ValueParts({
  deal,
  columns,
  onDeal,
}: {
  deal: ColumnDeal
  columns: readonly ListedColumn[]
  onDeal: (deal: Deal) => void
}) {
  const summary = columns.find(({ name }) => name === deal.column)?.summary
  if (summary === undefined) return null
  if (summary === null)
    return splitNames.map((part) => (
      <FieldFrame
        key={part}
        field={{ label: `Values for ${partTitles[part].toLowerCase()}`, help: 'Rows with another value are left out.' }}
      >
        {(id) => (
          <TagsInput id={id} value={deal[part]} onChange={(values) => onDeal({ ...deal, [part]: [...values] })} />
        )}
      </FieldFrame>
    ))
  const partOf = (value: string) => splitNames.find((part) => deal[part].includes(value)) ?? leftOut
  return (
    <ul className={styles.values} aria-label="The part of each value">
      {summary.top.map(({ value, count }) => (
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
  )
}

function KeyColumns({
  columns,
  names,
  until,
  onChoose,
}: {
  columns: readonly string[]
  names: readonly string[]
  until: string
  onChoose: (columns: string[]) => void
}) {
  const gone = columns.find((name) => !names.includes(name))
  const problem =
    columns.length === 0
      ? `Choose what names a row; ${until}`
      : gone === undefined
        ? null
        : `There is no column “${gone}” here.`
  return (
    <FieldFrame
      field={{ label: 'Key', help: 'Rows with the same key are in the same part. Several columns make it together.' }}
      width="roomy"
    >
      {(id) => (
        <MultiSelect
          id={id}
          data={[...new Set([...names, ...columns])]}
          searchable
          value={[...columns]}
          error={problem}
          onChange={(chosen) => {
            if (chosen.length > 0) onChoose(chosen)
          }}
        />
      )}
    </FieldFrame>
  )
}

/** How rows are dealt to training, validation and test, with the columns that decide it. */
export function DealEditor({
  recipe,
  columns,
  onDeal,
}: {
  recipe: Recipe
  /** As the steps before the split leave them. */
  columns: readonly ListedColumn[]
  onDeal: (deal: Deal) => void
}) {
  const deal: Deal = recipe.split.by ?? { kind: 'rows' }
  // A way to deal rows that waits for its column; it is dropped when the recipe changes meanwhile.
  const [asked, setAsked] = useState<{ kind: DealKind; instead: Deal } | null>(null)
  const waiting = asked !== null && sameSettings(asked.instead, deal) ? asked.kind : null
  const kind = waiting ?? deal.kind
  const until = `rows are dealt ${dealWords[deal.kind].title.toLowerCase()} until then.`
  const choose = (value: string) => {
    const wanted = dealKinds.find((known) => known === value)
    if (wanted === undefined || wanted === kind) return
    const fresh = wanted === deal.kind ? deal : freshDeal(wanted, recipe, columns)
    setAsked(fresh === null ? { kind: wanted, instead: deal } : null)
    if (fresh !== null && fresh !== deal) onDeal(fresh)
  }
  const chooseColumn = (name: string) => {
    const column = columns.find((other) => other.name === name)
    if (column !== undefined && kind !== 'rows') onDeal(dealBy(kind, column))
  }
  const shared = { recipe, until }
  const names = columns.map(({ name }) => name)
  const group = deal.kind === 'group' ? deal : null
  const time = deal.kind === 'time' ? deal : null
  return (
    <>
      <FieldFrame field={{ label: 'How rows are dealt', help: dealWords[kind].help }} width="choice">
        {(id) => (
          <NativeSelect
            id={id}
            value={kind}
            data={dealKinds.map((value) => ({ value, label: dealWords[value].title }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      {kind === 'group' && (
        <DealColumn
          {...shared}
          label="Group"
          help="Rows with the same value stay together."
          role="group"
          column={group?.column}
          names={names}
          onChoose={(column) => onDeal({ kind, column })}
        />
      )}
      {kind === 'time' && (
        <DealColumn
          {...shared}
          label="Time"
          help="Rows are put in the order of this column."
          role="time"
          column={time?.column}
          names={timeColumns(columns).map(({ name }) => name)}
          onChoose={(column) => onDeal({ kind, gap: 0, unit: 'rows', ...time, column })}
        />
      )}
      {time !== null && kind === 'time' && (
        <GapFields
          help="Rows so near the later part are left out, so that nothing of it is known."
          gap={time}
          onChange={(gap) => onDeal({ ...time, ...gap })}
        />
      )}
      {kind === 'column' && (
        <DealColumn
          {...shared}
          label="Column"
          help="Its values name the part of each row."
          column={deal.kind === 'column' ? deal.column : undefined}
          names={partColumns(columns).map(({ name }) => name)}
          onChoose={(name) => name !== null && chooseColumn(name)}
        />
      )}
      {kind === 'column' && deal.kind === 'column' && <ValueParts deal={deal} columns={columns} onDeal={onDeal} />}
      {kind === 'hash' && (
        <KeyColumns
          columns={deal.kind === 'hash' ? deal.columns : []}
          names={names}
          until={until}
          onChoose={(chosen) => onDeal({ kind, columns: chosen })}
        />
      )}
    </>
  )
}

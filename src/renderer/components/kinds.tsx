import { IconLetterCase, IconCalendar, IconHash, IconTags, IconToggleLeft } from '@tabler/icons-react'
import type { ColumnKind } from '../../shared/datasets.ts'

export const kindTitles: Record<ColumnKind, string> = {
  number: 'Number',
  category: 'Category',
  date: 'Date',
  text: 'Text',
  boolean: 'Yes or no',
}

export const kindHelp: Record<ColumnKind, string> = {
  number: 'Values to calculate with',
  category: 'A limited set of names, such as species or city',
  date: 'Days or moments',
  text: 'Free text: many different values',
  boolean: 'Two values, such as yes and no',
}

export const kindOptions = (['number', 'category', 'date', 'boolean', 'text'] as const).map((kind) => ({
  value: kind,
  label: kindTitles[kind],
}))

export function KindIcon({ kind, size = 15 }: { kind: ColumnKind; size?: number }) {
  const common = { size, 'aria-label': kindTitles[kind], role: 'img', stroke: 1.7 } as const
  switch (kind) {
    case 'number':
      return <IconHash {...common} />
    case 'category':
      return <IconTags {...common} />
    case 'date':
      return <IconCalendar {...common} />
    case 'text':
      return <IconLetterCase {...common} />
    case 'boolean':
      return <IconToggleLeft {...common} />
  }
}

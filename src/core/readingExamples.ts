import type { DateOrder, NumberFormat } from '../shared/datasets.ts'

/** Numbers and dates as each way of writing them has them, for sentences. */
export const numberFormatExamples: Record<NumberFormat, string> = {
  plain: '1234.56',
  commaThousands: '1,234.56',
  spaceThousands: '1 234.56',
  apostropheThousands: "1'234.56",
  commaDecimal: '1.234,56',
  spaceCommaDecimal: '1 234,56',
}

export const dateOrderExamples: Record<DateOrder, string> = {
  yearFirst: '2025-03-23',
  dayFirst: '23.03.2025',
  monthFirst: '03/23/2025',
  named: '23 Mar 2025',
}

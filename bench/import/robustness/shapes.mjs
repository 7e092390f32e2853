import { seeded } from './random.mjs'

const cities = ['Berlin', 'Paris', 'São Paulo', 'New York', 'Rome', 'Oslo', 'Zürich', 'Lima', 'Porto', 'Delhi']
const people = [
  'Ann Smith',
  'Bob Jones',
  'Cleo Ortiz',
  'Dan Müller',
  'Eva Novak',
  'Finn Berg',
  'Gia Rossi',
  'Hugo Dias',
]
const words = ['red', 'small', 'steel', 'lamp', 'chair', 'with', 'handle', 'new', 'wooden', 'box', 'for', 'garden']
const brands = ['Acme', 'Borel', 'Cando', 'Dyna']

const two = (value) => String(value).padStart(2, '0')
const sentence = (random, length) => Array.from({ length }, () => random.pick(words)).join(' ')
const date = (random) => `20${two(10 + random.below(14))}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`
const time = (random) => `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`

const kinds = {
  id: (_, row) => String(1000 + row),
  date,
  time,
  count: (random) => String(random.below(500)),
  price: (random) => (random.next() * 1000).toFixed(2),
  city: (random) => random.pick(cities),
  person: (random) => random.pick(people),
  brand: (random) => random.pick(brands),
  code: (random) => `P${100 + random.below(900)}-${random.pick(['A', 'B', 'C'])}`,
  link: (random) => `http://example.com/${random.pick(words)}/${random.below(1000)}`,
  listed: (random) => `${random.pick(words)}, ${random.pick(words)}, ${sentence(random, 2)}`,
  remark: (random) => (random.next() < 0.3 ? '' : sentence(random, 2 + random.below(5))),
  lines: (random) => `${sentence(random, 3)}\n${sentence(random, 2)}, "${random.pick(words)}"`,
  sometimes: (random) => (random.next() < 0.4 ? `${random.pick(words)}, ${random.pick(words)}` : random.pick(words)),
}

const shapes = {
  mixed: {
    rows: 40,
    columns: {
      DATE: 'date',
      TIME: 'time',
      Qty: 'count',
      ProductID: 'code',
      Price: 'price',
      ProductType: 'brand',
      Description: 'listed',
      URL: 'link',
      Comments: 'remark',
    },
  },
  texts: {
    rows: 30,
    columns: {
      Customer: 'person',
      City: 'city',
      Brand: 'brand',
      Article: 'listed',
      Remark: 'remark',
      Agent: 'person',
      Origin: 'city',
    },
  },
  lines: { rows: 25, columns: { id: 'id', title: 'sometimes', note: 'lines', place: 'city', amount: 'price' } },
  numbers: { rows: 40, columns: { a: 'count', b: 'price', c: 'count', d: 'price', e: 'count' } },
  wide: {
    rows: 20,
    columns: Object.fromEntries(
      Array.from({ length: 48 }, (_, at) => [
        `field ${at + 1}`,
        ['count', 'price', 'city', 'date', 'sometimes', 'brand'][at % 6],
      ]),
    ),
  },
  narrow: { rows: 40, columns: { name: 'sometimes', value: 'price' } },
  short: { rows: 5, columns: { key: 'code', when: 'date', size: 'count', where: 'city' } },
  single: { rows: 30, columns: { reading: 'price' } },
}

export const shapeNames = Object.keys(shapes)

/** A clean table of a shape: `header` and `rows`, all texts. */
export function tableOf(name, seed = 1) {
  const { rows, columns } = shapes[name]
  const random = seeded(seed + shapeNames.indexOf(name) * 97)
  const header = Object.keys(columns)
  const values = Object.values(columns)
  return { header, rows: Array.from({ length: rows }, (_, row) => values.map((kind) => kinds[kind](random, row))) }
}

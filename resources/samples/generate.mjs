// Makes the two synthetic sample tables beside this file: node resources/samples/generate.mjs
// Every run writes the same bytes: all chance comes from one seeded generator.
import { writeFileSync } from 'node:fs'

/** mulberry32, a small public-domain generator of uniform numbers in [0, 1). */
function generator(seed) {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** Standard normal, by the polar method of Marsaglia. */
  const normal = () => {
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const s = x * x + y * y
      if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s)
    }
  }
  /** One of `choices`, [value, weight] each. */
  const pick = (choices) => {
    let left = uniform() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of choices) {
      left -= weight
      if (left < 0) return value
    }
    return choices.at(-1)[0]
  }
  return { uniform, normal, pick, chance: (p) => uniform() < p }
}

const clamp = (value, least, most) => Math.min(most, Math.max(least, value))
const sigmoid = (x) => 1 / (1 + Math.exp(-x))
const toCsv = (header, rows) => [header, ...rows].map((row) => row.join(',')).join('\n') + '\n'

/**
 * Houses of an invented town. The price grows less than in proportion with the living area, falls with the distance
 * to the centre (by district) and with age (old houses that were renovated recover), and is multiplied by a
 * log-normal of 8 %: the best possible R² is about 0.96. About 4 % of the energy classes are not known.
 */
function houses(rows) {
  const { uniform, normal, pick, chance } = generator(20_261)
  const districts = {
    Harbour: [2.5, 0.12],
    'Old Town': [1, 0.3],
    Hillside: [4, 0.2],
    Riverside: [3, 0.15],
    Station: [2, -0.12],
    Meadows: [7, -0.05],
  }
  const table = []
  for (let row = 0; row < rows; row++) {
    const district = pick([
      ['Harbour', 12],
      ['Old Town', 14],
      ['Hillside', 17],
      ['Riverside', 18],
      ['Station', 19],
      ['Meadows', 20],
    ])
    const [distanceCentre, premium] = districts[district]
    const kind = pick(
      district === 'Meadows'
        ? [
            ['detached', 5],
            ['semi-detached', 4],
            ['terraced', 2],
            ['flat', 1],
          ]
        : [
            ['detached', 2],
            ['semi-detached', 3],
            ['terraced', 3],
            ['flat', 5],
          ],
    )
    const area = Math.round(
      clamp(
        Math.exp(normal() * 0.28) * { detached: 155, 'semi-detached': 125, terraced: 108, flat: 78 }[kind],
        24,
        420,
      ),
    )
    const rooms = clamp(Math.round(area / 27 + normal() * 0.6), 1, 12)
    const bathrooms = clamp(Math.round(area / 85 + uniform()), 1, 4)
    const built = Math.round(clamp(district === 'Old Town' ? 1905 + normal() * 22 : 1982 + normal() * 24, 1850, 2024))
    const renovated =
      2024 - built > 25 && chance(0.35)
        ? Math.round(clamp(built + 25 + uniform() * (1999 - built), built + 5, 2024))
        : null
    const distance = Math.max(0.1, distanceCentre + normal() * 0.7)
    const garden = kind === 'flat' ? 0 : Math.round(clamp(Math.exp(5.4 + normal() * 0.6), 20, 2000))
    const parking = pick([
      ['none', 3],
      ['street', 4],
      ['garage', 3],
    ])
    const age = 2024 - Math.max(built, renovated === null ? 0 : renovated - 8)
    const worth = clamp(5.6 - age / 17 + normal() * 0.7, 0, 6)
    const energy = chance(0.04) ? '' : 'GFEDCBA'[Math.round(worth)]
    const logPrice =
      7.95 +
      0.82 * Math.log(area) +
      premium -
      0.035 * distance +
      0.035 * bathrooms +
      0.012 * rooms -
      0.0042 * age +
      0.00002 * Math.max(0, age - 60) ** 2 +
      { detached: 0.14, 'semi-detached': 0.06, terraced: 0, flat: 0.03 }[kind] +
      0.022 * Math.log1p(garden) +
      { none: -0.03, street: 0, garage: 0.05 }[parking] +
      0.018 * worth +
      normal() * 0.08
    const price = Math.round(Math.exp(logPrice) / 500) * 500 + 60_000
    table.push([
      district,
      kind,
      area,
      rooms,
      bathrooms,
      built,
      renovated ?? '',
      distance.toFixed(1),
      garden,
      parking,
      energy,
      price,
    ])
  }
  return toCsv(
    [
      'district',
      'kind',
      'living_area_m2',
      'rooms',
      'bathrooms',
      'year_built',
      'year_renovated',
      'distance_centre_km',
      'garden_m2',
      'parking',
      'energy_class',
      'price',
    ],
    table,
  )
}

/**
 * Customers of an invented telephone company. Whether one leaves follows a logistic model: month-to-month contracts,
 * a short time as a customer, high charges, many complaints and poor satisfaction raise it; there is an interaction of
 * contract and charges. About 26 % leave. Satisfaction is missing where the survey was not answered (18 %), the income
 * where it was not given (6 %), and a few ages are not known (1 %).
 */
function customers(rows) {
  const { uniform, normal, pick, chance } = generator(20_262)
  const table = []
  for (let row = 0; row < rows; row++) {
    const since = new Date(Date.UTC(2018, 0, 1) + Math.floor(uniform() ** 0.8 * 2900) * 86_400_000)
    const months = Math.max(0, Math.round((Date.UTC(2026, 0, 1) - since.getTime()) / (30.44 * 86_400_000)))
    const contract = pick([
      ['monthly', 50],
      ['one year', 28 + months / 5],
      ['two years', 14 + months / 3],
    ])
    const internet = pick([
      ['fibre', 45],
      ['dsl', 35],
      ['none', 20],
    ])
    const lines = pick([
      [1, 60],
      [2, 28],
      [3, 12],
    ])
    const television = internet !== 'none' && chance(0.4)
    const age = Math.round(clamp(46 + normal() * 16, 18, 92))
    const region = pick([
      ['north', 22],
      ['east', 18],
      ['south', 31],
      ['west', 29],
    ])
    const payment = pick([
      ['bank transfer', 35],
      ['credit card', 35],
      ['invoice', 30],
    ])
    const income = Math.round(clamp(Math.exp(10.45 + normal() * 0.42), 9_000, 250_000) / 100) * 100
    const charge =
      12 +
      { fibre: 38, dsl: 22, none: 0 }[internet] +
      9 * (lines - 1) +
      (television ? 14 : 0) -
      { monthly: 0, 'one year': 3, 'two years': 6 }[contract] +
      normal() * 3
    const data = internet === 'none' ? 0 : Math.exp(normal() * 0.8 + (internet === 'fibre' ? 5.2 : 4.1))
    const complaints = Math.min(9, Math.floor(-Math.log(1 - uniform()) * 0.9))
    const satisfaction = clamp(Math.round(3.9 - 0.55 * complaints + normal() * 0.9), 1, 5)
    const score =
      -0.95 +
      { monthly: 1.55, 'one year': -0.3, 'two years': -1.5 }[contract] -
      0.024 * Math.min(months, 60) +
      0.028 * (charge - 45) +
      (contract === 'monthly' ? 0.022 * (charge - 45) : 0) +
      0.5 * complaints -
      0.5 * (satisfaction - 3) +
      (payment === 'invoice' ? 0.45 : 0) +
      (television ? -0.35 : 0) +
      0.00035 * (age - 46) ** 2 +
      (region === 'west' ? 0.2 : 0)
    const leaves = chance(sigmoid(1.25 * score))
    table.push([
      `C${String(100_000 + row * 7)}`,
      since.toISOString().slice(0, 10),
      chance(0.01) ? '' : age,
      region,
      chance(0.06) ? '' : income,
      contract,
      internet,
      lines,
      television ? 'yes' : 'no',
      payment,
      charge.toFixed(2),
      data.toFixed(1),
      complaints,
      chance(0.18) ? '' : satisfaction,
      leaves ? 'yes' : 'no',
    ])
  }
  return toCsv(
    [
      'customer',
      'customer_since',
      'age',
      'region',
      'income',
      'contract',
      'internet',
      'lines',
      'television',
      'payment',
      'monthly_charge',
      'data_gb',
      'complaints',
      'satisfaction',
      'churned',
    ],
    table,
  )
}

const beside = (name) => new URL(name, import.meta.url)
writeFileSync(beside('house-prices.csv'), houses(5_000))
writeFileSync(beside('customer-churn.csv'), customers(10_000))

import type { RawInput } from '../../../shared/recipes.ts'
import type { Program } from '../program/program.ts'

/** What a header calls things: every name of its own begins with the prefix, so that several headers get along. */
export interface CNames {
  /** As "price". */
  prefix: string
  /** As "PRICE", for macros. */
  macro: string
  /** The field of the row that is a raw column. */
  field(column: string): string
}

const longest = 40

/** Of C99 and C++20, which a field cannot be called. */
const keywords = new Set(
  `alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class co_await
  co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do
  double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace
  new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires restrict
  return short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try
  typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq
  linux unix NULL NAN INFINITY`.split(/\s+/),
)

/** Names for a program; columns whose names have no letters of ASCII are called by their place. */
export function namesOf({ inputs, target }: { inputs: readonly RawInput[]; target: Program['target'] }): CNames {
  const prefix = identifierOf(target.name) ?? 'model'
  const taken = new Set<string>()
  const fields = new Map<string, string>()
  for (const [place, { name }] of inputs.entries()) {
    const plain = identifierOf(name) ?? `column_${place + 1}`
    const base = keywords.has(plain) ? `${plain}_` : plain
    let unique = base
    for (let n = 2; taken.has(unique); n++) unique = `${base}_${n}`
    taken.add(unique)
    fields.set(name, unique)
  }
  return {
    prefix,
    macro: prefix.toUpperCase(),
    field: (column) => {
      const field = fields.get(column)
      if (field === undefined) throw new Error(`The column “${column}” is not among the inputs.`)
      return field
    },
  }
}

/** Letters, digits and single underscores, a letter first; null where no letter is left. */
function identifierOf(name: string): string | null {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, longest)
    .replace(/_$/, '')
  return plain === '' ? null : plain
}

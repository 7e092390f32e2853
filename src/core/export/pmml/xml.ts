/** Attributes of an element; those that are null are left out. */
export type Attributes = Readonly<Record<string, string | number | null>>

/** An element of XML with its attributes and what stands in it, which is XML already. */
export function tag(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${escaped(String(value))}"`],
  )
  const start = `<${name}${written.join('')}`
  return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${name}>`
}

/** An element whose elements stand on a line each. */
export function block(name: string, attributes: Attributes, elements: readonly string[]): string {
  return tag(name, attributes, [...elements.map((element) => `\n${element}`), '\n'])
}

/** A text as XML has it in an element or an attribute, white space included. */
export function escaped(text: string): string {
  if (!special.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

const special = /[&<>"\t\n\r]/

/** Whether XML 1.0 can hold a text: it has no control characters but white space, lone surrogates and noncharacters. */
export function isWritable(text: string): boolean {
  return !unwritable.test(text)
}

const unwritable = /(?![\t\n\r\u007F-\u009F])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u

/** Text that is HTML already, as only `html` makes it. */
export interface Html {
  readonly markup: string
}

export type Content = string | number | Html | null | readonly Content[]

/**
 * A template of HTML: every value is escaped, whatever it holds, unless it is HTML itself. A list stands one behind the
 * other, null for nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { markup: strings.map((text, at) => text + (at < values.length ? markupOf(values[at] ?? null) : '')).join('') }
}

function markupOf(content: Content): string {
  if (content === null) return ''
  if (typeof content === 'string') return escape(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(markupOf).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, which HTML forbids, become blanks. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, ' ')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}

/**
 * A table with a heading for each column; the first cell of a row is its heading. Numbers stand on the right.
 *
 * @param texts of the columns behind the first, how many are no numbers
 */
export function table(head: readonly Content[], rows: readonly (readonly Content[])[], texts = 0): Html {
  const align = (at: number) => (at > 0 && at <= texts ? html` class="text"` : null)
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${head.map((cell, at) => html`<th scope="col" ${align(at)}>${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = '', ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell, at) => html`<td${align(at + 1)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Names and what is said of them. */
export function facts(entries: readonly (readonly [Content, Content] | null)[]): Html {
  const known = entries.filter((entry) => entry !== null)
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

export function section(title: string, id: string, ...content: readonly Content[]): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`
}

/** Style that decides how an SVG looks and that lives in style sheets, so that a copy must carry it along. */
const carried = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'visibility',
] as const

const svgNamespace = 'http://www.w3.org/2000/svg'

export interface LegendEntry {
  label: string
  colour: string
  dash: string | undefined
}

export function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

/** A colour as the page shows it now, custom properties resolved. */
function resolveColour(colour: string, within: Element): string {
  const variable = /^var\((--[\w-]+)\)$/.exec(colour)?.[1]
  return variable === undefined ? colour : getComputedStyle(within).getPropertyValue(variable).trim()
}

/**
 * The chart as a picture that stands alone: title and legend above it, styles written out, background filled.
 *
 * @param source the drawn chart
 * @param scale pixels of the outer size a unit (the view box stays)
 */
export function standaloneSvg(source: SVGSVGElement, title: string, legend: readonly LegendEntry[], scale = 1): string {
  const box = source.getBoundingClientRect()
  const width = Math.round(box.width)
  const head = 44
  const height = Math.round(box.height) + head
  const page = getComputedStyle(source)
  const copy = source.cloneNode(true) as SVGSVGElement
  const originals = [source, ...source.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  copies.forEach((target, i) => {
    const original = originals[i]
    if (original === undefined) return
    const computed = getComputedStyle(original)
    for (const name of carried) {
      const value = computed.getPropertyValue(name)
      if (value !== '') target.setAttribute(name, value)
    }
    for (const name of ['class', 'style', 'tabindex', 'role']) target.removeAttribute(name)
  })
  for (const unwanted of copy.querySelectorAll('[data-interactive]')) unwanted.remove()

  const background = resolveColour('var(--chart-surface)', source) || '#ffffff'
  const text = { fill: page.color, 'font-family': page.fontFamily }
  const outer = element('svg', {
    xmlns: svgNamespace,
    width: width * scale,
    height: height * scale,
    viewBox: `0 0 ${width} ${height}`,
  })
  outer.append(element('rect', { width, height, fill: background }))
  const heading = element('text', { x: 12, y: 18, 'font-size': 13, 'font-weight': 600, ...text })
  heading.textContent = title
  outer.append(heading)
  let x = 12
  for (const entry of legend) {
    const stroke = resolveColour(entry.colour, source)
    const line: Record<string, string | number> = { x1: x, x2: x + 22, y1: 32, y2: 32, stroke, 'stroke-width': 2 }
    if (entry.dash !== undefined) line['stroke-dasharray'] = entry.dash
    outer.append(element('line', line))
    const label = element('text', { x: x + 28, y: 36, 'font-size': 12, ...text })
    label.textContent = entry.label
    outer.append(label)
    x += 28 + entry.label.length * 7 + 18
  }
  const body = element('g', { transform: `translate(0 ${head})` })
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(Math.round(box.height)))
  body.append(copy)
  outer.append(body)
  return new XMLSerializer().serializeToString(outer)
}

/** The picture as a PNG at twice the size on screen. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no drawing context')
  context.drawImage(image, 0, 0)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png')
  })
}

/** Offers content made in the window as a download. */
export function saveBlob(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

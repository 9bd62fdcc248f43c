export interface Line {
  readonly title: string
  /** One for each place on the axis. */
  readonly values: readonly number[]
}

/** Names of places from left to right, and lines over them; what a line says is how many times its first value it is. */
export interface LineChart {
  readonly title: string
  /** What stands along the axis below. */
  readonly what: string
  readonly places: readonly string[]
  readonly lines: readonly Line[]
}

const [width, height, left, right, top, bottom] = [720, 340, 70, 210, 44, 56]
const [innerWidth, innerHeight] = [width - left - right, height - top - bottom]

/** Lines as SVG: the axis upwards is logarithmic, there is no script, and it is legible on light and on dark. */
export function lineChart({ title, what, places, lines }: LineChart): string {
  const values = lines.flatMap((line) => line.values).filter((value) => value > 0)
  const [from, to] = rangeOf(values)
  const x = (index: number) => left + (places.length < 2 ? innerWidth / 2 : (index * innerWidth) / (places.length - 1))
  const y = (value: number) => top + innerHeight * (1 - Math.log(value / from) / Math.log(to / from))
  const grid = gridOf(from, to).map(
    (value) =>
      `<path d="M${left} ${round(y(value))}H${left + innerWidth}" class="grid${value === 1 ? ' one' : ''}"/>${text(left - 8, y(value) + 4, `× ${shown(value)}`, 'end')}`,
  )
  const below = places.map((place, index) => text(x(index), top + innerHeight + 20, place, 'middle'))
  const ends = spread(lines.map(({ values }) => y(last(values))))
  const drawn = lines.flatMap((line, number) => {
    const points = line.values.map((value, index) => `${round(x(index))},${round(y(value))}`)
    const label = `${line.title} × ${shown(last(line.values))}`
    return [
      `<polyline points="${points.join(' ')}" class="line l${number}"/>`,
      ...points.map(
        (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="3" class="dot l${number}"/>`,
      ),
      text(left + innerWidth + 10, (ends[number] ?? 0) + 4, label, `start l${number}`),
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .head { font-size: 15px; font-weight: 600; }
  .middle { text-anchor: middle; }
  .end { text-anchor: end; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .one { stroke: #8c959f; stroke-dasharray: 4 3; }
  .line { fill: none; stroke-width: 2; }
  .line.l0 { stroke: #1f7a4d; } .dot.l0, text.l0 { fill: #1f7a4d; }
  .line.l1 { stroke: #9a5b00; } .dot.l1, text.l1 { fill: #9a5b00; }
  .line.l2 { stroke: #0b62c4; } .dot.l2, text.l2 { fill: #0b62c4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .grid { stroke: #30363d; }
    .one { stroke: #6e7681; }
    .line.l0 { stroke: #3fb97f; } .dot.l0, text.l0 { fill: #3fb97f; }
    .line.l1 { stroke: #e0a040; } .dot.l1, text.l1 { fill: #e0a040; }
    .line.l2 { stroke: #6cb6ff; } .dot.l2, text.l2 { fill: #6cb6ff; }
  }
</style>`,
    text(0, 18, title, 'head'),
    ...grid,
    ...below,
    text(left + innerWidth / 2, height - 12, what, 'middle'),
    ...drawn,
    '</svg>',
    '',
  ].join('\n')
}

/** From below the least to above the most, a factor of two apart at least, with one inside. */
function rangeOf(values: readonly number[]): [number, number] {
  const least = Math.min(1, ...values)
  const most = Math.max(1, ...values)
  return [Math.min(least / 1.15, 0.7), Math.max(most * 1.15, 1.4)]
}

/** Round numbers in the range: few where it spans powers of ten, halves and doubles where it does not. */
function gridOf(from: number, to: number): number[] {
  const steps = to / from > 30 ? [1] : to / from > 6 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 3, 4, 6, 8, 9]
  const powers = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((power) => 10 ** power)
  return powers.flatMap((power) => steps.map((step) => step * power)).filter((value) => value > from && value < to)
}

/** Moves labels apart, so that none lies upon another. */
function spread(places: readonly number[]): number[] {
  const apart = [...places]
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  for (const [rank, index] of order.entries()) {
    const above = order[rank - 1]
    if (above !== undefined) apart[index] = Math.max(apart[index] ?? 0, (apart[above] ?? 0) + 15)
  }
  return apart
}

function shown(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)))
}

function last(values: readonly number[]): number {
  return values.at(-1) ?? 1
}

function round(value: number): string {
  return value.toFixed(1)
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}">${escaped(words)}</text>`
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

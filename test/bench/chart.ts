/** A bar with its name; the first of a group is what the others are held against where its value is 1. */
export interface Bar {
  readonly title: string
  readonly value: number
  /** Of the gateway itself. */
  readonly isOurs: boolean
}

export interface BarGroup {
  readonly title: string
  readonly bars: readonly Bar[]
}

const [width, left, right, row, gap] = [860, 250, 60, 26, 34]

/** Bars side by side as SVG: no script, and legible on light and on dark. */
export function chart(title: string, groups: readonly BarGroup[]): string {
  const lines: string[] = []
  let y = 34
  for (const group of groups) {
    const most = Math.max(...group.bars.map(({ value }) => value))
    lines.push(text(0, y + 12, group.title, 'name'))
    y += row
    for (const { title, value, isOurs } of group.bars) {
      const length = Math.max(2, (value / most) * (width - left - right))
      lines.push(
        text(left - 10, y + 14, title, 'title'),
        `<rect x="${left}" y="${y + 2}" width="${length.toFixed(1)}" height="${row - 8}" rx="2" class="${isOurs ? 'ours' : 'other'}"/>`,
        text(left + length + 8, y + 14, value.toFixed(2), 'value'),
      )
      y += row
    }
    y += gap - row / 2
  }
  const height = Math.ceil(y)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .head { font-size: 15px; font-weight: 600; }
  .name { font-weight: 600; }
  .title { text-anchor: end; }
  .ours { fill: #1f7a4d; }
  .other { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ours { fill: #3fb97f; }
    .other { fill: #6e7681; }
  }
</style>`,
    text(0, 16, title, 'head'),
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text x="${x.toFixed(1)}" y="${y}" class="${kind}">${escaped(words)}</text>`
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

interface BarProps {
  readonly label: string
  /** Thousandths of the whole. */
  readonly perMille: number
  /** Thousandths that are set aside, after the first. */
  readonly alsoPerMille?: number
  readonly text: string
  readonly isOver?: boolean
}

/** A share of a whole, drawn and said. */
export function Bar({ label, perMille, alsoPerMille = 0, text, isOver = false }: BarProps) {
  return (
    <svg
      class={isOver ? 'bar over' : 'bar'}
      viewBox="0 0 1000 8"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${text}`}
    >
      <rect width={perMille} height="8" />
      <rect class="also" x={perMille} width={alsoPerMille} height="8" />
    </svg>
  )
}

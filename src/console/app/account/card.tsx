import type { ComponentChildren } from 'preact'

interface CardProps {
  readonly id: string
  readonly title: string
  /** Beside the title. */
  readonly aside?: ComponentChildren
  readonly children: ComponentChildren
}

export function Card({ id, title, aside, children }: CardProps) {
  return (
    <section class="card" aria-labelledby={`${id}-title`} id={id}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

import { useState } from 'preact/hooks'

interface Props {
  readonly text: string
  readonly label: string
}

export function CopyButton({ text, label }: Props) {
  const [said, say] = useState<string | null>(null)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Not copied: the browser does not allow it'),
    )
  return (
    <button type="button" class="plain copy" onClick={copy} onBlur={() => say(null)}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  )
}

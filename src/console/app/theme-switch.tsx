import { useEffect, useState } from 'preact/hooks'

const key = 'viewer-gateway:theme'
type Theme = 'light' | 'dark'

/** As the system has it, until somebody says otherwise; remembered in this browser. */
export function ThemeSwitch() {
  const [chosen, choose] = useState(() => localStorage.getItem(key) as Theme | null)
  const isDark = chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'

  useEffect(() => {
    if (chosen === null) return
    document.documentElement.dataset.theme = chosen
    localStorage.setItem(key, chosen)
  }, [chosen])

  return (
    <button type="button" class="plain" onClick={() => choose(isDark ? 'light' : 'dark')}>
      {isDark ? 'Light' : 'Dark'}
    </button>
  )
}

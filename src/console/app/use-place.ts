import { useEffect, useState } from 'preact/hooks'

export type Place = 'account' | 'shapes' | 'support'

/** Where the address points, `#/shapes`; the first place there is when it points nowhere. */
export function usePlace(places: readonly Place[]): Place | undefined {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const follow = () => setHash(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return places.find((place) => hash === `#/${place}`) ?? places[0]
}

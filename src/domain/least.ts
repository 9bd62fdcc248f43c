export function least(first: bigint, second: bigint): bigint {
  return first < second ? first : second
}

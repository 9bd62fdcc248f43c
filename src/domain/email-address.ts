/** Addresses are kept as sent and compared by this key: NFC-normalised, lower case (contract, users-me). */
export function emailKey(address: string): string {
  return address.normalize('NFC').toLowerCase()
}

import type { Json, JsonObject } from '../legacy/codec.ts'

/** What stands at a place of a body, such as `user.id`; null where nothing does. */
export function valueAt(body: JsonObject, place: string): Json {
  return place.split('.').reduce<Json>((value, key) => (isObject(value) ? (value[key] ?? null) : null), body)
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

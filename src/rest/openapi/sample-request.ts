/** The request id that the reference's examples carry. */
export const sampleRequestId = '0189d0a2-7c3e-7b1a-9f00-0123456789ab'

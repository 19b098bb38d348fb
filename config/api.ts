/** Unknown query parameters are an error, not a surprise: `strictParams` answers 400. */
export default {
  rest: { defaultLimit: 25, maxLimit: 100, withCount: true, strictParams: true },
  documents: { strictParams: true },
};

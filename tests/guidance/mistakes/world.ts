// What the demonstrations do to the world outside a durable function, counted.
export const seen: string[] = [];

/** Something that happened, noticed at once. */
export function note(what: string): string {
  seen.push(what);
  return what;
}

/** A side effect that takes a moment. */
export async function act(what: string): Promise<string> {
  await Promise.resolve();
  return note(what);
}

/** How much has happened. */
export const happened = () => seen.length;

/** Charges a card; the first answer gets lost on the way. */
export async function charge(): Promise<string> {
  await act("charge");
  if (seen.length === 1) throw new Error("the answer was lost");
  return "receipt";
}

/** Answers after a while. */
export async function later(what: string, milliseconds: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return what;
}

export class OutOfStockError extends Error {
  override name = "OutOfStockError";
}

/** A shelf of nothing. */
export async function shelfOf(sku: string): Promise<string> {
  throw new OutOfStockError(sku);
}

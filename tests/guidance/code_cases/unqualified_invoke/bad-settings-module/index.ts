import { withDurableExecution as wrap, type DurableContext } from "@aws/durable-execution-sdk-js";
import { RENDERER, ARCHIVER } from "./targets.js";

type Book = { isbn: string; chapters: string[] };

export const handler = wrap(async (book: Book, root: DurableContext) => {
  const rendered = await root.parallel("chapters", book.chapters.map((chapter) => ({
    name: `chapter-${chapter}`,
    func: async (ctx: DurableContext) =>
      ctx.invoke<{ chapter: string }, string>("render", RENDERER, { chapter }), // finds DF018
  })));
  rendered.throwIfError();
  return root.invoke<string[], string>("archive", ARCHIVER, rendered.getResults());
});

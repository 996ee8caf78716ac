import * as sdk from "@aws/durable-execution-sdk-js";

const paginate = async (event, ctx) => {
  const readers = [];
  var offset = 0;
  while (offset < event.total) {
    readers.push((child) => child.step("page", async () => event.rows.slice(offset, offset + 50))); // finds DF013
    offset += 50;
  }
  const pages = await ctx.parallel("pages", readers);
  pages.throwIfError();
  return pages.getResults().flat().length;
};

export const handler = sdk.withDurableExecution(paginate);

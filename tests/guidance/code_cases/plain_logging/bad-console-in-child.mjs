import * as durable from "@aws/durable-execution-sdk-js";

const { error: logError } = console;

export const handler = durable.withDurableExecution(async (event, ctx) =>
  ctx.runInChildContext("import", async (child) => {
    try {
      const rows = await child.step("read", async () => event.csv.split("\n"));
      console.table(rows); // finds DF011
      return rows.length;
    } catch (problem) {
      console.error("import failed", problem); // finds DF011
      throw problem;
    }
  }),
);

export const report = async (event) => {
  logError("report requested", event.id);
  return null;
};

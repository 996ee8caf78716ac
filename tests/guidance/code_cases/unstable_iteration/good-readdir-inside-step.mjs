import { readdirSync, statSync } from "node:fs";
import { withDurableExecution } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event, context) => {
  const total = await context.step("disk-usage", async () => {
    let bytes = 0;
    for (const name of readdirSync(event.root)) bytes += statSync(`${event.root}/${name}`).size;
    return bytes;
  });
  await context.step("record", async () => total);
  return total;
});

export const list = async (event) => {
  const sizes = [];
  for (const name of readdirSync(event.root)) sizes.push(name.length);
  return sizes;
};

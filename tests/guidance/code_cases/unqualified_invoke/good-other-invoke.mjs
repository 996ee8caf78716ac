import { withDurableExecution } from "@aws/durable-execution-sdk-js";

const container = new Map([["greeter", (name) => `hello ${name}`]]);
const injector = { invoke: (name, ...args) => container.get(name)(...args) };

export const handler = withDurableExecution(async (event, context) => {
  const greeting = injector.invoke("greeter", event.name);
  const stage = event.stage ?? "prod";
  const translated = await context.invoke("translate", `translator:${stage}`, { greeting });
  return translated;
});

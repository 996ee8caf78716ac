import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const STAGE = process.env.STAGE ?? "dev";
const NAME = process.env.NAME ?? "kiln";
const TARGET = process.env.TARGET ?? "dev:live";
const ALIAS = process.env.ALIAS ?? "live";
const { BARE, REGION = "north" } = process.env;

const fire = async (context: DurableContext, stage: string) => context.invoke("fire", `fire-${stage}`, {});

export const handler = withDurableExecution(
  async (event: { line: string; stage: string }, context: DurableContext) => {
    await context.invoke("literal-alias", `${NAME}:live`, {});
    await context.invoke("alias", `press:${ALIAS}`, {});
    await context.invoke("alias-in-default", `throw-${TARGET}`, {});
    await context.invoke("from-event", `throw-${STAGE}-${event.line}`, {});
    await context.invoke("no-default", `throw-${BARE}`, {});
    await context.invoke("required", `throw-${process.env.REQUIRED!}`, {});
    await context.invoke("no-literal-text", `${NAME}${STAGE}`, {});
    await context.invoke("only-a-variable", NAME, {});
    await context.invoke("default-from-event", `throw-${process.env.STAGE ?? event.stage}`, {});
    await context.invoke("changed", `throw-${STAGE.toLowerCase()}`, {});
    await context.invoke("added-alias", "throw-" + REGION + ":live", {});
    return fire(context, event.stage);
  },
);

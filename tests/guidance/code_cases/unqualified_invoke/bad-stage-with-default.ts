import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

const STAGE = process.env.STAGE ?? "dev";
const { REGION = "north", LINE } = process.env;
const TEAM = "glaze";
const KILN = `${TEAM}-kiln-${STAGE}`;
const targets = { pack: "pack-" + STAGE, bill: LINE };

export const handler = withDurableExecution(async (event: { clay: string }, context: DurableContext) => {
  await context.invoke("throw", `throw-${STAGE}`, { clay: event.clay }); // finds DF018
  await context.invoke("fire", KILN, { clay: event.clay }); // finds DF018
  await context.invoke("pack", targets.pack, { clay: event.clay }); // finds DF018
  await context.invoke("cool", `cool-${process.env.ZONE || "south"}-${REGION}`, { clay: event.clay }); // finds DF018
  return context.invoke(
    "ship",
    `ship-${TEAM}-` + STAGE, // finds DF018
    { clay: event.clay },
  );
});

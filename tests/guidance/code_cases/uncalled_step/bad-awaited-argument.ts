import * as sdk from "@aws/durable-execution-sdk-js";

type Reading = { sensor: string; celsius: number };

const toKelvin = async (celsius: number): Promise<number> => celsius + 273.15;

export const handler = sdk.withDurableExecution(async (reading: Reading, dc: sdk.DurableContext) => {
  const kelvin = await dc.step("kelvin", (await toKelvin(reading.celsius)) as never); // finds DF015
  await dc.wait("stabilise", { minutes: 1 });
  return dc.step("store-reading", async () => ({ sensor: reading.sensor, kelvin }));
});

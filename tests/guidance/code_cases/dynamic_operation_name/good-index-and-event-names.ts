import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

interface Shipment {
  id: string;
  parcels: { code: string; grams: number }[];
}

export const handler = withDurableExecution(async (shipment: Shipment, context: DurableContext) => {
  const depot = await context.step(`depot-${shipment.id}`, async () => "north");
  const prefix = `${depot}-${shipment.id}`;
  let weight = 0;
  for (let i = 0; i < shipment.parcels.length; i++) {
    weight += await context.step(`${prefix}-weigh-${i}`, async () => shipment.parcels[i].grams);
  }
  const labels = await context.map(
    "labels",
    shipment.parcels,
    async (ctx, parcel, index) => ctx.step(`label-${index}`, async () => parcel.code.toUpperCase()),
    { itemNamer: (parcel, index) => `parcel-${parcel.code}-${index}` },
  );
  labels.throwIfError();
  return { weight, labels: labels.getResults() };
});

import * as sdk from "@aws/durable-execution-sdk-js";

interface Warehouse {
  code: string;
  shelves: string[];
}

export const handler = sdk.withDurableExecution(
  async ({ warehouses }: { warehouses: Warehouse[] }, root: sdk.DurableContext) => {
    const counted = await root.map("warehouses", warehouses, async (outer, warehouse) => {
      const shelves = await outer.map("shelves", warehouse.shelves, async (inner, shelf) => {
        const boxes = await inner.step("boxes", async () => shelf.length);
        return outer.step("weight", async () => boxes * 12); // finds DF006
      });
      shelves.throwIfError();
      await root.wait("between", { seconds: 30 }); // finds DF006
      return shelves.getResults();
    });
    counted.throwIfError();
    return counted.getResults().flat().length;
  },
);

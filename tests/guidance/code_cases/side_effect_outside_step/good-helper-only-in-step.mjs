import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { Pool } from "pg";

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });

async function stockOf(sku) {
  const { rows } = await pool.query("select quantity from stock where sku = $1", [sku]);
  return rows[0]?.quantity ?? 0;
}

export const handler = withDurableExecution(async (event, context) => {
  const levels = await context.map("stock", event.skus, async (ctx, sku) =>
    ctx.step("read-level", async () => stockOf(sku)),
  );
  levels.throwIfError();
  const total = levels.getResults().reduce((sum, n) => sum + n, 0);
  return { total };
});

import { Pool } from "pg";
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
export async function find(id: string): Promise<{ id: string; total: number }> {
  const { rows } = await pool.query("select id, total from orders where id = $1", [id]);
  return rows[0];
}
export const ship = async (id: string) => { await pool.query("update orders set shipped = now() where id = $1", [id]); };

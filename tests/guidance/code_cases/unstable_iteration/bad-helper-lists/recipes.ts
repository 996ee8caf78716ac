import fs from "node:fs";
import path from "node:path";

export function recipes(shop: string): string[] {
  return fs.readdirSync(path.join("/mnt/recipes", shop)); // finds DF002
}

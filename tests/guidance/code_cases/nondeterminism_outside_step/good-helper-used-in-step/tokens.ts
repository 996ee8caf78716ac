import { randomBytes } from "node:crypto";

export function mintToken(user: string): string {
  return `${user}.${Date.now().toString(36)}.${randomBytes(8).toString("hex")}`;
}

export function addMinutes(iso: string, minutes: number): string {
  return new Date(Date.parse(iso) + minutes * 60_000).toISOString();
}

export * from "./pay";
export { default } from "./gateway";
export type { Receipt } from "./pay";

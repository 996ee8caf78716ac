export function makeBatchLabel(plant: string): string {
  const now = new Date(); // finds DF001
  return `${plant}-${now.getUTCFullYear()}-${suffix()}`;
}

function suffix(): string {
  return Math.floor(Math.random() * 10_000).toString(36); // finds DF001
}

export function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
}

export function stampForReports(): string {
  return Date();
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function readWithBackoff(key: string): Promise<string> {
  for (let attempt = 1; attempt < 4; attempt++) {
    const response = await fetch(`https://store.example.com/${key}`);
    if (response.ok) return response.text();
    await sleep(attempt * 200);
  }
  throw new Error(`cannot read ${key}`);
}

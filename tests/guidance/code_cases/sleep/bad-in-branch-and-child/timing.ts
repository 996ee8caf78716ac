export async function forSeconds(seconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(() => resolve(), seconds * 1000); // finds DF009
  });
}

export async function ring(number: string, callbackId: string): Promise<void> {
  await fetch("https://phone.example.com/calls", { method: "POST", body: JSON.stringify({ number, callbackId }) });
}

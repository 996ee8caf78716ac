interface Reading {
  device: string;
  temperature: number;
  topic: string;
  received_at: number;
}

export const handler = async (event: Reading): Promise<void> => {
  console.log(JSON.stringify({ message: event.device, temperature: event.temperature }));
};

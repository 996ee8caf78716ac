import type { AppSyncResolverEvent } from "aws-lambda";

interface Order {
  id: string;
  quantity: number;
}

export const handler = async (event: AppSyncResolverEvent<{ id: string }>): Promise<Order> => {
  const { parentTypeName, fieldName } = event.info;
  if (fieldName !== "getOrder") throw new Error(`no resolver for ${parentTypeName}.${fieldName}`);
  return { id: event.arguments.id, quantity: 2 };
};

export async function loadCustomer(id) {
  const response = await fetch(`https://crm.example.com/customers/${id}`); // finds DF002
  return response.json();
}

export function scoreOf(customer) {
  return customer.orders.length * 10;
}

import { MongoClient } from "mongodb";

const mongo = new MongoClient(process.env.MONGO_URL!);

export class UserRepository {
  private readonly table = mongo.db("hr").collection("users");

  async byId(id: string): Promise<{ name: string }> {
    const found = await this.table.findOne({ id }); // finds DF002
    if (!found) throw new Error(`no user ${id}`);
    return { name: String(found.name) };
  }

  async archive(id: string): Promise<boolean> {
    const outcome = await this.table.updateOne({ id }, { $set: { archived: true } });
    return outcome.modifiedCount === 1;
  }
}

import { copyImage, type ImageSource } from "../../registry-client";
import { clientOf, USER } from "../registry-client/registries";

/** Puts an image into a registry of the tests, as their user. */
export async function storeImage(image: ImageSource, host: string, repository: string): Promise<void> {
  const client = clientOf(host, { credentials: USER });
  await copyImage(image, { client, repository }, { format: "preserve" });
  client.close();
}

import assert from "node:assert/strict";
import { type ConnectionOptions, TransportError } from "../../registry-client";
import { collected } from "./images";
import { USER } from "./registries";
import { Scene } from "./environment";

describe("redirects", () => {
  const scene = new Scene();
  afterEach(() => scene.end());

  it("follows a redirect to another host without the credentials", async () => {
    const { client, image } = await scene.startWithImage(
      { redirect: true, basic: USER },
      { credentials: USER },
    );
    for (const [digest, bytes] of image.blobs) {
      assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
      const { redirectedTo } = await client.blobStart("source", digest, 1);
      assert.match(redirectedTo ?? "", /^https:\/\/localhost:\d+\/sha256:[0-9a-f]{64}$/);
    }
  });

  const refusedTargets: Array<
    [what: string, location: string, options: Partial<ConnectionOptions>, reason: RegExp]
  > = [
    ["in a circle", "/v2/source/blobs/circle", {}, /redirected more than 5 times/],
    ["to a host that cannot be reached", "https://127.0.0.1:1/x?token=hunter2", {}, /ECONNREFUSED/],
    ["to loopback", "https://127.0.0.1:1/x?token=hunter2", { allowLoopbackRedirects: false }, /loopback/],
    [
      "to a name of loopback",
      "https://localhost:1/x?token=hunter2",
      { allowLoopbackRedirects: false },
      /loopback/,
    ],
    [
      "to the metadata address",
      "https://169.254.169.254/latest",
      { allowLoopbackRedirects: false },
      /metadata/,
    ],
    [
      "to the metadata address as IPv6",
      "https://[::ffff:169.254.169.254]/",
      { allowLoopbackRedirects: false },
      /metadata/,
    ],
    ["to plain HTTP", "http://u:hunter2@example.com/x?token=hunter2", {}, /only https/],
  ];
  for (const [what, location, options, reason] of refusedTargets) {
    it(`fails on a redirect ${what}`, async () => {
      const { registry, client, image } = await scene.startWithImage({}, options);
      registry.intercept = (_, response, path) => {
        if (!path.includes("/blobs/")) return false;
        response.writeHead(307, { location }).end();
        return true;
      };
      const [digest = ""] = image.blobs.keys();
      await assert.rejects(client.blobStart("source", digest, 1), (error) => {
        assert(error instanceof TransportError, String(error));
        assert.match(error.message, reason);
        assert(!error.message.includes("hunter2"));
        return true;
      });
    });
  }

  it("leads through a chain of relative and absolute ones", async () => {
    const { registry, client, image } = await scene.startWithImage(
      { redirect: true, basic: USER },
      { credentials: USER },
    );
    const [digest = "", bytes = Buffer.alloc(0)] = [...image.blobs][0] ?? [];
    const path = `/v2/source/blobs/${digest}`;
    registry.intercept = (_, response, requested) => {
      const location = { [path]: "../elsewhere?x=1", "/v2/source/elsewhere": `/v2/a/blobs/${digest}` }[
        requested
      ];
      if (location === undefined) return false;
      response.writeHead(requested === path ? 302 : 307, { location }).end();
      return true;
    };
    await client.uploadBlob("a", {
      digest,
      size: bytes.length,
      open: () => image.blob({ digest, size: bytes.length, mediaType: "" }, 0),
    });
    registry.requests.splice(0);
    assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
    // On the registry's own host the credentials go along; the storage at the end would refuse them.
    assert.equal(registry.requests.length, 3);
    assert(registry.requests.every(({ authorization }) => authorization?.startsWith("Basic ")));
  });

  it("does not send the credentials again where another host sends back to the registry", async () => {
    const { registry, client, image } = await scene.startWithImage({ basic: USER }, { credentials: USER });
    const [digest = ""] = image.blobs.keys();
    const other = await scene.serve((_, response) => {
      response.writeHead(307, { location: `https://${registry.host}/v2/source/back` }).end();
    });
    const seen: Array<string | undefined> = [];
    registry.intercept = (request, response, path) => {
      if (path.endsWith("/back")) {
        seen.push(request.headers.authorization);
        response.writeHead(200).end("x");
        return true;
      }
      if (!path.includes("/blobs/")) return false;
      response.writeHead(307, { location: `https://${other}/` }).end();
      return true;
    };
    assert.equal((await client.blobStart("source", digest, 1)).bytes.toString(), "x");
    assert.deepEqual(seen, [undefined]);
  });

  for (const address of ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "127.0.0.1"]) {
    it(`fails on a redirect to a name that resolves to ${address}`, async () => {
      const { registry, client, image } = await scene.startWithImage(
        {},
        {
          allowLoopbackRedirects: false,
          lookup: (_, options, callback) => {
            const family = address.includes(":") ? 6 : 4;
            if (options.all === true) callback(null, [{ address, family }]);
            else callback(null, address, family);
          },
        },
      );
      registry.intercept = (_, response, path) => {
        if (!path.includes("/blobs/")) return false;
        response.writeHead(307, { location: "https://storage.example/x?token=hunter2" }).end();
        return true;
      };
      const [digest = ""] = image.blobs.keys();
      await assert.rejects(client.blobStart("source", digest, 1), (error) => {
        assert(error instanceof TransportError && error.failure === "redirect", String(error));
        assert(error.message.includes(`storage.example (${address})`), error.message);
        assert(!error.message.includes("hunter2"));
        return true;
      });
    });
  }

  it("does not follow one for a stream that cannot be sent twice", async () => {
    const { registry, client, events } = await scene.start();
    registry.intercept = (request, response) => {
      if (request.method !== "PUT") return false;
      request.resume();
      response.writeHead(307, { location: "/v2/elsewhere" }).end();
      return true;
    };
    const bytes = Buffer.from("layer");
    const blob = {
      digest: `sha256:${"0".repeat(64)}`,
      size: bytes.length,
      open: async function* () {
        yield bytes;
      },
    };
    await assert.rejects(client.uploadBlob("a", blob), /returned 307/);
    assert.deepEqual(
      events.map(({ method }) => method),
      ["POST", "PUT"],
    );
  });
});

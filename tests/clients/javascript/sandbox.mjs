// The sandbox as Genesys' own JavaScript client meets it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

import { differences, readModels } from "./models.mjs";

const folder = `${process.env.TIDINGS_JAVASCRIPT_CLIENT}/node_modules/purecloud-platform-client-v2`;
export const genesys = createRequire(import.meta.url)(folder);
const models = readModels(folder);

export const base = process.env.TIDINGS_SANDBOX;
export const organization = "00000000-0000-4000-8000-000000000001";
export const webShop = "00000000-0000-4000-8000-0000000000d1";
export const fieldApp = "00000000-0000-4000-8000-0000000000e1";
export const whatsApp = "00000000-0000-4000-8000-0000000000f1";
export const apple = "00000000-0000-4000-8000-0000000000a1";
export const template = "00000000-0000-4000-8000-000000000012";

/** Signs in. The client always speaks to `https://login.…`, unless it is told of a gateway. */
export async function signIn(id = "sandbox", secret = "sandbox-secret") {
    const { hostname, port } = new URL(base);
    const client = genesys.ApiClient.instance;
    client.setGateway({ protocol: "http", host: hostname, port: Number(port) });
    return client.loginClientCredentialsGrant(id, secret);
}

/** Calls a method and holds request and reply against the models its declaration names. */
export async function call(api, name, ...parameters) {
    const method = models.methods.get(name);
    assert.ok(method, `the client declares ${name}`);
    const declared = splitParameters(method.parameters);
    const asked = declared.flatMap((type, place) =>
        type.startsWith("Models.") || type.startsWith("Array<")
            ? differences(models, parameters[place], type, "request")
            : [],
    );
    assert.deepEqual(asked, [], name);
    const reply = await api[name](...parameters);
    assert.deepEqual(differences(models, reply, method.returns, "reply"), [], name);
    return reply;
}

/** The error body of a call that must be refused: what the client rejects with. */
export async function refusal(promise) {
    const body = await promise.then(
        () => assert.fail("it was not refused"),
        (body) => body,
    );
    assert.ok(body.contextId, `${JSON.stringify(body)} is an error body`);
    assert.deepEqual(differences(models, body, "Models.ErrorBody", "refusal"), []);
    return body;
}

/** The differences between a value and a model of the client. */
export function differencesFrom(model, value) {
    return differences(models, value, `Models.${model}`, model);
}

/** The first customer of the population that passes the test. */
export async function customer(test) {
    const reply = await fetch(`${base}/_sandbox/population`);
    const lines = (await reply.text()).trim().split("\n").map((line) => JSON.parse(line));
    return lines.find(test);
}

function splitParameters(text) {
    return text === "" ? [] : text.split(", ").map((one) => one.replace(/^\w+\??: /, ""));
}

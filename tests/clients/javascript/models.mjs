// The client's own models: it ships them as TypeScript declarations and checks nothing itself, so
// requests and replies are held against the declarations here.

import { readFileSync } from "node:fs";

/** Reads the declarations of the client installed in that folder. */
export function readModels(folder) {
    const text = readFileSync(`${folder}/index.d.ts`, "utf8");
    const interfaces = new Map();
    const methods = new Map();
    let fields = null;
    for (const line of text.split("\n")) {
        const opening = line.match(/^\s*export interface (\w+) \{/);
        const field = line.match(/^\s*"([^"]+)"(\??): (.+);\s*$/);
        const method = line.match(/^\s+(\w+)\((.*)\): Promise<(.+)>;\s*$/);
        if (opening) {
            fields = new Map();
            interfaces.set(opening[1], fields);
        } else if (line.trim() === "}") {
            fields = null;
        } else if (fields && field) {
            fields.set(field[1], { required: field[2] === "", type: field[3] });
        } else if (method) {
            methods.set(method[1], { parameters: method[2], returns: method[3] });
        }
    }
    return { interfaces, methods };
}

/** What a value has that its declared type does not, or the other way round. */
export function differences(models, value, type, at) {
    if (value === null || value === undefined) {
        return [];
    }
    const list = type.match(/^Array<(.+)>$/);
    if (list) {
        return Array.isArray(value)
            ? value.flatMap((one, place) => differences(models, one, list[1], `${at}[${place}]`))
            : [`${at} is no array`];
    }
    const map = type.match(/^\{ \[key: string\]: (.+); \}$/);
    if (map) {
        return Object.entries(value).flatMap(([key, one]) =>
            differences(models, one, map[1], `${at}.${key}`),
        );
    }
    const model = type.match(/^Models\.(\w+)$/);
    if (model) {
        return differencesOfModel(models, value, model[1], at);
    }
    if (["string", "number", "boolean"].includes(type)) {
        return typeof value === type ? [] : [`${at} is a ${typeof value}, not a ${type}`];
    }
    return [];
}

function differencesOfModel(models, value, name, at) {
    const fields = models.interfaces.get(name);
    if (!fields) {
        return [`${at}: the client has no model ${name}`];
    }
    if (typeof value !== "object" || Array.isArray(value)) {
        return [`${at} is no ${name}`];
    }
    const unknown = Object.keys(value)
        .filter((key) => !fields.has(key))
        .map((key) => `${at}.${key} is unknown to ${name}`);
    const missing = [...fields]
        .filter(([key, field]) => field.required && value[key] === undefined)
        .map(([key]) => `${at}.${key} is required by ${name}`);
    const nested = Object.entries(value)
        .filter(([key]) => fields.has(key))
        .flatMap(([key, one]) => differences(models, one, fields.get(key).type, `${at}.${key}`));
    return [...unknown, ...missing, ...nested];
}

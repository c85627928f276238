// editor_session.js SERVER SCHEMA FILE...: what an editor with
// yaml-language-server makes of a rules file, over its own protocol. Each FILE
// must be without mistakes; misspelt keys must be marked, and words completed
// and explained. Prints what is wrong.
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const [server, schema, ...files] = process.argv.slice(2);
const child = spawn(process.execPath, [server, "--stdio"], {
  stdio: ["pipe", "pipe", "ignore"],
});
const waiting = new Map(), diagnostics = new Map();
let next = 1, buffer = Buffer.alloc(0);

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function request(method, params) {
  const id = next++;
  send({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

function take(message) {
  if (message.method === "textDocument/publishDiagnostics")
    diagnostics.get(message.params.uri)?.(message.params.diagnostics);
  else if (message.method && message.id !== undefined)
    // What the server asks of an editor: it has no settings of its own.
    send({ id: message.id, result: message.params?.items?.map(() => null) ?? null });
  else waiting.get(message.id)?.(message.result);
}

child.stdout.on("data", (data) => {
  buffer = Buffer.concat([buffer, data]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = +/Content-Length: (\d+)/i.exec(buffer.subarray(0, end))[1];
    if (buffer.length < end + 4 + length) return;
    take(JSON.parse(buffer.subarray(end + 4, end + 4 + length)));
    buffer = buffer.subarray(end + 4 + length);
  }
});

let number = 0;
/** Opens `text` as a rules file; resolves to its URI and what is marked. */
function open(text) {
  const uri = pathToFileURL(path.join(path.dirname(schema), `open-${number++}.yaml`)).href;
  const marked = new Promise((resolve) => diagnostics.set(uri, resolve));
  send({
    method: "textDocument/didOpen",
    params: {
      textDocument: {
        uri, languageId: "yaml", version: 1,
        text: `# yaml-language-server: $schema=${pathToFileURL(schema).href}\n${text}`,
      },
    },
  });
  return marked.then((all) => ({ uri, messages: all.map((d) => d.message) }));
}

const problems = [];
function expect(what, found, ...wanted) {
  for (const each of wanted)
    if (!found.some((f) => f.includes(each)))
      problems.push(`${what}: no '${each}' in ${JSON.stringify(found.slice(0, 40))}`);
}

/** The labels that are offered at the end of `text`. */
async function completed(text) {
  const { uri } = await open(text);
  const lines = text.split("\n");
  const position = { line: lines.length, character: lines.at(-1).length };
  const answer = await request("textDocument/completion", { textDocument: { uri }, position });
  return (answer.items ?? answer).map((item) => item.label);
}

async function main() {
  await request("initialize", {
    processId: process.pid, rootUri: null,
    capabilities: { textDocument: { completion: {}, hover: {} } },
  });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings: {
    yaml: { validate: true, completion: true, hover: true, schemaStore: { enable: false } },
  } } });

  for (const file of files) {
    const { messages } = await open(fs.readFileSync(file, "utf8"));
    if (messages.length) problems.push(`${file}: ${messages.join("; ")}`);
  }
  expect("a misspelt key", (await open("version: 1\nlcoks: []\n")).messages, "lcoks");
  expect("a misspelt key inside",
    (await open("version: 1\nlocks:\n  - {typ: A, methods: {acquire: a}}\n")).messages, "typ");
  expect("a wrong word",
    (await open("version: 1\norigins:\n  - {functions: f, kind: tread}\n")).messages, "thread");
  expect("a missing key", (await open("version: 1\nsuppressions:\n  - {entity: a}\n")).messages, "reason");
  expect("a missing version", (await open("checks: race-*\n")).messages, "version");

  expect("keys", await completed("version: 1\n"), "locks", "origins", "suppressions", "rules");
  expect("keys of an origin", await completed("version: 1\norigins:\n  - kind: thread\n    "),
    "functions", "handle");
  expect("words", await completed("version: 1\norigins:\n  - functions: f\n    kind: "),
    "thread", "callback");
  expect("checks", await completed("version: 1\nchecks:\n  - "), "race-vacuous-lock");
  expect("options", await completed("version: 1\noptions:\n  race-vacuous-lock:\n    "), "StaticState");

  const { uri } = await open("version: 1\nlocks: []\n");
  const hover = await request("textDocument/hover", {
    textDocument: { uri }, position: { line: 2, character: 2 },
  });
  expect("hover", [JSON.stringify(hover?.contents ?? "")], "types whose objects are locks");
}

const timer = setTimeout(() => finish(["the server did not answer"]), 60000);
function finish(all) {
  clearTimeout(timer);
  child.kill();
  for (const problem of all) console.error(problem);
  process.exit(all.length ? 1 : 0);
}
main().then(() => finish(problems), (error) => finish([String(error.stack)]));

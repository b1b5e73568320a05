/** One visit of a phone to the audience's page with nothing in its cache: what it asks for, and when what is seen. */

const phone = { width: 390, height: 844, deviceScaleFactor: 3, mobile: true };

/** Runs in every document: says when the slide, and when the bar with the buttons, has been painted. */
function watchPaint() {
  const names = { slide: ".reveal .slides section.present:not(.stack)", bar: "[data-testid=bar] button" };
  const isSeen = (element) =>
    element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.clientHeight > 0;
  const look = () => {
    for (const [name, selector] of Object.entries(names)) {
      if (!isSeen(document.querySelector(selector))) continue;
      delete names[name];
      // What this frame shows is on the screen when the next one begins.
      requestAnimationFrame(() => globalThis.lecternSeen(`${name} ${performance.timeOrigin + performance.now()}`));
    }
    requestAnimationFrame(look);
  };
  look();
}

/**
 * Times are milliseconds from the start of the navigation. Resolves a moment after all is seen.
 * @returns `{ seen: { slide, bar }, requests: [{ url, inDeck, type, level, endedAt, bytes, blocks }] }`; `level` 1 is the
 * page itself, 2 what it asks for, and so on: how many round trips, one after the other, it takes to come.
 */
export async function visit({ ask, listen }, url, { cpuSlowdown }) {
  const { browserContextId } = await ask("Target.createBrowserContext");
  const { targetId } = await ask("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId: pageSession } = await ask("Target.attachToTarget", { targetId, flatten: true });
  const requests = new Map();
  const seen = {};
  let clock;
  let done;
  const isDone = new Promise((resolve) => {
    done = resolve;
  });

  const prepare = async (session) => {
    // A deck's frame is a process, and a target, of its own: what slows the page down does not slow it down.
    await Promise.all([
      ask("Network.enable", {}, session),
      ask("Page.enable", {}, session),
      ask("Runtime.enable", {}, session),
      ask("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown }, session),
      ask("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }, session),
      ask("Runtime.addBinding", { name: "lecternSeen" }, session),
      ask("Page.addScriptToEvaluateOnNewDocument", { source: `(${watchPaint})()` }, session),
    ]);
    await ask("Runtime.runIfWaitingForDebugger", {}, session);
  };
  const sessions = new Set([pageSession]);
  const heard = {
    "Target.attachedToTarget": ({ sessionId }) => {
      sessions.add(sessionId);
      void prepare(sessionId);
    },
    "Network.requestWillBeSent": ({ requestId, request, initiator, type, timestamp, wallTime, documentURL }) => {
      clock ??= { timestamp, wallTime };
      const from = initiator.url ?? initiator.stack?.callFrames[0]?.url ?? documentURL;
      requests.set(requestId, { url: request.url, from, type, isPreload: request.isLinkPreload === true, documentURL });
    },
    "Network.loadingFinished": ({ requestId, timestamp, encodedDataLength }) => {
      const request = requests.get(requestId);
      if (request) Object.assign(request, { endedAt: (timestamp - clock.timestamp) * 1000, bytes: encodedDataLength });
    },
    "Runtime.bindingCalled": ({ name, payload }) => {
      if (name !== "lecternSeen") return;
      const [what, at] = payload.split(" ");
      seen[what] ??= Number(at) - clock.wallTime * 1000;
      if (seen.slide !== undefined && seen.bar !== undefined) done();
    },
  };
  const stop = listen(({ method, params, sessionId }) => sessions.has(sessionId) && heard[method]?.(params));
  await prepare(pageSession);
  await ask("Emulation.setDeviceMetricsOverride", phone, pageSession);
  await ask("Page.navigate", { url }, pageSession);
  await isDone;
  stop();
  await ask("Target.disposeBrowserContext", { browserContextId });
  return { seen, requests: withLevels([...requests.values()]) };
}

function withLevels(requests) {
  const byUrl = new Map(requests.map((request) => [bare(request.url), request]));
  const level = (request, below = new Set()) => {
    const parent = byUrl.get(bare(request.from));
    if (parent === undefined || parent === request || below.has(request)) return 1;
    return 1 + level(parent, below.add(request));
  };
  const isDeck = ({ url, documentURL }) => /\/deck\//.test(url) || /\/deck\//.test(documentURL);
  return requests.map((request) => ({ ...request, level: level(request), inDeck: isDeck(request) }));
}

const bare = (url) => url.split("#")[0];

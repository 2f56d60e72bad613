// Calls to the sandbox, and its news.

async function call(verb, path, body) {
  const options = { method: verb };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(`/sandbox${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const remove = (path) => call("DELETE", path);

/** Call `tell` with every piece of news, and with {kind: "all"} when some may have been missed. */
export function watch(tell) {
  const news = new EventSource("/sandbox/events");
  news.onopen = () => tell({ kind: "all" });
  news.onmessage = (message) => tell(JSON.parse(message.data));
}

/** Return a function that runs `work` at most once at a time, and once more if asked meanwhile. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await work().catch((error) => console.warn(error.message));
    } while (again);
    running = null;
  }
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

/** Make an element: properties, then children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  const { dataset = {}, ...others } = properties;
  Object.assign(made, others);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Lists that are loaded when a dialog first wants them: they are too long to be loaded with the editor. */
const loaded = new Map<string, Promise<unknown>>();

export function editorList<T>(name: 'events' | 'calls' | 'notices'): Promise<T> {
  let list = loaded.get(name);
  if (!list) {
    list = get(`resources/@streamwire/node-red-twitch/editor/${name}.json`);
    list.catch(() => loaded.delete(name));
    loaded.set(name, list);
  }
  return list as Promise<T>;
}

/** jQuery adds the editor's login by itself, which `fetch` would not. */
export function get<T>(url: string): Promise<T> {
  return request<T>('GET', url);
}

export function post<T>(url: string, body: object): Promise<T> {
  return request<T>('POST', url, body);
}

export function remove(url: string): Promise<unknown> {
  return request('DELETE', url);
}

function request<T>(method: string, url: string, body?: object): Promise<T> {
  return new Promise((resolve, reject) => {
    void $.ajax({
      method,
      url,
      ...(body ? { data: JSON.stringify(body), contentType: 'application/json' } : {}),
    }).then(
      (answer: T) => resolve(answer),
      (failure: JQuery.jqXHR) => reject(new Error(sentence(failure))),
    );
  });
}

function sentence(failure: JQuery.jqXHR): string {
  const answer = failure.responseJSON as { sentence?: string; message?: string } | undefined;
  if (answer?.sentence) return answer.sentence;
  if (answer?.message) return answer.message;
  return failure.status === 0 ? 'Node-RED does not answer.' : `Node-RED answered with ${failure.status}.`;
}

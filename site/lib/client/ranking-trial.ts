const PAUSE_MS = 200;

/** Shows what the form's settings would do while they are moved; nothing is saved by it. Without this script the form's button does. */
function tryOut(form: HTMLFormElement): void {
  let timer: number | undefined;
  let asking: AbortController | null = null;
  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const named = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    const address = `${location.pathname}?${new URLSearchParams(named)}`;
    const html = await fetch(address, { signal })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null);
    if (html === null || signal.aborted) return;
    const next = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-preview]');
    if (!next) return;
    document.querySelector('[data-preview]')?.replaceWith(next);
    history.replaceState(null, '', address);
  };
  form.addEventListener('input', (event) => {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.type === 'range') {
      const said = form.querySelector(`output[for="${target.id}"]`);
      if (said) said.textContent = `${target.value} %`;
    }
    clearTimeout(timer);
    timer = window.setTimeout(() => void show(), PAUSE_MS);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-trial]')) tryOut(form);
